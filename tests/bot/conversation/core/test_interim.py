"""Where a picture takes long, a reaction in the meantime; a message where the chat allows no reactions."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.conversation.core import interim
from bot.intake.decoder import NormalizedPicture
from tests.bot.conversation.conftest import Chat, InProcessDecoder
from tests.support.eventually import LONG
from tests.support.fake_telegram import Refusal

MOMENT = "One moment, please: many pictures are coming in just now."
FORBIDDEN = Refusal(400, "Bad Request: REACTION_INVALID")
GONE = Refusal(400, "Bad Request: message to edit not found")


@pytest.fixture
def slow(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """A decoder that answers only after the bot has asked for patience, in a chat that allows no reactions."""
    chat.telegram.answer_next("setMessageReaction", FORBIDDEN)
    normalize = InProcessDecoder.normalize

    async def waiting(decoder: InProcessDecoder, data: bytes, **how: Any) -> NormalizedPicture:
        async with asyncio.timeout(LONG):
            while MOMENT not in chat.telegram.said:  # noqa: ASYNC110  # the fake tells nobody
                await asyncio.sleep(0.01)
        return await normalize(decoder, data, **how)

    monkeypatch.setattr(InProcessDecoder, "normalize", waiting)
    monkeypatch.setattr(interim, "INTERIM_AFTER", 0.01)
    return chat


async def test_the_answer_takes_the_place_of_the_first_word(slow: Chat) -> None:
    assert await slow.feed(slow.picture("red")) == [MOMENT]
    (edit,) = slow.telegram.of("editMessageText")
    assert edit.parameters["text"].startswith("I have the photo.")
    assert "reply_markup" in edit.parameters
    assert slow.telegram.of("deleteMessage") == []


async def test_where_a_card_is_the_answer_the_first_word_is_taken_back(slow: Chat) -> None:
    await slow.feed(slow.picture("red"))
    slow.telegram.requests.clear()
    await slow.feed(slow.picture("blue"))
    assert len(await slow.jobs()) == 1
    assert len(slow.telegram.of("deleteMessage")) == 1


async def test_a_first_word_that_was_deleted_is_no_trouble(slow: Chat) -> None:
    slow.telegram.answer_next("editMessageText", GONE)
    said = await slow.feed(slow.picture("red"))
    assert said[0] == MOMENT
    assert said[1].startswith("I have the photo.")


async def test_a_reaction_does_where_it_is_allowed(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    normalize = InProcessDecoder.normalize

    async def waiting(decoder: InProcessDecoder, data: bytes, **how: Any) -> NormalizedPicture:
        async with asyncio.timeout(LONG):
            while not chat.telegram.of("setMessageReaction"):  # noqa: ASYNC110  # the fake tells nobody
                await asyncio.sleep(0.01)
        return await normalize(decoder, data, **how)

    monkeypatch.setattr(InProcessDecoder, "normalize", waiting)
    monkeypatch.setattr(interim, "INTERIM_AFTER", 0.01)
    photo = chat.picture("red")
    (answer,) = await chat.feed(photo)
    assert answer.startswith("I have the photo.")
    (sign,) = chat.telegram.of("setMessageReaction")
    assert photo.message is not None
    assert sign.parameters["message_id"] == photo.message.message_id
    assert json.loads(json.dumps(sign.parameters["reaction"])) == [{"type": "emoji", "emoji": "👀"}]


async def test_who_is_answered_at_once_hears_nothing_in_between(chat: Chat) -> None:
    (answer,) = await chat.feed(chat.picture("red"))
    assert answer.startswith("I have the photo.")
