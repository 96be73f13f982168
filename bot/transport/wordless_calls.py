"""Calls to Telegram that say nothing in a chat: answers to taps and queries, files, menus."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from telegram import Bot, BotCommand, BotCommandScopeChat, InlineQueryResult, InlineQueryResultsButton

from bot.transport.chat_calls import ChatCalls
from bot.transport.errors import SlowDown
from bot.transport.files import fetch
from bot.transport.rate_limit import Urgency, Wordless
from bot.transport.signs import Sign, Signs

log = logging.getLogger(__name__)

DOWNLOADS_AT_ONCE = 4  # a photo may take 20 MB
TAP_LIVES = 10.0  # seconds after which nobody looks for the answer to a tap any more


class WordlessCalls:
    """The part of the Messenger that sends no messages. All methods raise the errors of bot.transport.errors."""

    def __init__(self, bot: Bot, chats: ChatCalls, files: Path | None) -> None:
        self._bot = bot
        self._chats = chats
        self._files = files
        self._signs = Signs(bot, chats)
        self._downloads = asyncio.Semaphore(DOWNLOADS_AT_ONCE)

    async def react(self, chat_id: int, message_id: int, sign: Sign) -> bool:
        """React to somebody's message; False where that is not possible, so that words have to do. Raises nothing."""
        return await self._signs.show(chat_id, message_id, sign)

    async def answer_tap(self, tap_id: str, text: str | None = None, *, alert: bool = False) -> None:
        """End the waiting sign on a button, with a word of at most 200 characters. Too late is no error."""
        try:
            async with asyncio.timeout(TAP_LIVES):
                await self._chats.adjust(
                    Wordless.TAP,
                    Urgency.TAP,
                    lambda: self._bot.answer_callback_query(tap_id, text, show_alert=alert),
                )
        except (SlowDown, TimeoutError) as error:
            log.info("a tap was not answered in time: %r", error)

    async def offer(
        self, query_id: str, results: Sequence[InlineQueryResult], button: InlineQueryResultsButton | None
    ) -> None:
        """Answer an inline query, for the person who asked alone. Too late is no error."""
        request = partial(
            self._bot.answer_inline_query, query_id, results, cache_time=0, is_personal=True, button=button
        )
        try:
            async with asyncio.timeout(TAP_LIVES):
                await self._chats.adjust(Wordless.QUERY, Urgency.TAP, request)
        except (SlowDown, TimeoutError) as error:
            log.info("an inline query was not answered in time: %r", error)

    async def download(self, file_id: str) -> bytes:
        """The bytes of a file that somebody sent. Telegram refuses what is larger than files.LARGEST_DOWNLOAD; a Bot
        API server of one's own may offer it.
        """
        request = partial(fetch, self._bot, file_id, self._files)
        async with self._downloads:
            return await self._chats.make(Wordless.FILE, Urgency.ANSWER, request, repeatable=True)

    async def administrators(self, chat_id: int) -> frozenset[int]:
        """The ids of the people who administer a group or channel."""
        members = await self._chats.make(
            Wordless.FILE, Urgency.TAP, lambda: self._bot.get_chat_administrators(chat_id), repeatable=True
        )
        return frozenset(member.user.id for member in members if not member.user.is_bot)

    async def set_commands(
        self, commands: Sequence[BotCommand], language: str | None = None, *, chat_id: int | None = None
    ) -> None:
        """Fill the menu that Telegram's apps show: of those in this language, or of all that have none of their own;
        in one chat, or in all that have none of their own.
        """
        scope = None if chat_id is None else BotCommandScopeChat(chat_id)
        await self._chats.make(
            Wordless.MENU,
            Urgency.PREVIEW,
            lambda: self._bot.set_my_commands(commands, scope=scope, language_code=language),
            repeatable=True,
        )
