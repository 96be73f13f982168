"""Files as Telegram keeps them: typed identifiers, photos in several sizes, documents byte by byte."""

from __future__ import annotations

import secrets
from enum import StrEnum
from pathlib import Path, PurePosixPath

import msgspec

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.objects import Animation, Document, File, LivePhoto, PhotoSize, Sticker
from bot.sandbox.pictures import Jpeg
from bot.sandbox.storage import Storage

MAX_PHOTO_BYTES = 10 * 2**20
MAX_DOCUMENT_BYTES = 50 * 2**20
MAX_DOWNLOAD_BYTES = 20 * 2**20
#: The suffixes that tell what a sticker is; static ones are WebP.
ANIMATED_STICKER = ".tgs"
VIDEO_STICKER = ".webm"


class FileType(StrEnum):
    """What a file was sent as. A file_id is of one type for ever."""

    PHOTO = "photo"
    DOCUMENT = "document"
    STICKER = "sticker"
    ANIMATION = "animation"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    LIVE_PHOTO = "live_photo"
    VOICE = "voice"
    THUMBNAIL = "thumbnail"


#: How Telegram's identifiers of each type begin.
_ID_PREFIXES = {
    FileType.PHOTO: "AgACAgIAAxkB",
    FileType.DOCUMENT: "BQACAgIAAxkB",
    FileType.STICKER: "CAACAgIAAxkB",
    FileType.ANIMATION: "CgACAgIAAxkB",
    FileType.VIDEO: "BAACAgIAAxkB",
    FileType.VIDEO_NOTE: "DQACAgIAAxkB",
    FileType.LIVE_PHOTO: "BAACAgIAAxkB",
    FileType.VOICE: "AwACAgIAAxkB",
    FileType.THUMBNAIL: "AAMCAgIAAxkB",
}
_UNIQUE_PREFIXES = {FileType.PHOTO: "AQAD", FileType.THUMBNAIL: "AQAD"}


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file. `group` holds the file_ids of all sizes of its photo, smallest first; otherwise it is empty."""

    type: FileType
    file_id: str
    file_unique_id: str
    size: int
    path: str  #: as getFile tells it, relative to the folder of the files
    name: str | None = None
    mime_type: str | None = None
    width: int = 0
    height: int = 0
    seconds: int = 0  #: of what moves or sounds
    thumbnail: str | None = None  #: a file_id
    group: tuple[str, ...] = ()


class TelegramFiles:
    """All files of the sandbox. The bytes lie in `folder`, what is known of them in the storage."""

    def __init__(self, storage: Storage, folder: Path) -> None:
        self._storage = storage
        self._folder = folder
        self._files = storage.load("file", StoredFile)
        self._by_path = {file.path: file for file in self._files.values()}

    def add(
        self,
        kind: FileType,
        data: bytes,
        *,
        name: str | None = None,
        mime_type: str | None = None,
        width: int = 0,
        height: int = 0,
        seconds: int = 0,
        thumbnail: Jpeg | None = None,
    ) -> StoredFile:
        """Keep a file that is no photo."""
        small = None
        if thumbnail is not None:
            small = self._new(FileType.THUMBNAIL, thumbnail.data, ".jpg", thumbnail.width, thumbnail.height)
            self._keep(small, thumbnail.data)
        file = self._new(kind, data, PurePosixPath(name or "").suffix, width, height)
        file = msgspec.structs.replace(
            file,
            name=name,
            mime_type=mime_type,
            seconds=seconds,
            thumbnail=small.file_id if small is not None else None,
        )
        self._keep(file, data)
        return file

    def add_photo(self, sizes: tuple[Jpeg, ...]) -> tuple[StoredFile, ...]:
        """Keep a photo in its sizes, given and returned smallest first."""
        files = [self._new(FileType.PHOTO, size.data, ".jpg", size.width, size.height) for size in sizes]
        group = tuple(file.file_id for file in files)
        files = [msgspec.structs.replace(file, group=group) for file in files]
        for file, size in zip(files, sizes, strict=True):
            self._keep(file, size.data)
        return tuple(files)

    def find(self, file_id: str) -> StoredFile:
        """The file with this file_id. Raises ApiError where there is none."""
        try:
            return self._files[file_id]
        except KeyError:
            raise bad_request("wrong file identifier/HTTP URL specified") from None

    def find_as(self, file_id: str, kind: FileType) -> StoredFile:
        """As `find`, but only a file that was sent as `kind`: a photo cannot be sent again as a document."""
        file = self.find(file_id)
        if file.type is not kind:
            raise bad_request(f"can't use file of type {_title(file.type)} as {_title(kind)}")
        return file

    def photo_of(self, file: StoredFile) -> tuple[PhotoSize, ...]:
        """The photo that a file is one size of."""
        return tuple(as_photo_size(self._files[file_id]) for file_id in file.group)

    def document_of(self, file: StoredFile) -> Document:
        return Document(
            file_id=file.file_id,
            file_unique_id=file.file_unique_id,
            thumbnail=self.thumbnail_of(file),
            file_name=file.name,
            mime_type=file.mime_type,
            file_size=file.size,
        )

    def animation_of(self, file: StoredFile) -> Animation:
        return Animation(
            file_id=file.file_id,
            file_unique_id=file.file_unique_id,
            width=file.width,
            height=file.height,
            duration=file.seconds,
            thumbnail=self.thumbnail_of(file),
            file_name=file.name,
            mime_type=file.mime_type,
            file_size=file.size,
        )

    def live_photo_of(self, file: StoredFile, photo: tuple[PhotoSize, ...]) -> LivePhoto:
        return LivePhoto(
            file_id=file.file_id,
            file_unique_id=file.file_unique_id,
            width=file.width,
            height=file.height,
            duration=file.seconds,
            photo=photo,
            mime_type=file.mime_type,
            file_size=file.size,
        )

    def sticker_of(self, file: StoredFile) -> Sticker:
        suffix = PurePosixPath(file.path).suffix
        return Sticker(
            file_id=file.file_id,
            file_unique_id=file.file_unique_id,
            type="regular",
            width=file.width,
            height=file.height,
            is_animated=suffix == ANIMATED_STICKER,
            is_video=suffix == VIDEO_STICKER,
            thumbnail=self.thumbnail_of(file),
            emoji="🎨",
            file_size=file.size,
        )

    def thumbnail_of(self, file: StoredFile) -> PhotoSize | None:
        return as_photo_size(self._files[file.thumbnail]) if file.thumbnail is not None else None

    def as_downloadable(self, file: StoredFile) -> File:
        """What getFile answers; raises ApiError where the file is too large for bots to download."""
        if file.size > MAX_DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return File(file_id=file.file_id, file_unique_id=file.file_unique_id, file_size=file.size, file_path=file.path)

    def at_path(self, path: str) -> StoredFile:
        """The file that getFile named by this path. Raises ApiError where there is none."""
        try:
            return self._by_path[path]
        except KeyError:
            raise ApiError(404, "Not Found") from None

    def location(self, file: StoredFile) -> Path:
        return self._folder / file.path

    def _new(self, kind: FileType, data: bytes, suffix: str, width: int, height: int) -> StoredFile:
        folder = "thumbnails" if kind is FileType.THUMBNAIL else f"{kind}s"
        safe_suffix = suffix if suffix[1:].isalnum() and len(suffix) < 10 else ""
        return StoredFile(
            type=kind,
            file_id=_ID_PREFIXES[kind] + secrets.token_urlsafe(33),
            file_unique_id=_UNIQUE_PREFIXES.get(kind, "AgAD") + secrets.token_urlsafe(9),
            size=len(data),
            path=f"{folder}/file_{len(self._files)}_{secrets.token_hex(4)}{safe_suffix}",
            width=width,
            height=height,
        )

    def _keep(self, file: StoredFile, data: bytes) -> None:
        """Bytes first, then the entry: an entry never names bytes that are not there."""
        place = self.location(file)
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_name(place.name + ".part")
        temporary.write_bytes(data)
        temporary.replace(place)
        self._storage.put("file", file.file_id, file)
        self._files[file.file_id] = file
        self._by_path[file.path] = file


def _title(kind: FileType) -> str:
    return kind.replace("_", " ").title()


def as_photo_size(file: StoredFile) -> PhotoSize:
    return PhotoSize(
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        width=file.width,
        height=file.height,
        file_size=file.size,
    )
