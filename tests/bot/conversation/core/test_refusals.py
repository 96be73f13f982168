"""Limits: why a job is not taken, and when to come back."""

from __future__ import annotations

import time
from typing import Any

import pytest

from bot.jobs.operation import Mode
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.jobs import add_job
from tests.support.large_files import put_large

FRIEND = {"id": 8, "is_bot": False, "first_name": "Eve"}


async def two_photos(chat: Chat, /, **more: Any) -> str:
    """Send two photos; returns what the bot says about them (nothing when it starts)."""
    answers = await chat.feed(chat.picture("red", **more), chat.picture("blue", **more))
    return "\n".join(answers[1:])


@pytest.mark.parametrize("settings", [{"jobs_per_user": 1}])
async def test_whoever_has_enough_in_work_hears_how_long_it_takes(chat: Chat) -> None:
    await add_job(chat.store, HOME.user_id)
    answer = await two_photos(chat)
    assert answer.startswith("You have one picture in work, which is the most at a time. There is room again in ≈")
    assert answer.endswith("Both photos are kept: start them here once there is room.")
    assert len(await chat.jobs()) == 1
    assert await chat.draft() is not None


@pytest.mark.parametrize("settings", [{"jobs_per_user": 1}])
async def test_jobs_in_other_chats_count(chat: Chat) -> None:
    await two_photos(chat)
    mention = {"chat": updates.GROUP, "caption": "@stylegram_test_bot"}
    assert "most at a time" in await two_photos(chat, **mention)
    assert await two_photos(chat, **mention, user=FRIEND) == ""


@pytest.mark.parametrize("settings", [{"queue_limit": 2}])
async def test_a_full_queue_hears_when_the_next_one_leaves_it(chat: Chat) -> None:
    for user_id in (21, 22):
        await add_job(chat.store, user_id)
    answer = await two_photos(chat)
    assert answer.startswith("The queue is full, so I take no more pictures for the moment. There is room again in ≈")
    await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    await chat.feed(updates.tap(chat.button("start"), chat.bot))
    assert len(await chat.jobs()) == 1


@pytest.mark.parametrize("settings", [{"daily_quota": 2.5, "jobs_per_user": 9}])
async def test_a_spent_quota_says_when_enough_of_it_is_free(chat: Chat) -> None:
    start = time.time()
    for hours_ago in (23, 1):
        await add_job(chat.store, HOME.user_id, now=start - hours_ago * 3600 + 50)
    answer = await two_photos(chat)
    assert answer.startswith("This picture costs 1 of your 2.5 points a day; only 0.5 are free.")
    assert "≈1 h 0 min" in answer
    await chat.send("/iterations 100")
    assert len(await chat.jobs()) == 3


@pytest.mark.parametrize("settings", [{"daily_quota": 3}])
async def test_a_picture_beyond_the_whole_quota_is_answered_with_what_would_help(chat: Chat) -> None:
    await chat.send("/size 1024")
    answer = await two_photos(chat)
    assert "costs 4 points, but you have 3 a day. Choose a smaller size" in answer
    assert "room again" not in answer
    assert "512" in await chat.send("/size 512")
    assert len(await chat.jobs()) == 1


@pytest.mark.parametrize("settings", [{"daily_quota": 1}])
async def test_a_quota_of_ones_own_goes_before_everybodys(chat: Chat) -> None:
    await chat.store.write(lambda tx: tx.people.set_quota(HOME.user_id, 2))
    for _ in range(2):
        assert await two_photos(chat) == ""
    assert "of your 2 points" in await two_photos(chat)


@pytest.mark.parametrize("settings", [{"jobs_per_user": 1}])
async def test_during_a_pause_nobody_knows_when_there_is_room_again(chat: Chat) -> None:
    await chat.store.write(lambda tx: tx.operation.set_mode(Mode.PAUSED))
    await two_photos(chat)
    answer = await two_photos(chat)
    assert "most at a time" in answer
    assert "room again" not in answer


async def test_a_bot_that_drains_takes_nothing_and_one_that_pauses_does(chat: Chat) -> None:
    await chat.store.write(lambda tx: tx.operation.set_mode(Mode.DRAINING))
    assert "no new pictures" in await two_photos(chat)
    assert await chat.jobs() == []
    await chat.store.write(lambda tx: tx.operation.set_mode(Mode.PAUSED))
    await chat.feed(updates.tap(chat.button("start"), chat.bot))
    assert len(await chat.jobs()) == 1


@pytest.mark.parametrize("settings", [{"jobs_per_user": 1}])
async def test_the_answer_to_a_tap_says_it_too(chat: Chat) -> None:
    await two_photos(chat)
    await two_photos(chat)
    await chat.feed(updates.tap(chat.button("start"), chat.bot))
    assert "most at a time" in chat.tapped()["text"]
    assert chat.tapped()["show_alert"] is True


FULL = 100_000_000  #: bytes, the least that an operator may allow


async def fill_disk(chat: Chat, size: int) -> None:
    """A job of this person with so large a photo, which takes no room here."""
    content = await put_large(chat.store.files, str(size).encode(), size)
    await add_job(chat.store, HOME.user_id, content=content)


@pytest.mark.parametrize("settings", [{"storage_per_user": FULL}])
async def test_whoever_has_filled_their_part_of_the_disk_hears_how_to_make_room(chat: Chat) -> None:
    await fill_disk(chat, FULL - 100_000)
    (answer,) = await chat.feed(chat.picture("red"))
    assert "Now send a picture in the style" in answer
    await fill_disk(chat, 100_000)
    downloads = len(chat.telegram.of("getFile"))
    (answer,) = await chat.feed(chat.picture("white"))
    assert answer.startswith("I keep as many pictures of yours as I may.")
    assert "/forget" in answer
    assert len(chat.telegram.of("getFile")) == downloads
    assert await two_photos(chat, user=FRIEND, chat=updates.PRIVATE | {"id": 8}) == ""


@pytest.mark.parametrize("settings", [{"storage_per_user": FULL}])
async def test_no_job_starts_from_kept_pictures_either(chat: Chat) -> None:
    await two_photos(chat)
    await chat.feed(chat.picture("green"))
    again = chat.button("laststyle")
    await fill_disk(chat, FULL)
    jobs = await chat.jobs()
    assert "I keep as many pictures of yours" in str(await chat.tap(again))
    assert await chat.jobs() == jobs


@pytest.mark.parametrize("settings", [{"jobs_per_user": 1}])
async def test_what_has_to_wait_quotes_its_photo(chat: Chat) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    for colors in (("green", "white"), ("teal", "black")):
        pair = [chat.picture(color) for color in colors]
        await chat.feed(*pair)
        assert pair[1].message is not None
        said = chat.telegram.of("sendMessage")[-1].parameters
        assert "Both photos are kept" in said["text"]
        assert str(pair[1].message.message_id) in str(said["reply_parameters"])
