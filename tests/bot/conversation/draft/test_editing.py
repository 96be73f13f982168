"""Captions and messages that were edited, and pairs of photos that wait beside each other."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from telegram import Update

from bot.jobs.model import Preferences
from tests.bot.conversation.conftest import Chat
from tests.bot.conversation.draft.test_albums import next_answer, settling, the_job
from tests.support import updates

NUMBERS = itertools.count(1_000_000)  #: of updates


def edited(chat: Chat, update: Update, **changes: Any) -> Update:
    """The message of this update, as its author has edited it."""
    data = update.to_dict()
    message = data.pop("message") | {"edit_date": 1_700_000_100} | changes
    found = Update.de_json({"update_id": next(NUMBERS), "edited_message": message}, chat.bot)
    assert found is not None
    return found


async def test_a_caption_that_was_put_right_starts_the_painting(chat: Chat) -> None:
    photo = chat.picture("blue", caption="size=1 iterations=40 strength=20")
    await chat.feed(chat.picture("red"), photo)
    assert await chat.jobs() == []
    assert await chat.feed(edited(chat, photo, caption="size=256 iterations=50")) == []  # the card speaks
    (job,) = await chat.jobs()
    assert (job.request.settings.size, job.request.settings.iterations, job.request.settings.strength) == (
        256,
        50,
        None,
    )
    assert await chat.draft() is None


async def test_a_caption_that_is_still_wrong_is_told_anew(chat: Chat) -> None:
    photo = chat.picture("blue", caption="size=1")
    await chat.feed(chat.picture("red"), photo)
    (answer,) = await chat.feed(edited(chat, photo, caption="size=2"))
    assert "not “2”" in answer
    assert await chat.jobs() == []


async def test_a_caption_that_comes_late_counts_for_the_photo_that_waits(chat: Chat) -> None:
    photo = chat.picture("red", caption="iterations=40")
    await chat.feed(photo)
    (answer,) = await chat.feed(edited(chat, photo, caption="size=256"))
    assert answer.startswith("Noted for the next picture: size=256")
    draft = await chat.draft()
    assert draft is not None
    assert draft.overrides == Preferences(size=256)  # the iterations are no longer asked for


async def test_what_other_messages_asked_for_stays_when_one_is_edited(chat: Chat) -> None:
    photo = chat.picture("red", caption="size=256")
    await chat.feed(photo)
    await chat.send("strength=20")
    await chat.feed(edited(chat, photo, caption="iterations=40"))
    draft = await chat.draft()
    assert draft is not None
    assert draft.overrides == Preferences(strength=20, iterations=40)


async def test_the_caption_of_an_album_is_heard_while_it_arrives_and_when_it_waits(chat: Chat) -> None:
    first, second = (
        chat.picture("red", media_group_id="g", caption="size=1"),
        chat.picture("blue", media_group_id="g"),
    )
    await chat.feed(first, second, edited(chat, first, caption="size=2"))
    async with settling(chat.albums):
        assert "not “2”" in await next_answer(chat, 0)
        await chat.feed(edited(chat, first, caption="size=256"))
        assert (await the_job(chat)).request.settings.size == 256


async def test_a_message_that_was_put_right_is_heard(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    words = updates.text("sizze=300", chat.bot)
    (answer,) = await chat.feed(words)
    assert "Did you mean size=300?" in answer
    (answer,) = await chat.feed(edited(chat, words, text="size=300"))
    assert answer.startswith("Noted for the next picture: size=300")


async def test_a_caption_that_is_edited_too_late_is_told_so(chat: Chat) -> None:
    photo = chat.picture("red")
    await chat.feed(photo, chat.picture("blue"))
    (answer,) = await chat.feed(edited(chat, photo, caption="size=256"))
    assert answer.startswith("This picture is in work already")
    assert await chat.feed(edited(chat, photo, caption="a lovely day")) == []
    (job,) = await chat.jobs()
    assert job.request.settings.size == 512


@pytest.mark.parametrize("caption", ["size=256", "/size 256", "hello"])
async def test_an_edited_message_of_nobodys_draft_changes_nothing(chat: Chat, caption: str) -> None:
    assert await chat.feed(edited(chat, chat.picture("red"), caption=caption)) == []
    assert await chat.draft() is None
    assert await chat.unhandled() == 0


async def two_pairs(chat: Chat) -> tuple[str, str]:
    """Two pairs of photos that wait because of their captions; returns what starts the first and the second."""
    starts = []
    for content, style, size in (("red", "blue", 1), ("green", "black", 2)):
        await chat.feed(chat.picture(content), chat.picture(style, caption=f"iterations={10 * size} size={size}"))
        starts.append(chat.button("start"))
    return starts[0], starts[1]


async def test_each_pair_waits_and_starts_by_its_own_button(chat: Chat) -> None:
    first, second = await two_pairs(chat)
    assert await chat.tap(first) == "Started."
    (job,) = await chat.jobs()
    assert job.request.settings.iterations == 10
    assert await chat.tap(first) == "This picture is no longer waiting."
    assert await chat.tap(second) == "Started."
    assert [each.request.settings.iterations for each in await chat.jobs()] == [10, 20]
    assert len({each.request.content for each in await chat.jobs()}) == 2


async def test_the_same_photos_with_two_captions_start_with_their_own_settings(chat: Chat) -> None:
    starts = []
    for iterations in (10, 20):
        caption = f"iterations={iterations} size=1"
        await chat.feed(chat.picture("red"), chat.picture("blue", caption=caption))
        starts.append(chat.button("start"))
    await chat.tap(starts[0])
    (job,) = await chat.jobs()
    assert job.request.settings.iterations == 10


async def test_a_photo_after_a_pair_begins_a_draft_of_its_own(chat: Chat) -> None:
    first, _ = await two_pairs(chat)
    await chat.feed(chat.picture("white"))
    dropped = chat.button("drop")
    assert await chat.tap(dropped) == "Forgotten."
    assert await chat.tap(first) == "Started."


async def test_a_question_that_was_answered_loses_its_buttons_and_the_latest_has_them(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    await chat.send("size=256")
    (edit,) = chat.telegram.of("editMessageReplyMarkup")
    first, second = chat.telegram.of("sendMessage")
    assert "reply_markup" in first.parameters
    assert "reply_markup" in second.parameters
    assert (int(edit.parameters["message_id"]), edit.parameters.get("reply_markup")) == (1001, None)
    await chat.feed(chat.picture("blue"))  # with which it begins: the card speaks
    assert len(await chat.jobs()) == 1
    assert int(chat.telegram.of("editMessageReplyMarkup")[-1].parameters["message_id"]) == 1002


async def test_a_pair_that_waits_keeps_its_buttons_when_another_begins(chat: Chat) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue", caption="size=1"))
    edits = len(chat.telegram.of("editMessageReplyMarkup"))  # that of the first photo
    await chat.feed(chat.picture("green"))
    assert len(chat.telegram.of("editMessageReplyMarkup")) == edits == 1
