"""Files that the bot sends: uploaded anew, or named by the file_id of an earlier one.

Each function answers the fields of the message that is to carry the file, and raises ApiError.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox import pictures
from bot.sandbox.errors import bad_request
from bot.sandbox.parameters import Parameters, Upload
from bot.sandbox.state import Sandbox
from bot.sandbox.telegram_files import MAX_DOCUMENT_BYTES, MAX_PHOTO_BYTES, FileType, StoredFile
from bot.sandbox.validation import caption

Content = dict[str, Any]
Take = Callable[[Sandbox, Upload | str | None], Awaitable[Content]]

#: All fields of a message that a file may take, empty.
NO_FILE: Content = {"photo": (), "document": None, "animation": None}
_MPEG_4_SIZE = (640, 360)  #: nobody here decodes videos


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
    """A GIF or an MPEG-4 moves; everything else becomes a document. Telegram would make an MPEG-4 of the GIF too."""
    if isinstance(source, str):
        return _animation(sandbox, sandbox.files.find_as(_file_id(source), FileType.ANIMATION))
    upload = _checked(source, "animation", MAX_DOCUMENT_BYTES)
    seconds = await asyncio.to_thread(pictures.animation_seconds, upload.data)
    if seconds is None and upload.data[4:8] != b"ftyp":
        return await _document(sandbox, upload)
    width, height = pictures.dimensions(upload.data) or _MPEG_4_SIZE
    thumbnail = await asyncio.to_thread(pictures.thumbnail, upload.data)
    with sandbox.storage.change():
        file = sandbox.files.add(
            FileType.ANIMATION,
            upload.data,
            name=upload.name,
            mime_type="video/mp4" if seconds is None else "image/gif",
            width=width,
            height=height,
            seconds=seconds or 1,
            thumbnail=thumbnail,
        )
    return _animation(sandbox, file)


async def take_input_media(sandbox: Sandbox, parameters: Parameters, media: object, kinds: dict[str, Take]) -> Content:
    """An InputMedia of one of these kinds, with its caption."""
    if not isinstance(media, dict):
        raise bad_request("can't parse InputMedia: InputMedia must be an Object")
    take = kinds.get(str(media.get("type")))
    if take is None:
        raise bad_request(f"can't parse InputMedia: type must be one of {', '.join(kinds)} here")
    below = caption(media.get("caption"), media.get("parse_mode"))
    content = await take(sandbox, parameters.upload_or_reference("media", str(media.get("media") or "")))
    return content | {"caption": below.text or None, "caption_entities": below.entities}


async def _document(sandbox: Sandbox, upload: Upload) -> Content:
    thumbnail = await asyncio.to_thread(pictures.thumbnail, upload.data)
    with sandbox.storage.change():
        file = sandbox.files.add(
            FileType.DOCUMENT, upload.data, name=upload.name, mime_type=upload.mime_type, thumbnail=thumbnail
        )
    return {"document": sandbox.files.document_of(file)}


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
