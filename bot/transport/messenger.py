"""What the bot says and does in Telegram: every call passes here (see bot.transport.calls)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaLivePhoto,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ParseMode

from bot.jobs.model import Place
from bot.transport.calls import BACK_OFF, Calls
from bot.transport.chat_calls import NOBODY, ChatCalls, Listeners, Send
from bot.transport.errors import CallRefused, MessageGone
from bot.transport.keyboards import Keyboard, Keyboards
from bot.transport.painting import Ways
from bot.transport.rate_limit import Gates, Urgency
from bot.transport.wordless_calls import WordlessCalls

log = logging.getLogger(__name__)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # whatever link comes into a text, its picture is not the bot's

MOST_TO_DELETE = 100  # messages in one call


class Messenger(WordlessCalls):
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
        listeners: Listeners = NOBODY,
        files: Path | None = None,
    ) -> None:
        """`files`: the folder in which a Bot API server on this machine keeps what people sent."""
        super().__init__(bot, ChatCalls(Calls(gates or Gates(), back_off), listeners), files)
        self._keyboards = Keyboards()

    @property
    def ways(self) -> Ways:
        """How paintings can be shared, as things are now; known once Telegram was reached."""
        return Ways(self._bot.username, inline=bool(self._bot.supports_inline_queries) and self._keyboards.switching)

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
        send = partial(
            self._bot.send_message,
            text=text,
            parse_mode=_mode(html),
            link_preview_options=_NO_PREVIEW,
        )
        return (await self._say(place, reply_to, urgency, send, buttons)).message_id

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
        send = partial(self._bot.send_photo, photo=jpeg, caption=caption, parse_mode=_mode(html))
        return (await self._say(place, reply_to, urgency, send, buttons)).message_id

    async def send_painting(self, place: Place, jpeg: bytes, words: str, buttons: Keyboard) -> tuple[int, str | None]:
        """Send a painting, with words in Telegram's HTML; returns the message's id, and the file_id where known."""
        send = partial(self._bot.send_photo, photo=jpeg, caption=words, parse_mode=_mode(True))
        message = await self._say(place, None, Urgency.RESULT, send, buttons)
        return message.message_id, _photo_in(message)

    async def send_album(self, place: Place, jpegs: Sequence[bytes], *, reply_to: int | None = None) -> list[int]:
        """Send pictures as one album (a single one by itself), without a sound; returns the messages' ids."""
        if len(jpegs) == 1:
            send: Send = partial(self._bot.send_photo, photo=jpegs[0], disable_notification=True)
        else:
            media = [InputMediaPhoto(jpeg) for jpeg in jpegs]
            send = partial(self._bot.send_media_group, media=media, disable_notification=True)
        return [message.message_id for message in await self._chats.say_all(place, reply_to, Urgency.RESULT, send)]

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
        return (await self._chats.say(place, reply_to, Urgency.RESULT, send)).message_id

    async def send_film(self, place: Place, film: bytes, filename: str, *, reply_to: int | None = None) -> int:
        """Send an MP4 in H.264 without sound, or a GIF, which Telegram plays by itself. Returns the message's id."""
        send = partial(self._bot.send_animation, animation=film, filename=filename)
        return (await self._chats.say(place, reply_to, Urgency.RESULT, send)).message_id

    async def send_sticker(self, place: Place, webp: bytes, filename: str, *, reply_to: int | None = None) -> int:
        """Send a sticker, at most 512 pixels long and 512 KB; returns the message's id. By the ending of its name,
        .webp, Telegram tells it from a file.
        """
        send = partial(self._bot.send_sticker, sticker=InputFile(webp, filename=filename))
        return (await self._chats.say(place, reply_to, Urgency.RESULT, send)).message_id

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
        edit = partial(
            self._bot.edit_message_text,
            text,
            chat_id,
            message_id,
            parse_mode=_mode(html),
            link_preview_options=_NO_PREVIEW,
        )
        await self._edit(chat_id, urgency, edit, buttons)

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
        edit = partial(self._bot.edit_message_caption, chat_id, message_id, caption=caption, parse_mode=_mode(html))
        await self._edit(chat_id, urgency, edit, buttons)

    async def edit_buttons(self, chat_id: int, message_id: int, buttons: InlineKeyboardMarkup | None) -> None:
        """Put other buttons under a message."""
        edit = partial(self._bot.edit_message_reply_markup, chat_id, message_id)
        await self._edit(chat_id, Urgency.ANSWER, edit, buttons)

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
    ) -> str | None:
        """Make a message show this picture; a text message becomes a photo. Returns its file_id; None where the message
        showed all of this already.
        """
        media = InputMediaPhoto(jpeg, caption=caption, parse_mode=_mode(html))
        edit = partial(self._bot.edit_message_media, media, chat_id, message_id)
        return _photo_in(await self._edit(chat_id, urgency, edit, buttons))

    async def edit_live_photo(
        self, chat_id: int, message_id: int, jpeg: bytes, mp4: bytes, caption: str, buttons: InlineKeyboardMarkup | None
    ) -> None:
        """Make a message show this picture, which moves while it is pressed, in apps that know live photos; the others
        show the picture. `caption`: with Telegram's tags.
        """
        film = InputFile(mp4, filename="live.mp4", attach=True)
        media = InputMediaLivePhoto(film, "attach://still", caption=caption, parse_mode=ParseMode.HTML)
        still = {"still": InputFile(jpeg, filename="still.jpg")}  # the library forgets to upload it with the film
        edit = partial(self._bot.edit_message_media, media, chat_id, message_id, api_kwargs=still)
        await self._edit(chat_id, Urgency.ANSWER, edit, buttons)

    async def all_said(self, user_id: int) -> None:
        """Wait until the new messages to this person that are under way have arrived, or failed."""
        await self._chats.all_said(user_id)

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Delete these messages, as far as they are there and Telegram lets a bot delete them."""
        for start in range(0, len(message_ids), MOST_TO_DELETE):
            batch = message_ids[start : start + MOST_TO_DELETE]
            try:
                await self._delete(chat_id, batch)
            except (MessageGone, CallRefused):  # one that is too old keeps all of them
                for message_id in batch:
                    with suppress(MessageGone, CallRefused):
                        await self._delete(chat_id, [message_id])

    async def remove(self, chat_id: int, message_id: int) -> None:
        """Delete one message. Raises MessageGone or CallRefused where Telegram lets no bot delete it any more."""
        await self._delete(chat_id, [message_id])

    async def _say(
        self, place: Place, reply_to: int | None, urgency: Urgency, send: Send, buttons: Keyboard
    ) -> Message:
        """Send a message with these buttons, or with those of them that Telegram takes."""
        return await self._keyboards.show(
            buttons, lambda fitted: self._chats.say(place, reply_to, urgency, partial(send, reply_markup=fitted))
        )

    async def _edit(
        self, chat_id: int, urgency: Urgency, edit: Callable[..., Awaitable[object]], buttons: Keyboard
    ) -> object:
        """Edit a message, with these buttons or those of them that Telegram takes."""
        return await self._keyboards.show(
            buttons, lambda fitted: self._chats.adjust(chat_id, urgency, partial(edit, reply_markup=fitted))
        )

    async def _delete(self, chat_id: int, message_ids: Sequence[int]) -> None:
        def request() -> Awaitable[bool]:
            if len(message_ids) == 1:
                return self._bot.delete_message(chat_id, message_ids[0])
            return self._bot.delete_messages(chat_id, message_ids)

        await self._chats.delete(chat_id, message_ids, request)


def _mode(html: bool) -> str | None:
    return ParseMode.HTML if html else None


def _photo_in(message: object) -> str | None:
    """The file_id of a message's photo in its largest size."""
    return message.photo[-1].file_id if isinstance(message, Message) and message.photo else None
