"""What the bot says and does in Telegram: every call passes here (see bot.transport.calls)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
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

from bot.jobs.model import Place
from bot.transport.calls import BACK_OFF, Calls
from bot.transport.errors import ChatClosed, ChatMoved, FileTooBig, MessageGone, Refused, SlowDown, Unchanged
from bot.transport.pace import Gates, Urgency, Where, Wordless

log = logging.getLogger(__name__)
OnSent = Callable[[Place, int], Awaitable[None]]
OnMoved = Callable[[int, int], Awaitable[None]]
OnClosed = Callable[[int], Awaitable[None]]
T = TypeVar("T")
_Send = Callable[..., Awaitable[Message | tuple[Message, ...]]]

LARGEST_DOWNLOAD = 20 * 2**20  #: bytes
DOWNLOADS_AT_ONCE = 4  # a photo may take 20 MB
MOST_TO_DELETE = 100  # messages in one call
TAP_LIVES = 10.0  # seconds after which nobody looks for the answer to a tap any more


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
        on_moved: OnMoved | None = None,
        on_closed: OnClosed | None = None,
    ) -> None:
        """`on_sent` is told of each new message: to whom it was said, and its id. `on_moved` is told of each group that
        became a supergroup: its old number and its new one. `on_closed` is told of each chat that turns
        out to be closed.
        """
        self._on_sent = on_sent
        self._on_moved = on_moved
        self._on_closed = on_closed
        self._bot = bot
        self._calls = Calls(gates or Gates(), back_off)
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
        send = partial(self._bot.send_message, text=text, parse_mode=_mode(html), reply_markup=buttons)
        return await self._say(place, reply_to, urgency, send)

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
        send = partial(self._bot.send_photo, photo=jpeg, caption=caption, parse_mode=_mode(html), reply_markup=buttons)
        return await self._say(place, reply_to, urgency, send)

    async def send_album(self, place: Place, jpegs: Sequence[bytes], *, reply_to: int | None = None) -> list[int]:
        """Send pictures as one album (a single one by itself), without a sound; returns the messages' ids."""
        if len(jpegs) == 1:
            send: _Send = partial(self._bot.send_photo, photo=jpegs[0], disable_notification=True)
        else:
            media = [InputMediaPhoto(jpeg) for jpeg in jpegs]
            send = partial(self._bot.send_media_group, media=media, disable_notification=True)
        return await self._say_all(place, reply_to, Urgency.RESULT, send)

    async def send_document(
        self, place: Place, data: bytes, filename: str, *, reply_to: int | None = None, caption: str | None = None
    ) -> int:
        """Send a file as it is, byte for byte; returns the message's id."""
        send = partial(
            self._bot.send_document,
            document=data,
            filename=filename,
            caption=caption,
            disable_content_type_detection=True,
        )
        return await self._say(place, reply_to, Urgency.RESULT, send)

    async def send_film(self, place: Place, gif: bytes, filename: str, *, reply_to: int | None = None) -> int:
        """Send a GIF; Telegram plays what it recognises as one. Returns the message's id."""
        send = partial(self._bot.send_document, document=gif, filename=filename)
        return await self._say(place, reply_to, Urgency.RESULT, send)

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
        try:
            async with asyncio.timeout(TAP_LIVES):
                await self._adjust(
                    Wordless.TAP,
                    Urgency.TAP,
                    lambda: self._bot.answer_callback_query(tap_id, text, show_alert=alert),
                )
        except (SlowDown, TimeoutError) as error:
            log.info("a tap was not answered in time: %r", error)

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
            return await self._calls.make(Wordless.FILE, Urgency.ANSWER, fetch, repeatable=True)

    async def set_commands(
        self, commands: Sequence[BotCommand], language: str | None = None, *, chat_id: int | None = None
    ) -> None:
        """Fill the menu that Telegram's apps show: of those in this language, or of all that have none of their own;
        in one chat, or in all that have none of their own.
        """
        scope = None if chat_id is None else BotCommandScopeChat(chat_id)
        await self._calls.make(
            Wordless.MENU,
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

        await self._change(chat_id, Urgency.RESULT, request)

    async def _say(self, place: Place, reply_to: int | None, urgency: Urgency, send: _Send) -> int:
        (message_id,) = await self._say_all(place, reply_to, urgency, send)
        return message_id

    async def _say_all(self, place: Place, reply_to: int | None, urgency: Urgency, send: _Send) -> list[int]:
        """Send new messages, and follow a group that has moved; returns their ids."""
        reply = None if reply_to is None else ReplyParameters(reply_to, allow_sending_without_reply=True)
        topic = place.topic_id or None

        async def make(chat_id: int, reply: ReplyParameters | None) -> Message | tuple[Message, ...]:
            request = partial(send, chat_id=chat_id, message_thread_id=topic, reply_parameters=reply)
            return await self._make(chat_id, urgency, request, repeatable=False)

        try:
            sent = await make(place.chat_id, reply)
        except ChatMoved as error:
            await self._note_move(place.chat_id, error)
            place = replace(place, chat_id=error.new_chat_id)
            sent = await make(place.chat_id, None)
        message_ids = [message.message_id for message in (sent if isinstance(sent, tuple) else (sent,))]
        if self._on_sent is not None:
            for message_id in message_ids:
                await self._on_sent(place, message_id)
        return message_ids

    async def _adjust(self, where: Where, urgency: Urgency, request: Callable[[], Awaitable[Any]]) -> None:
        with suppress(Unchanged):
            await self._change(where, urgency, request)

    async def _change(self, where: Where, urgency: Urgency, request: Callable[[], Awaitable[Any]]) -> None:
        """Do something to a message that is there; where its group has moved, it is not there any more."""
        try:
            await self._make(where, urgency, request, repeatable=True)
        except ChatMoved as error:
            assert isinstance(where, int)
            await self._note_move(where, error)
            raise MessageGone(str(error)) from error

    async def _make(
        self, where: Where, urgency: Urgency, request: Callable[[], Awaitable[T]], *, repeatable: bool
    ) -> T:
        try:
            return await self._calls.make(where, urgency, request, repeatable=repeatable)
        except ChatClosed:
            if self._on_closed is not None and isinstance(where, int):
                await self._on_closed(where)
            raise

    async def _note_move(self, chat_id: int, moved: ChatMoved) -> None:
        log.info("a group has become a supergroup")
        if self._on_moved is not None:
            await self._on_moved(chat_id, moved.new_chat_id)


def _mode(html: bool) -> str | None:
    return ParseMode.HTML if html else None
