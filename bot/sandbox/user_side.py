"""What the person in the chat does: write, send pictures and files, tap buttons. As Telegram's clients do it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.sandbox import pictures
from bot.sandbox.entities import FormattedText, parse, utf16_length
from bot.sandbox.errors import UserError
from bot.sandbox.objects import Animation, Message, Sticker, Video, Voice
from bot.sandbox.state import Sandbox, Tap
from bot.sandbox.telegram_files import FileType, TelegramFiles
from bot.sandbox.validation import MAX_CAPTION, MAX_TEXT

MAX_ALBUM = 10
_STICKER_EDGE = 512
_VIDEO_SIZE = (640, 360)
_SECONDS = 3  #: the length of every video, voice message and animation: nobody looks into them


@dataclass(frozen=True)
class Attachment:
    """A file as it lies on the person's disk."""

    name: str
    mime_type: str
    data: bytes


@dataclass(frozen=True)
class _Item:
    """A message's content, and the kind that decides who may share an album with it."""

    kind: FileType
    fields: dict[str, Any]


def send_text(sandbox: Sandbox, text: str, *, reply_to: int | None = None) -> Message:
    """Raises UserError."""
    formatted = _checked(text, MAX_TEXT)
    if not formatted.text:
        raise UserError("An empty message cannot be sent.")
    return _post(sandbox, [{"text": formatted.text, "entities": formatted.entities}], reply_to=reply_to)[0]


async def send_photos(
    sandbox: Sandbox, attachments: Sequence[Attachment], *, caption: str = "", reply_to: int | None = None
) -> list[Message]:
    """Compressed, as clients send pictures; what cannot be a photo goes as an animation or a file, as there.

    Several photos in a row make an album. Raises UserError.
    """
    _check_count(attachments)
    prepared = [await asyncio.to_thread(_prepare_photo, attachment) for attachment in attachments]
    return _send_items(sandbox, [_photo_item(sandbox.files, one) for one in prepared], caption, reply_to)


async def send_documents(
    sandbox: Sandbox, attachments: Sequence[Attachment], *, caption: str = "", reply_to: int | None = None
) -> list[Message]:
    """As files, byte by byte. Raises UserError."""
    _check_count(attachments)
    thumbnails = [await asyncio.to_thread(pictures.thumbnail, attachment.data) for attachment in attachments]
    items = [
        _document_item(sandbox.files, attachment, thumbnail)
        for attachment, thumbnail in zip(attachments, thumbnails, strict=True)
    ]
    return _send_items(sandbox, items, caption, reply_to)


def send_sticker(sandbox: Sandbox, attachment: Attachment) -> Message:
    width, height = pictures.dimensions(attachment.data) or (_STICKER_EDGE, _STICKER_EDGE)
    file = sandbox.files.add(FileType.STICKER, attachment.data, name=attachment.name, width=width, height=height)
    sticker = Sticker(
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        type="regular",
        width=width,
        height=height,
        is_animated=False,
        is_video=False,
        emoji="🎨",
        file_size=file.size,
    )
    return _post(sandbox, [{"sticker": sticker}])[0]


def send_video(sandbox: Sandbox, attachment: Attachment) -> Message:
    file = sandbox.files.add(FileType.VIDEO, attachment.data, name=attachment.name, mime_type=attachment.mime_type)
    video = Video(
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        width=_VIDEO_SIZE[0],
        height=_VIDEO_SIZE[1],
        duration=_SECONDS,
        file_name=file.name,
        mime_type=file.mime_type,
        file_size=file.size,
    )
    return _post(sandbox, [{"video": video}])[0]


def send_voice(sandbox: Sandbox, attachment: Attachment) -> Message:
    file = sandbox.files.add(FileType.VOICE, attachment.data, mime_type=attachment.mime_type)
    voice = Voice(
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        duration=_SECONDS,
        mime_type=file.mime_type,
        file_size=file.size,
    )
    return _post(sandbox, [{"voice": voice}])[0]


def tap(sandbox: Sandbox, message_id: int, data: str, *, stale: bool = False) -> Tap:
    """Tap a button. With `stale` it may be one that the message had earlier: the bot edited it in that moment.

    Raises UserError where there is no such button.
    """
    stored = sandbox.find_message(sandbox.chat.id, message_id)
    if stored is None:
        raise UserError("There is no such message.")
    markup = stored.message.reply_markup
    offered = {button.callback_data for row in markup.inline_keyboard for button in row} if markup else set()
    if data not in offered and not stale:
        raise UserError("The message has no such button now.")
    with sandbox.storage.change():
        return sandbox.add_tap(stored.message, data)


def _check_count(attachments: Sequence[Attachment]) -> None:
    if not attachments:
        raise UserError("Nothing is attached.")
    if len(attachments) > MAX_ALBUM:
        raise UserError(f"An album has up to {MAX_ALBUM} items.")


def _checked(text: str, limit: int) -> FormattedText:
    formatted = parse(text, None)
    if utf16_length(formatted.text) > limit:
        raise UserError(f"A text here has up to {limit} characters.")
    return formatted


@dataclass(frozen=True)
class _PreparedPhoto:
    """What a client made of a picture: photo sizes, or the untouched file with a thumbnail."""

    attachment: Attachment
    sizes: tuple[pictures.Jpeg, ...]
    thumbnail: pictures.Jpeg | None
    animated: bool


def _prepare_photo(attachment: Attachment) -> _PreparedPhoto:
    if pictures.is_animated(attachment.data):
        return _PreparedPhoto(attachment, (), pictures.thumbnail(attachment.data), animated=True)
    try:
        compressed = pictures.compress_as_clients_do(attachment.data)
        return _PreparedPhoto(attachment, pictures.photo_sizes(compressed), None, animated=False)
    except (pictures.UnreadablePicture, pictures.BadDimensions):
        return _PreparedPhoto(attachment, (), None, animated=False)


def _photo_item(files: TelegramFiles, prepared: _PreparedPhoto) -> _Item:
    if prepared.sizes:
        return _Item(FileType.PHOTO, {"photo": files.photo_of(files.add_photo(prepared.sizes)[-1])})
    if prepared.animated:
        return _animation_item(files, prepared)
    return _document_item(files, prepared.attachment, None)


def _document_item(files: TelegramFiles, attachment: Attachment, thumbnail: pictures.Jpeg | None) -> _Item:
    file = files.add(
        FileType.DOCUMENT, attachment.data, name=attachment.name, mime_type=attachment.mime_type, thumbnail=thumbnail
    )
    return _Item(FileType.DOCUMENT, {"document": files.document_of(file)})


def _animation_item(files: TelegramFiles, prepared: _PreparedPhoto) -> _Item:
    attachment, thumbnail = prepared.attachment, prepared.thumbnail
    width, height = pictures.dimensions(attachment.data) or _VIDEO_SIZE
    file = files.add(
        FileType.ANIMATION, attachment.data, name=attachment.name, mime_type=attachment.mime_type, thumbnail=thumbnail
    )
    animation = Animation(
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        width=width,
        height=height,
        duration=_SECONDS,
        thumbnail=files.thumbnail_of(file),
        file_name=file.name,
        mime_type=file.mime_type,
        file_size=file.size,
    )
    # Telegram sets `document` too, for bots from the time before animations.
    return _Item(FileType.ANIMATION, {"animation": animation, "document": files.document_of(file)})


def _send_items(sandbox: Sandbox, items: list[_Item], caption: str, reply_to: int | None) -> list[Message]:
    """One message for each item; neighbours of the same kind become an album. The first carries the caption."""
    below = _checked(caption, MAX_CAPTION)
    contents = [dict(item.fields) for item in items]
    for first, last in _runs(items):
        if last - first > 1 and items[first].kind is not FileType.ANIMATION:
            group = str(secrets.randbits(62))
            for content in contents[first:last]:
                content["media_group_id"] = group
    if below.text:
        contents[0] |= {"caption": below.text, "caption_entities": below.entities}
    return _post(sandbox, contents, reply_to=reply_to)


def _runs(items: list[_Item]) -> list[tuple[int, int]]:
    """Where runs of one kind begin and end (exclusive)."""
    starts = [index for index, item in enumerate(items) if index == 0 or item.kind is not items[index - 1].kind]
    return list(zip(starts, [*starts[1:], len(items)], strict=True))


def _post(sandbox: Sandbox, contents: list[dict[str, Any]], *, reply_to: int | None = None) -> list[Message]:
    """Put messages into the chat and their updates into the queue, all at once."""
    replied = sandbox.find_message(sandbox.chat.id, reply_to)
    if reply_to is not None and replied is None:
        raise UserError("The message to reply to is gone.")
    reply = msgspec.structs.replace(replied.message, reply_to_message=None) if replied is not None else None
    messages = []
    with sandbox.storage.change():
        for content in contents:
            message = Message(
                message_id=sandbox.next_message_id(),
                sender=sandbox.user,
                chat=sandbox.chat,
                date=int(sandbox.clock()),
                reply_to_message=reply,
                **content,
            )
            sandbox.keep_message(message)
            sandbox.updates.add(message=message)
            messages.append(message)
    return messages
