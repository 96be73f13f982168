"""What else people send: stickers, live photos, GIFs and videos with a still, and words that say nothing."""

from __future__ import annotations

import time
from typing import Any

import pytest
from telegram import Update

from bot.transport.notice_throttle import GAP, NoticeThrottle
from tests.bot.conversation.conftest import Chat
from tests.support import updates
from tests.support.pictures import plain_png

STRANGER = {"id": 8, "is_bot": False, "first_name": "Eve"}
STILL = "still-of-gif"


async def test_a_sticker_is_a_style_whether_it_comes_first_or_second(chat: Chat) -> None:
    chat.picture("red")
    (answer,) = await chat.feed(updates.sticker("red", chat.bot))
    assert "I have the style picture" in answer
    await chat.feed(chat.picture("blue"))
    await chat.feed(chat.picture("green"), updates.sticker("red", chat.bot))
    first, second = await chat.jobs()
    assert first.request.styles == second.request.styles


async def test_a_sticker_that_moves_is_refused_unread(chat: Chat) -> None:
    (answer,) = await chat.feed(updates.sticker("red", chat.bot, moves=True))
    assert "This sticker moves" in answer
    assert chat.telegram.of("getFile") == []


async def test_a_live_photo_is_a_photo(chat: Chat) -> None:
    film = {"file_id": "film", "file_unique_id": "f", "width": 96, "height": 80, "duration": 1}
    await chat.feed(chat.picture("red", live_photo=film))
    draft = await chat.draft()
    assert draft is not None
    assert draft.content is not None


def question(chat: Chat, gif: Update) -> dict[str, Any]:
    """The bot's offer as it comes back with a tap: it quotes the GIF."""
    assert gif.message is not None
    (offer,) = [r for r in chat.telegram.of("sendMessage") if "still" in r.parameters["text"]]
    assert str(gif.message.message_id) in str(offer.parameters["reply_parameters"])
    return {"text": "It moves", "date": int(time.time()), "reply_to_message": gif.message.to_dict()}


async def test_the_still_of_a_gif_is_used_once_at_a_tap(chat: Chat) -> None:
    chat.telegram.files[STILL] = plain_png("red")
    gif = updates.message(chat.bot, **updates.animation("gif", edge=256))
    (answer,) = await chat.feed(gif)
    assert "I can use a still" in answer
    button, offer = chat.button("frame"), question(chat, gif)
    assert "Only the person" in str(await chat.tap(button, user=STRANGER, **offer))
    for _ in range(2):
        assert await chat.tap(button, **offer) == "I took the still."
    draft = await chat.draft()
    assert draft is not None
    assert draft.styles == ()
    await chat.feed(chat.picture("blue"))
    assert await chat.tap(button, **offer) == "I took the still."
    assert await chat.draft() is None
    assert len(await chat.jobs()) == 1


@pytest.mark.parametrize("kind", ["video", "video_note"])
async def test_videos_have_a_still_too(chat: Chat, kind: str) -> None:
    film = updates.animation("gif", edge=300)["animation"] | {"length": 300}
    (answer,) = await chat.feed(updates.message(chat.bot, **{kind: film}))
    assert "I can use a still" in answer


async def test_a_small_still_is_not_offered(chat: Chat) -> None:
    (answer,) = await chat.feed(updates.message(chat.bot, **updates.animation("gif", edge=255)))
    assert "A GIF moves" in answer


async def test_a_still_that_is_gone_is_regretted(chat: Chat) -> None:
    assert "cannot get at that still" in str(await chat.tap("v1:frame:7"))
    assert await chat.unhandled() == 0


async def test_a_reply_takes_the_still_as_well(chat: Chat) -> None:
    chat.telegram.files[STILL] = plain_png("red")
    gif = updates.message(**updates.animation("gif", edge=300)).message
    assert gif is not None
    assert "I have the style picture" in await chat.send("/style", reply_to_message=gif.to_dict())


async def test_what_says_nothing_is_hinted_at_once_in_a_while_for_each_kind(chat: Chat) -> None:
    voice = {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}}
    said = [
        await chat.feed(update)
        for update in (
            updates.text("hello", chat.bot),
            updates.text("hello?", chat.bot),
            updates.message(chat.bot, **voice),
            updates.text("hello??", chat.bot, chat=updates.PRIVATE | {"id": 77}),
        )
    ]
    assert [len(answers) for answers in said] == [1, 0, 1, 1]
    assert await chat.unhandled() == 0


async def test_an_unknown_command_is_always_answered(chat: Chat) -> None:
    for _ in range(2):
        assert "do not know this command" in await chat.send("/dance")


def test_a_hint_is_due_again_after_the_gap() -> None:
    now = 0.0
    hints = NoticeThrottle(clock=lambda: now)
    assert [hints.is_due(1, "text"), hints.is_due(1, "text")] == [True, False]
    now = GAP
    assert hints.is_due(1, "text")
