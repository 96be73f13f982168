"""Every call to Telegram passes here: paced, retried where that is safe, its errors translated."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.jobs.model import Place
from bot.transport.errors import FileTooBig, MessageGone, Refused, SlowDown, Unchanged, Unreachable, judge
from bot.transport.pace import Gates, Urgency

log = logging.getLogger(__name__)
T = TypeVar("T")
OnSent = Callable[[Place, int], Awaitable[None]]

#: Seconds before each new try of a call that met network trouble.
BACK_OFF = (0.5, 1.0, 2.0, 4.0, 8.0)
LARGEST_DOWNLOAD = 20 * 2**20  #: bytes
DOWNLOADS_AT_ONCE = 4  # a photo may take 20 MB
MOST_TO_DELETE = 100  # messages in one call


class Messenger:
    """Sends, edits and fetches. All methods raise the errors of bot.transport.errors, never the library's.

    Edits and downloads may be repeated without harm, so they are. What is sent is sent again only when it cannot
    have arrived: Telegram knows no idempotency key.
    """

    def __init__(
        self,
        bot: Bot,
        gates: Gates | None = None,
        back_off: Sequence[float] = BACK_OFF,
        *,
        on_sent: OnSent | None = None,
    ) -> None:
        """`on_sent` is told of each new message: to whom it was said, and its id."""
        self._on_sent = on_sent
        self._bot = bot
        self._gates = gates or Gates()
        self._back_off = back_off
        self._downloads = asyncio.Semaphore(DOWNLOADS_AT_ONCE)

    @property
    def bot_name(self) -> str:
        """The bot's name in Telegram, without the @; known once Telegram was reached."""
        return self._bot.username

    async def send_text(
        self,
        place: Place,
        text: str,
        *,
        reply_to: int | None = None,
        buttons: InlineKeyboardMarkup | None = None,
        urgency: Urgency = Urgency.ANSWER,
        html: bool = False,
    ) -> int:
        """Send a message; returns its id. `html`, here and below: the text is marked up with Telegram's tags."""
        message = await self._call(
            place.chat_id,
            urgency,
            lambda: self._bot.send_message(
                place.chat_id,
                text,
                parse_mode=_mode(html),
                message_thread_id=place.topic_id or None,
                reply_parameters=_reply(reply_to),
                reply_markup=buttons,
            ),
        )
        return await self._noted(place, message)

    async def send_photo(
        self,
        place: Place,
        jpeg: bytes,
        caption: str,
        *,
        reply_to: int | None = None,
        buttons: InlineKeyboardMarkup | None = None,
        urgency: Urgency = Urgency.RESULT,
        html: bool = False,
    ) -> int:
        """Send a picture, which Telegram recompresses; returns the message's id."""
        message = await self._call(
            place.chat_id,
            urgency,
            lambda: self._bot.send_photo(
                place.chat_id,
                jpeg,
                caption=caption,
                parse_mode=_mode(html),
                message_thread_id=place.topic_id or None,
                reply_parameters=_reply(reply_to),
                reply_markup=buttons,
            ),
        )
        return await self._noted(place, message)

    async def send_document(
        self, place: Place, data: bytes, filename: str, *, reply_to: int | None = None, caption: str | None = None
    ) -> int:
        """Send a file as it is, byte for byte; returns the message's id."""
        message = await self._call(
            place.chat_id,
            Urgency.RESULT,
            lambda: self._bot.send_document(
                place.chat_id,
                data,
                filename=filename,
                caption=caption,
                message_thread_id=place.topic_id or None,
                reply_parameters=_reply(reply_to),
                disable_content_type_detection=True,
            ),
        )
        return await self._noted(place, message)

    async def send_film(self, place: Place, gif: bytes, filename: str, *, reply_to: int | None = None) -> int:
        """Send a GIF; Telegram plays what it recognises as one. Returns the message's id."""
        message = await self._call(
            place.chat_id,
            Urgency.RESULT,
            lambda: self._bot.send_document(
                place.chat_id,
                gif,
                filename=filename,
                message_thread_id=place.topic_id or None,
                reply_parameters=_reply(reply_to),
            ),
        )
        return await self._noted(place, message)

    async def edit_text(
        self,
        chat_id: int,
        message_id: int,
        text: str,
        buttons: InlineKeyboardMarkup | None,
        urgency: Urgency,
        *,
        html: bool = False,
    ) -> None:
        """Make a text message say this. That it says so already is success, here as in the other edits."""
        await self._adjust(
            chat_id,
            urgency,
            lambda: self._bot.edit_message_text(
                text, chat_id, message_id, parse_mode=_mode(html), reply_markup=buttons
            ),
        )

    async def edit_caption(
        self,
        chat_id: int,
        message_id: int,
        caption: str,
        buttons: InlineKeyboardMarkup | None,
        urgency: Urgency,
        *,
        html: bool = False,
    ) -> None:
        """Change the words under a picture."""
        await self._adjust(
            chat_id,
            urgency,
            lambda: self._bot.edit_message_caption(
                chat_id, message_id, caption=caption, parse_mode=_mode(html), reply_markup=buttons
            ),
        )

    async def edit_photo(
        self,
        chat_id: int,
        message_id: int,
        jpeg: bytes,
        caption: str,
        buttons: InlineKeyboardMarkup | None,
        urgency: Urgency,
        *,
        html: bool = False,
    ) -> None:
        """Make a message show this picture; a text message becomes a photo."""
        await self._adjust(
            chat_id,
            urgency,
            lambda: self._bot.edit_message_media(
                InputMediaPhoto(jpeg, caption=caption, parse_mode=_mode(html)),
                chat_id,
                message_id,
                reply_markup=buttons,
            ),
        )

    async def answer_tap(self, tap_id: str, text: str | None = None, *, alert: bool = False) -> None:
        """End the waiting sign on a button, with a word of at most 200 characters. Too late is no error."""
        await self._adjust(
            None,
            Urgency.TAP,
            lambda: self._bot.answer_callback_query(tap_id, text, show_alert=alert),
        )

    async def download(self, file_id: str) -> bytes:
        """The bytes of a file that somebody sent. Telegram refuses what is larger than LARGEST_DOWNLOAD; a Bot API
        server of one's own may offer it.
        """

        async def fetch() -> bytes:
            file = await self._bot.get_file(file_id)
            if (file.file_size or 0) > LARGEST_DOWNLOAD:
                raise FileTooBig(f"{file.file_size} bytes")
            return bytes(await file.download_as_bytearray())

        async with self._downloads:
            return await self._call(None, Urgency.ANSWER, fetch, repeatable=True)

    async def set_commands(
        self, commands: Sequence[BotCommand], language: str | None = None, *, chat_id: int | None = None
    ) -> None:
        """Fill the menu that Telegram's apps show: of those in this language, or of all that have none of their own;
        in one chat, or in all that have none of their own.
        """
        scope = None if chat_id is None else BotCommandScopeChat(chat_id)
        await self._call(
            None,
            Urgency.PREVIEW,
            lambda: self._bot.set_my_commands(commands, scope=scope, language_code=language),
            repeatable=True,
        )

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Delete these messages, as far as they are there and Telegram lets a bot delete them."""
        for start in range(0, len(message_ids), MOST_TO_DELETE):
            batch = message_ids[start : start + MOST_TO_DELETE]
            try:
                await self._delete(chat_id, batch)
            except (MessageGone, Refused):  # one that is too old keeps all of them
                for message_id in batch:
                    with suppress(MessageGone, Refused):
                        await self._delete(chat_id, [message_id])

    async def _delete(self, chat_id: int, message_ids: Sequence[int]) -> None:
        def request() -> Awaitable[bool]:
            if len(message_ids) == 1:
                return self._bot.delete_message(chat_id, message_ids[0])
            return self._bot.delete_messages(chat_id, message_ids)

        await self._call(chat_id, Urgency.RESULT, request, repeatable=True)

    async def _noted(self, place: Place, message: Message) -> int:
        if self._on_sent is not None:
            await self._on_sent(place, message.message_id)
        return message.message_id

    async def _adjust(self, chat_id: int | None, urgency: Urgency, request: Callable[[], Awaitable[Any]]) -> None:
        with suppress(Unchanged):
            await self._call(chat_id, urgency, request, repeatable=True)

    async def _call(
        self,
        chat_id: int | None,
        urgency: Urgency,
        request: Callable[[], Awaitable[T]],
        *,
        repeatable: bool = False,
    ) -> T:
        pauses = iter(self._back_off)
        while True:
            await self._gates.enter(chat_id, urgency)
            try:
                return await request()
            except TelegramError as error:
                failure = judge(error)
                if isinstance(failure, SlowDown) and urgency is not Urgency.PREVIEW:
                    pause: float | None = 0.0  # the gate does the waiting
                elif isinstance(failure, Unreachable) and (repeatable or not failure.maybe_done):
                    pause = next(pauses, None)
                else:
                    pause = None
                if isinstance(failure, SlowDown):
                    self._gates.of(chat_id).close_for(failure.seconds)
                if pause is None:
                    raise failure from error
                log.info("a call to Telegram has to be repeated: %s", failure)
            await asyncio.sleep(pause)


def _mode(html: bool) -> str | None:
    return ParseMode.HTML if html else None


def _reply(message_id: int | None) -> ReplyParameters | None:
    """Reply to a message, or write without if it was deleted meanwhile."""
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)
