"""Files as messages carry them. Sizes are in pixels and bytes, durations in seconds."""

from __future__ import annotations

from bot.sandbox.objects.base import TelegramObject


class PhotoSize(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    width: int
    height: int
    file_size: int | None = None


class Document(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    thumbnail: PhotoSize | None = None
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None


class Animation(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    width: int
    height: int
    duration: int
    thumbnail: PhotoSize | None = None
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None


class Sticker(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    type: str
    width: int
    height: int
    is_animated: bool
    is_video: bool
    thumbnail: PhotoSize | None = None
    emoji: str | None = None
    file_size: int | None = None


class Video(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    width: int
    height: int
    duration: int
    thumbnail: PhotoSize | None = None
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None


class VideoNote(TelegramObject, frozen=True, kw_only=True):
    """A round video; `length` is its diameter."""

    file_id: str
    file_unique_id: str
    length: int
    duration: int
    thumbnail: PhotoSize | None = None
    file_size: int | None = None


class LivePhoto(TelegramObject, frozen=True, kw_only=True):
    """The moving part of a live photo. The message has the still picture in its `photo` too."""

    file_id: str
    file_unique_id: str
    width: int
    height: int
    duration: int
    photo: tuple[PhotoSize, ...] = ()
    mime_type: str | None = None
    file_size: int | None = None


class Voice(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    duration: int
    mime_type: str | None = None
    file_size: int | None = None


class File(TelegramObject, frozen=True, kw_only=True):
    """What getFile answers."""

    file_id: str
    file_unique_id: str
    file_size: int | None = None
    file_path: str | None = None
