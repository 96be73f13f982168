"""Stickers, and what moves or sounds. Nobody decodes videos here: their thumbnails come from who sends them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.sandbox import pictures
from bot.sandbox.errors import UserError
from bot.sandbox.objects import Message, Video, VideoNote, Voice
from bot.sandbox.telegram_files import ANIMATED_STICKER, VIDEO_STICKER, FileType, StoredFile
from bot.sandbox.user_side.files import Attachment
from bot.sandbox.user_side.posting import Seat, checked_text, post

STICKER_EDGE = 512
_GZIP, _MATROSKA = b"\x1f\x8b", b"\x1a\x45\xdf\xa3"
_STICKER_TYPES = {".webp": "image/webp", ANIMATED_STICKER: "application/x-tgsticker", VIDEO_STICKER: "video/webm"}


@dataclass(frozen=True)
class ClientVideo:
    """A video as the client that sends it knows it. `thumbnail` is a frame as any picture file, or None."""

    attachment: Attachment
    width: int = 640
    height: int = 360
    seconds: int = 3
    thumbnail: bytes | None = None


async def send_sticker(seat: Seat, attachment: Attachment, *, reply_to: int | None = None) -> Message:
    """A gzipped animation is an animated sticker, a WebM a video sticker, and any picture becomes a static one."""
    data, suffix = attachment.data, _moving_sticker(attachment.data)
    if suffix is None:
        try:
            data, suffix = await asyncio.to_thread(pictures.as_sticker, data, STICKER_EDGE), ".webp"
        except (pictures.UnreadablePicture, pictures.BadDimensions):
            raise UserError("This cannot be a sticker.") from None
    width, height = pictures.dimensions(data) or (STICKER_EDGE, STICKER_EDGE)
    file = seat.sandbox.files.add(
        FileType.STICKER,
        data,
        name=f"sticker{suffix}",
        mime_type=_STICKER_TYPES[suffix],
        width=width,
        height=height,
    )
    return post(seat, [{"sticker": seat.sandbox.files.sticker_of(file)}], reply_to=reply_to)[0]


async def send_video(seat: Seat, film: ClientVideo, *, caption: str = "", reply_to: int | None = None) -> Message:
    file = await _keep(seat, FileType.VIDEO, film)
    video = Video(
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        width=file.width,
        height=file.height,
        duration=file.seconds,
        thumbnail=seat.sandbox.files.thumbnail_of(file),
        file_name=file.name,
        mime_type=file.mime_type,
        file_size=file.size,
    )
    below = checked_text(caption)
    content = {"video": video, "caption": below.text or None, "caption_entities": below.entities}
    return post(seat, [content], reply_to=reply_to)[0]


async def send_animation(seat: Seat, film: ClientVideo, *, caption: str = "", reply_to: int | None = None) -> Message:
    """A video without sound, as clients send what they call a GIF."""
    file = await _keep(seat, FileType.ANIMATION, film)
    files, below = seat.sandbox.files, checked_text(caption)
    content: dict[str, Any] = {"animation": files.animation_of(file), "document": files.document_of(file)}
    content |= {"caption": below.text or None, "caption_entities": below.entities}
    return post(seat, [content], reply_to=reply_to)[0]


async def send_video_note(seat: Seat, film: ClientVideo) -> Message:
    """A round video."""
    file = await _keep(seat, FileType.VIDEO_NOTE, film)
    note = VideoNote(
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        length=min(file.width, file.height),
        duration=file.seconds,
        thumbnail=seat.sandbox.files.thumbnail_of(file),
        file_size=file.size,
    )
    return post(seat, [{"video_note": note}])[0]


async def send_live_photo(seat: Seat, picture: Attachment, film: ClientVideo, *, caption: str = "") -> Message:
    """A photo that moves for a moment; the still picture is in the message's `photo` as always."""
    try:
        sizes = await asyncio.to_thread(pictures.photo_sizes, picture.data)
    except (pictures.UnreadablePicture, pictures.BadDimensions):
        raise UserError("A live photo needs a picture.") from None
    file = await _keep(seat, FileType.LIVE_PHOTO, film)
    photo = seat.sandbox.files.photo_of(seat.sandbox.files.add_photo(sizes)[-1])
    live = seat.sandbox.files.live_photo_of(file, photo)
    below = checked_text(caption)
    content = {"photo": photo, "live_photo": live, "caption": below.text or None, "caption_entities": below.entities}
    return post(seat, [content])[0]


def send_voice(seat: Seat, attachment: Attachment, *, seconds: int = 3) -> Message:
    file = seat.sandbox.files.add(
        FileType.VOICE, attachment.data, name=attachment.name, mime_type=attachment.mime_type, seconds=seconds
    )
    voice = Voice(
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        duration=seconds,
        mime_type=file.mime_type,
        file_size=file.size,
    )
    return post(seat, [{"voice": voice}])[0]


async def _keep(seat: Seat, kind: FileType, film: ClientVideo) -> StoredFile:
    thumbnail = None
    if film.thumbnail is not None:
        thumbnail = await asyncio.to_thread(pictures.thumbnail, film.thumbnail)
    return seat.sandbox.files.add(
        kind,
        film.attachment.data,
        name=film.attachment.name,
        mime_type=film.attachment.mime_type,
        width=film.width,
        height=film.height,
        seconds=film.seconds,
        thumbnail=thumbnail,
    )


def _moving_sticker(data: bytes) -> str | None:
    """The suffix of a sticker that moves."""
    if data.startswith(_GZIP):
        return ANIMATED_STICKER
    return VIDEO_STICKER if data.startswith(_MATROSKA) else None
