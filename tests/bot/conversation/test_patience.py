"""A word in between, where a picture takes long."""

from __future__ import annotations

import asyncio

import pytest

from bot.conversation import patience
from engine import images
from tests.bot.conversation.conftest import Chat, InProcessDecoder
from tests.support.fake_telegram import Refusal

MOMENT = "One moment, please: many pictures are coming in just now."
GONE = Refusal(400, "Bad Request: message to edit not found")


@pytest.fixture
def slow(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """A decoder that answers only after the bot has asked for patience."""
    normalise = InProcessDecoder.normalise

    async def waiting(decoder: InProcessDecoder, data: bytes) -> images.NormalisedPicture:
        async with asyncio.timeout(5):
            while MOMENT not in chat.telegram.said:  # noqa: ASYNC110  # the fake tells nobody
                await asyncio.sleep(0.01)
        return await normalise(decoder, data)

    monkeypatch.setattr(InProcessDecoder, "normalise", waiting)
    monkeypatch.setattr(patience, "PATIENCE", 0.01)
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


async def test_who_is_answered_at_once_hears_nothing_in_between(chat: Chat) -> None:
    (answer,) = await chat.feed(chat.picture("red"))
    assert answer.startswith("I have the photo.")
