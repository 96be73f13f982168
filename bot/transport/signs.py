"""Reactions of the bot to what people sent: they say what a message would be too long for."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from telegram import Bot

from bot.transport.chat_calls import ChatCalls
from bot.transport.errors import CallFailed, CallRefused
from bot.transport.rate_limit import Urgency, Wordless

log = logging.getLogger(__name__)

REACTION_TIMEOUT: Final = 3.0  #: seconds that a reaction may take, until words are quicker
REFUSED_FOR: Final = 3600.0  #: seconds in which a group that allows no reactions is not asked again


class Sign(StrEnum):
    """The reactions, which are among those that every chat has unless its administrators chose otherwise."""

    TAKEN = "👀"  #: this is being looked at, or painted with
    NOTED = "👌"  #: done as asked
    PAINTED = "🎉"
    FAILED = "👎"


class Signs:
    """Sets reactions, and remembers which groups refuse them."""

    def __init__(self, bot: Bot, chats: ChatCalls, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._chats = chats
        self._clock = clock
        self._refused: dict[int, float] = {}

    async def show(self, chat_id: int, message_id: int, sign: Sign) -> bool:
        """React to a message, in the place of an earlier reaction; False where words have to do instead. A reaction
        that came all the same, but too late to be heard of, does no harm.
        """
        now = self._clock()
        self._refused = {chat: at for chat, at in self._refused.items() if now - at < REFUSED_FOR}
        if chat_id in self._refused:
            return False
        try:
            async with asyncio.timeout(REACTION_TIMEOUT):
                await self._chats.make(
                    Wordless.SIGN,
                    Urgency.PREVIEW,
                    lambda: self._bot.set_message_reaction(chat_id, message_id, sign.value),
                    repeatable=True,
                )
        except CallRefused as error:
            log.info("reactions are not allowed in a chat: %s", error)
            self._refused[chat_id] = now
            return False
        except (CallFailed, TimeoutError) as error:
            log.info("a reaction was not possible: %r", error)
            return False
        return True
