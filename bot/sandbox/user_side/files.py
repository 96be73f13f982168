"""Pictures and files as clients send them: compressed or byte by byte, alone or as an album."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox import pictures
from bot.sandbox.errors import UserError
from bot.sandbox.objects import Message
from bot.sandbox.telegram_files import FileType, TelegramFiles
from bot.sandbox.user_side.posting import Seat, checked_text, post

MAX_ALBUM = 10
#: What may share an album: photos with photos, files with files.
_ALBUM_KINDS = (FileType.PHOTO, FileType.DOCUMENT)


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


async def send_photos(
    seat: Seat, attachments: Sequence[Attachment], *, caption: str = "", reply_to: int | None = None
) -> list[Message]:
    """Compressed, as clients send pictures; what cannot be a photo goes as an animation or a file, as there.

    Several photos in a row make an album.
    """
    _check_count(attachments)
    prepared = [await asyncio.to_thread(_prepare_photo, attachment) for attachment in attachments]
    return _send_items(seat, [_photo_item(seat.sandbox.files, one) for one in prepared], caption, reply_to)


async def send_documents(
    seat: Seat, attachments: Sequence[Attachment], *, caption: str = "", reply_to: int | None = None
) -> list[Message]:
    """As files, byte by byte."""
    _check_count(attachments)
    thumbnails = [await asyncio.to_thread(pictures.thumbnail, attachment.data) for attachment in attachments]
    items = [
        _document_item(seat.sandbox.files, attachment, thumbnail)
        for attachment, thumbnail in zip(attachments, thumbnails, strict=True)
    ]
    return _send_items(seat, items, caption, reply_to)


def _check_count(attachments: Sequence[Attachment]) -> None:
    if not attachments:
        raise UserError("Nothing is attached.")
    if len(attachments) > MAX_ALBUM:
        raise UserError(f"An album has up to {MAX_ALBUM} items.")


@dataclass(frozen=True)
class _PreparedPhoto:
    """What a client made of a picture: photo sizes, or the untouched file with a thumbnail."""

    attachment: Attachment
    sizes: tuple[pictures.Jpeg, ...]
    thumbnail: pictures.Jpeg | None = None
    seconds: int | None = None  #: of an animation


def _prepare_photo(attachment: Attachment) -> _PreparedPhoto:
    if (seconds := pictures.animation_seconds(attachment.data)) is not None:
        return _PreparedPhoto(attachment, (), pictures.thumbnail(attachment.data), seconds)
    try:
        compressed = pictures.compress_as_clients_do(attachment.data)
        return _PreparedPhoto(attachment, pictures.photo_sizes(compressed))
    except (pictures.UnreadablePicture, pictures.BadDimensions):
        return _PreparedPhoto(attachment, ())


def _photo_item(files: TelegramFiles, prepared: _PreparedPhoto) -> _Item:
    if prepared.sizes:
        return _Item(FileType.PHOTO, {"photo": files.photo_of(files.add_photo(prepared.sizes)[-1])})
    if prepared.seconds is not None:
        return _animation_item(files, prepared)
    return _document_item(files, prepared.attachment, None)


def _document_item(files: TelegramFiles, attachment: Attachment, thumbnail: pictures.Jpeg | None) -> _Item:
    file = files.add(
        FileType.DOCUMENT, attachment.data, name=attachment.name, mime_type=attachment.mime_type, thumbnail=thumbnail
    )
    return _Item(FileType.DOCUMENT, {"document": files.document_of(file)})


def _animation_item(files: TelegramFiles, prepared: _PreparedPhoto) -> _Item:
    attachment = prepared.attachment
    width, height = pictures.dimensions(attachment.data) or (1, 1)  # it was opened when it was prepared
    file = files.add(
        FileType.ANIMATION,
        attachment.data,
        name=attachment.name,
        mime_type=attachment.mime_type,
        width=width,
        height=height,
        seconds=prepared.seconds or 1,
        thumbnail=prepared.thumbnail,
    )
    # Telegram sets `document` too, for bots from the time before animations.
    return _Item(FileType.ANIMATION, {"animation": files.animation_of(file), "document": files.document_of(file)})


def _send_items(seat: Seat, items: list[_Item], caption: str, reply_to: int | None) -> list[Message]:
    """One message for each item; neighbors of the same kind become an album. The first carries the caption."""
    below = checked_text(caption)
    contents = [dict(item.fields) for item in items]
    for first, last in _runs(items):
        if last - first > 1 and items[first].kind in _ALBUM_KINDS:
            group = str(secrets.randbits(62))
            for content in contents[first:last]:
                content["media_group_id"] = group
    if below.text:
        contents[0] |= {"caption": below.text, "caption_entities": below.entities}
    return post(seat, contents, reply_to=reply_to)


def _runs(items: list[_Item]) -> list[tuple[int, int]]:
    """Where runs of one kind begin and end (exclusive)."""
    starts = [index for index, item in enumerate(items) if index == 0 or item.kind is not items[index - 1].kind]
    return list(zip(starts, [*starts[1:], len(items)], strict=True))
