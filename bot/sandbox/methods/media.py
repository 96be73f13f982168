"""Files that the bot sends: uploaded anew, or named by the file_id of an earlier one.

Each function answers the fields of the message that is to carry the file, and raises ApiError.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox import films, pictures
from bot.sandbox.errors import bad_request
from bot.sandbox.parameters import Parameters, Upload
from bot.sandbox.state import Sandbox
from bot.sandbox.telegram_files import MAX_DOCUMENT_BYTES, MAX_PHOTO_BYTES, FileType, StoredFile
from bot.sandbox.validation import caption

Content = dict[str, Any]
Take = Callable[[Sandbox, Upload | str | None], Awaitable[Content]]

#: All fields of a message that a file may take, empty.
NO_FILE: Content = {"photo": (), "live_photo": None, "document": None, "animation": None}
_STICKER_SUFFIX = ".webp"
MAX_LIVE_BYTES = 10 * 2**20
_MAX_LIVE_SECONDS = 10


async def take_photo(sandbox: Sandbox, source: Upload | str | None) -> Content:
    """The sizes of a photo, smallest first."""
    if isinstance(source, str):
        return {"photo": sandbox.files.photo_of(sandbox.files.find_as(_file_id(source), FileType.PHOTO))}
    data = _checked(source, "photo", MAX_PHOTO_BYTES).data
    try:
        sizes = await asyncio.to_thread(pictures.photo_sizes, data)
    except pictures.BadDimensions:
        raise bad_request("PHOTO_INVALID_DIMENSIONS") from None
    except pictures.UnreadablePicture:
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    with sandbox.storage.change():
        group = sandbox.files.add_photo(sizes)
    return {"photo": sandbox.files.photo_of(group[-1])}


async def take_document(sandbox: Sandbox, source: Upload | str | None) -> Content:
    """A file, byte by byte as it was uploaded."""
    if isinstance(source, str):
        return {"document": sandbox.files.document_of(sandbox.files.find_as(_file_id(source), FileType.DOCUMENT))}
    return await _document(sandbox, _checked(source, "document", MAX_DOCUMENT_BYTES))


async def take_animation(sandbox: Sandbox, source: Upload | str | None) -> Content:
    """A GIF or an MP4 in H.264 without sound moves; everything else becomes a document. Telegram makes MP4s of GIFs
    too.
    """
    if isinstance(source, str):
        return _animation(sandbox, sandbox.files.find_as(_file_id(source), FileType.ANIMATION))
    upload = _checked(source, "animation", MAX_DOCUMENT_BYTES)
    film = await asyncio.to_thread(films.probe, upload.data) or await asyncio.to_thread(_gif, upload.data)
    if film is None:
        return await _document(sandbox, upload)
    mime_type = "image/gif" if upload.data.startswith(b"GIF") else "video/mp4"
    with sandbox.storage.change():
        file = _add_film(sandbox, FileType.ANIMATION, upload, mime_type, film)
    return _animation(sandbox, file)


async def take_live_photo(sandbox: Sandbox, video: Upload | str | None, photo: Upload | str | None) -> Content:
    """A photo, and a film of at most ten seconds in which it moves; both are uploaded, or both by their file_id."""
    still = await take_photo(sandbox, photo)
    if isinstance(video, str):
        file = sandbox.files.find_as(_file_id(video), FileType.LIVE_PHOTO)
    else:
        upload = _checked(video, "live photo", MAX_LIVE_BYTES)
        film = await asyncio.to_thread(films.probe, upload.data)
        if film is None or film.exact_seconds > _MAX_LIVE_SECONDS:
            raise bad_request("VIDEO_FILE_INVALID")
        with sandbox.storage.change():
            file = _add_film(sandbox, FileType.LIVE_PHOTO, upload, "video/mp4", film)
    return still | {"live_photo": sandbox.files.live_photo_of(file, still["photo"])}


async def take_sticker(sandbox: Sandbox, source: Upload | str | None) -> Content:
    """A WebP of a sticker's size and name stands still as a sticker; everything else becomes a document. Telegram takes
    those that move only from sets, and the sandbox has no sets.
    """
    if isinstance(source, str):
        return {"sticker": sandbox.files.sticker_of(sandbox.files.find_as(_file_id(source), FileType.STICKER))}
    upload = _checked(source, "sticker", MAX_DOCUMENT_BYTES)
    size = await asyncio.to_thread(pictures.sticker_size, upload.data)
    if size is None or not upload.name.lower().endswith(_STICKER_SUFFIX):
        return await _document(sandbox, upload)
    thumbnail = await asyncio.to_thread(pictures.thumbnail, upload.data)
    with sandbox.storage.change():
        file = sandbox.files.add(
            FileType.STICKER,
            upload.data,
            name=f"sticker{_STICKER_SUFFIX}",
            mime_type="image/webp",
            width=size[0],
            height=size[1],
            thumbnail=thumbnail,
        )
    return {"sticker": sandbox.files.sticker_of(file)}


async def take_input_media(
    sandbox: Sandbox, parameters: Parameters, media: object, kinds: dict[str, Take], *, may_live: bool = False
) -> Content:
    """An InputMedia of one of these kinds, with its caption. `may_live`: or a live photo, which is two files."""
    if not isinstance(media, dict):
        raise bad_request("can't parse InputMedia: InputMedia must be an Object")
    kind = str(media.get("type"))
    if kind not in kinds and not (may_live and kind == "live_photo"):
        raise bad_request(f"can't parse InputMedia: type must be one of {', '.join(kinds)} here")
    below = caption(media.get("caption"), media.get("parse_mode"))
    source = parameters.upload_or_reference("media", str(media.get("media") or ""))
    if kind in kinds:
        content = await kinds[kind](sandbox, source)
    else:
        photo = parameters.upload_or_reference("photo", str(media.get("photo") or ""))
        content = await take_live_photo(sandbox, source, photo)
    return content | {"caption": below.text or None, "caption_entities": below.entities}


async def _document(sandbox: Sandbox, upload: Upload) -> Content:
    thumbnail = await asyncio.to_thread(pictures.thumbnail, upload.data)
    with sandbox.storage.change():
        file = sandbox.files.add(
            FileType.DOCUMENT, upload.data, name=upload.name, mime_type=upload.mime_type, thumbnail=thumbnail
        )
    return {"document": sandbox.files.document_of(file)}


def _gif(data: bytes) -> films.Film | None:
    """What moves in a GIF."""
    seconds, size = pictures.animation_seconds(data), pictures.dimensions(data)
    if seconds is None or size is None:
        return None
    return films.Film(*size, seconds, seconds, pictures.thumbnail(data))


def _add_film(sandbox: Sandbox, kind: FileType, upload: Upload, mime_type: str, film: films.Film) -> StoredFile:
    return sandbox.files.add(
        kind,
        upload.data,
        name=upload.name,
        mime_type=mime_type,
        width=film.width,
        height=film.height,
        seconds=film.seconds,
        thumbnail=film.thumbnail,
    )


def _animation(sandbox: Sandbox, file: StoredFile) -> Content:
    # Telegram sets `document` too, for bots from the time before animations.
    return {"animation": sandbox.files.animation_of(file), "document": sandbox.files.document_of(file)}


def _checked(source: Upload | None, what: str, limit: int) -> Upload:
    if source is None:
        raise bad_request(f"there is no {what} in the request")
    if not source.data:
        raise bad_request("file must be non-empty")
    if len(source.data) > limit:
        raise bad_request(f"file is too big: {what}s may have up to {limit} bytes")
    return source


def _file_id(source: str) -> str:
    if source.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # nothing leaves this machine
    return source
