"""What people hear whose messages were dropped, because more came than could be read."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from bot.transport.backlog import Overload
from tests.bot.conversation.conftest import Chat
from tests.support import updates

SAID = "more than I can keep up with"


async def dropped(chat: Chat, update: Update) -> list[str]:
    before = len(chat.telegram.said)
    await chat.process(Overload(update))
    return chat.telegram.said[before:]


async def test_it_is_one_sentence(chat: Chat) -> None:
    (answer,) = await dropped(chat, updates.text("hello", chat.bot))
    assert SAID in answer


async def test_it_is_said_in_the_language_of_whoever_wrote(chat: Chat) -> None:
    (answer,) = await dropped(chat, updates.text("hallo", chat.bot, user=updates.USER | {"language_code": "de"}))
    assert "ausgelassen" in answer


async def test_in_a_group_it_is_said_to_those_alone_who_speak_to_the_bot(chat: Chat) -> None:
    assert await dropped(chat, updates.text("hello", chat.bot, chat=updates.GROUP)) == []
    named = updates.text("hello @stylegram_test_bot", chat.bot, chat=updates.GROUP)
    assert len(await dropped(chat, named)) == 1


@pytest.mark.parametrize("settings", [{"allowed_users": "1"}])
async def test_strangers_do_not_hear_it(chat: Chat, settings: dict[str, Any]) -> None:
    assert not any(SAID in answer for answer in await dropped(chat, updates.text("hello", chat.bot)))
