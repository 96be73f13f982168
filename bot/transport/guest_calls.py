"""What the bot says in chats of which it is no member: one message to each question there, and its edits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaPhoto,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot.transport.calls import BACK_OFF, Calls
from bot.transport.errors import CallFailed, Unchanged
from bot.transport.painting import Ways
from bot.transport.rate_limit import Gates, Urgency, Wordless


@dataclass(frozen=True)
class StoredPhoto:
    """A picture that Telegram has, and the message that brought it there."""

    chat_id: int
    message_id: int
    file_id: str


class GuestCalls:
    """Answers, edits, and brings pictures to Telegram. All methods raise the errors of bot.transport.errors.

    An edit of such a message takes no upload, but a picture that Telegram has: `store` sends it into another chat.
    """

    def __init__(self, bot: Bot, gates: Gates | None = None, back_off: Sequence[float] = BACK_OFF) -> None:
        self._bot = bot
        self._calls = Calls(gates or Gates(), back_off)

    @property
    def ways(self) -> Ways:
        """How others get such a painting: by a link to the bot."""
        return Ways(self._bot.username, inline=False)

    def way_to_private(self, words: str) -> InlineKeyboardMarkup:
        """A button that leads into the private chat with the bot."""
        return InlineKeyboardMarkup([[InlineKeyboardButton(words, url=f"https://t.me/{self._bot.username}")]])

    async def answer(self, query_id: str, words: str, buttons: InlineKeyboardMarkup | None = None) -> str | None:
        """Say this where somebody asked; returns the id of the message, None where it is too late for an answer. Of a
        call that may have arrived nobody knows the message: it is not repeated.
        """
        content = InputTextMessageContent(words, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW)
        result = InlineQueryResultArticle("1", self._bot.first_name, content, reply_markup=buttons)
        try:
            sent = await self._calls.make(
                Wordless.GUEST,
                Urgency.ANSWER,
                lambda: self._bot.answer_guest_query(query_id, result),
                repeatable=False,
            )
        except Unchanged:
            return None
        return sent.inline_message_id

    async def edit_text(self, inline_id: str, words: str, buttons: InlineKeyboardMarkup | None) -> None:
        """Make the message say this, with Telegram's tags."""
        await self._adjust(
            lambda: self._bot.edit_message_text(
                words,
                inline_message_id=inline_id,
                parse_mode=ParseMode.HTML,
                reply_markup=buttons,
                link_preview_options=_NO_PREVIEW,
            )
        )

    async def show_photo(
        self, inline_id: str, file_id: str, caption: str, buttons: InlineKeyboardMarkup | None
    ) -> None:
        """Make the message show this picture, with these words below, which have Telegram's tags."""
        media = InputMediaPhoto(file_id, caption=caption, parse_mode=ParseMode.HTML)
        await self._adjust(
            lambda: self._bot.edit_message_media(media, inline_message_id=inline_id, reply_markup=buttons)
        )

    async def store(self, chat_id: int, jpeg: bytes) -> StoredPhoto:
        """Send a picture into this chat, so that Telegram has it. It is repeated even where it may have arrived:
        nobody reads that chat.
        """
        message = await self._calls.make(
            chat_id,
            Urgency.RESULT,
            lambda: self._bot.send_photo(chat_id, jpeg, disable_notification=True),
            repeatable=True,
        )
        return StoredPhoto(chat_id, message.message_id, message.photo[-1].file_id)

    async def clear(self, stored: StoredPhoto) -> None:
        """Delete the message that brought a picture; the picture stays where it is shown. Raises nothing."""
        with suppress(CallFailed):
            await self._calls.make(
                stored.chat_id,
                Urgency.RESULT,
                lambda: self._bot.delete_message(stored.chat_id, stored.message_id),
                repeatable=True,
            )

    async def _adjust(self, request: Callable[[], Awaitable[Any]]) -> None:
        with suppress(Unchanged):
            await self._calls.make(Wordless.GUEST, Urgency.RESULT, request, repeatable=True)


_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
