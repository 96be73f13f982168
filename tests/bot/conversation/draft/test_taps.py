"""The buttons of a draft, and those that swap photo and style: each tap counts once, and its owner's alone."""

from __future__ import annotations

import time

import pytest

from bot.jobs.model import Job, JobState
from bot.store import Draft
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.jobs import add_job, job_now

STRANGER = {"id": 8, "is_bot": False, "first_name": "Eve"}
OVER = "This picture is no longer waiting."


async def draft_of(chat: Chat) -> Draft:
    draft = await chat.draft()
    assert draft is not None
    return draft


async def job_of(chat: Chat, content: str = "red", style: str = "blue") -> Job:
    await chat.feed(chat.picture(content), chat.picture(style))
    return (await chat.jobs())[-1]


async def test_the_first_photo_may_turn_out_to_be_the_style(chat: Chat) -> None:
    first = chat.picture("red")
    await chat.feed(first)
    before = await draft_of(chat)
    button = chat.button("asstyle")
    for _ in range(2):
        await chat.tap(button)
        draft = await draft_of(chat)
        assert draft.content is None
        assert draft.styles == (before.content,)
    assert chat.telegram.of("editMessageText")[-1].parameters["text"].startswith("I have the style picture.")
    await chat.tap(chat.button("ascontent"))
    assert (await draft_of(chat)).content == before.content
    await chat.tap(chat.button("asstyle"))
    await chat.feed(chat.picture("blue"))
    (job,) = await chat.jobs()
    assert job.request.styles == (before.content,)


async def test_two_photos_that_wait_can_be_swapped_before_they_start(chat: Chat) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue", caption="size=1"))
    before = await draft_of(chat)
    swap = chat.button("asstyle")
    for _ in range(2):
        await chat.tap(swap)
        draft = await draft_of(chat)
        assert (draft.content, draft.styles) == (before.styles[0], (before.content,))
    assert await chat.jobs() == []
    await chat.tap(chat.button("start"))
    (job,) = await chat.jobs()
    assert job.request.content == before.styles[0]


async def test_a_draft_is_forgotten_at_a_tap(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    drop = chat.button("drop")
    assert await chat.tap(drop) == "Forgotten."
    assert await chat.draft() is None
    assert chat.buttons() == []
    assert await chat.tap(drop) == OVER
    await chat.feed(chat.picture("blue"))
    assert await chat.tap(drop) == OVER
    assert await chat.draft() is not None


@pytest.mark.parametrize("verb", ["asstyle", "drop", "laststyle", "lastphoto", "styles"])
async def test_another_persons_tap_gets_a_sentence_and_changes_nothing(chat: Chat, verb: str) -> None:
    await job_of(chat)
    await chat.feed(chat.picture("green"))
    before = await chat.draft()
    requests = len(chat.telegram.requests)
    assert "Only the person" in str(await chat.tap(chat.button(verb), user=STRANGER))
    assert chat.tapped()["show_alert"] is True
    assert await chat.draft() == before
    assert len(chat.telegram.requests) == requests + 1
    assert await chat.unhandled() == 0


async def test_a_third_photo_can_have_the_style_of_the_job_before(chat: Chat) -> None:
    job = await job_of(chat)
    await chat.feed(chat.picture("green"))
    button = chat.button("laststyle")
    assert await chat.tap(button) == "Started."
    assert await chat.tap(button) == OVER
    _, again = await chat.jobs()
    assert again.request.styles == job.request.styles
    assert again.request.content not in (job.request.content, *job.request.styles)


async def test_a_third_photo_can_be_a_new_style_for_the_photo_before(chat: Chat) -> None:
    job = await job_of(chat)
    await chat.feed(chat.picture("green"))
    button = chat.button("lastphoto")
    assert await chat.tap(button) == "Started."
    assert await chat.tap(button) == OVER
    _, again = await chat.jobs()
    assert again.request.content == job.request.content
    assert again.origin.reply_to_message_id == job.origin.reply_to_message_id
    assert again.request.styles != job.request.styles


async def test_pictures_of_the_job_before_that_are_gone_are_regretted(chat: Chat) -> None:
    job = await job_of(chat)
    await chat.feed(chat.picture("green"))
    chat.store.files.path(job.request.styles[0]).unlink()
    assert "no longer kept" in str(await chat.tap(chat.button("laststyle")))
    assert await chat.draft() is not None


async def test_a_first_photo_has_nothing_before_it_to_offer(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    assert [data.split(":")[1] for data in chat.buttons()] == ["styles", "asstyle", "sketch", "drop"]


async def test_a_waiting_job_swaps_its_photos_once_however_often_it_is_tapped(chat: Chat) -> None:
    job = await job_of(chat)
    for _ in range(2):
        assert await chat.tap(f"v1:swap:{job.id}.{job.request.content[:8]}") == "Photo and style have changed places."
        (swapped,) = await chat.jobs()
        assert swapped.id == job.id
        assert (swapped.request.content, swapped.request.styles) == (job.request.styles[0], (job.request.content,))
    assert swapped.card.revision > job.card.revision


async def test_a_job_that_has_just_started_begins_anew_with_its_photos_swapped(chat: Chat) -> None:
    job = await job_of(chat)
    await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    for _ in range(2):
        assert await chat.tap(f"v1:swap:{job.id}.{job.request.content[:8]}") == "Photo and style have changed places."
        (swapped,) = await chat.jobs()
        assert (swapped.id, swapped.state) == (job.id, JobState.QUEUED)
        assert (swapped.request.content, swapped.request.styles) == (job.request.styles[0], (job.request.content,))
    assert not await chat.store.write(lambda tx: tx.jobs.mark_canceled(job.id, 1, 1.0))  # the former attempt is over


async def test_what_stops_is_not_swapped(chat: Chat) -> None:
    job = await job_of(chat)
    await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    await chat.tap(f"v1:cancel:{job.id}")
    assert "finished already" in str(await chat.tap(f"v1:swap:{job.id}.{job.request.content[:8]}"))
    assert (await job_now(chat.store, job.id)).state is JobState.RUNNING


async def test_a_blend_is_not_swapped_and_loses_nothing_by_the_tap(chat: Chat) -> None:
    job = await add_job(chat.store, 7, styles=(await chat.store.files.put(b"1"), await chat.store.files.put(b"2")))
    await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert "finished already" in str(await chat.tap(f"v1:swap:{job.id}.{job.request.content[:8]}"))
    assert (await job_now(chat.store, job.id)).state is JobState.RUNNING


async def test_only_the_owner_swaps_and_only_before_the_end(chat: Chat) -> None:
    job = await job_of(chat)
    button = f"v1:swap:{job.id}.{job.request.content[:8]}"
    assert "Only the person" in str(await chat.tap(button, user=STRANGER))
    await chat.send("/cancel")
    assert "finished already" in str(await chat.tap(button))
    after = await job_now(chat.store, job.id)
    assert (after.request.content, after.request.styles) == (job.request.content, job.request.styles)


async def test_the_same_picture_twice_is_remarked_and_painted(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    assert await chat.feed(chat.picture("red")) == ["Both pictures are the same. I paint it all the same."]
    (job,) = await chat.jobs()
    assert job.request.styles == (job.request.content,)


async def test_a_photo_while_a_job_runs_begins_a_new_draft(chat: Chat) -> None:
    job = await job_of(chat)
    await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    await chat.feed(chat.picture("green"))
    draft = await draft_of(chat)
    assert draft.content not in (job.request.content, *job.request.styles)
    assert draft.styles == ()
    assert len(await chat.jobs(HOME)) == 1


@pytest.mark.parametrize("data", ["v1:pick:7.abc", "v1:styles:7.abc.x", "v1:asstyle:7.a.b", "v1:laststyle:7.a.b.c"])
async def test_a_button_that_makes_no_sense_is_answered(chat: Chat, data: str) -> None:
    assert "another version" in str(await chat.tap(data))
    assert await chat.unhandled() == 0


async def test_in_a_group_each_person_has_a_draft_of_their_own(chat: Chat) -> None:
    group = {"chat": updates.GROUP, "caption": "@stylegram_test_bot"}
    said = await chat.feed(chat.picture("red", **group), chat.picture("blue", user=STRANGER, **group))
    assert all("reply to this message" in answer for answer in said)
    assert await chat.store.read(lambda tx: tx.jobs.waiting()) == []
    await chat.feed(chat.picture("green", **group))
    (job,) = await chat.store.read(lambda tx: tx.jobs.waiting())
    assert job.place.user_id == 7
