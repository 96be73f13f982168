"""Photos and documents that the bot sends: uploaded anew, or named by the file_id of an earlier one."""

from __future__ import annotations

import asyncio

from bot.sandbox import pictures
from bot.sandbox.errors import bad_request
from bot.sandbox.objects import Document, PhotoSize
from bot.sandbox.parameters import Upload
from bot.sandbox.state import Sandbox
from bot.sandbox.telegram_files import MAX_DOCUMENT_BYTES, MAX_PHOTO_BYTES, FileType


async def take_photo(sandbox: Sandbox, source: Upload | str | None) -> tuple[PhotoSize, ...]:
    """The sizes of a photo, smallest first. Raises ApiError."""
    if source is None:
        raise bad_request("there is no photo in the request")
    if isinstance(source, str):
        return sandbox.files.photo_of(sandbox.files.find_as(_file_id(source), FileType.PHOTO))
    if not source.data:
        raise bad_request("file must be non-empty")
    if len(source.data) > MAX_PHOTO_BYTES:
        raise bad_request(f"file is too big: photos may have up to {MAX_PHOTO_BYTES} bytes")
    try:
        sizes = await asyncio.to_thread(pictures.photo_sizes, source.data)
    except pictures.BadDimensions:
        raise bad_request("PHOTO_INVALID_DIMENSIONS") from None
    except pictures.UnreadablePicture:
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    with sandbox.storage.change():
        group = sandbox.files.add_photo(sizes)
    return sandbox.files.photo_of(group[-1])


async def take_document(sandbox: Sandbox, source: Upload | str | None) -> Document:
    """A file, byte by byte as it was uploaded. Raises ApiError."""
    if source is None:
        raise bad_request("there is no document in the request")
    if isinstance(source, str):
        return sandbox.files.document_of(sandbox.files.find_as(_file_id(source), FileType.DOCUMENT))
    if not source.data:
        raise bad_request("file must be non-empty")
    if len(source.data) > MAX_DOCUMENT_BYTES:
        raise bad_request(f"file is too big: documents may have up to {MAX_DOCUMENT_BYTES} bytes")
    thumbnail = await asyncio.to_thread(pictures.thumbnail, source.data)
    with sandbox.storage.change():
        file = sandbox.files.add(
            FileType.DOCUMENT, source.data, name=source.name, mime_type=source.mime_type, thumbnail=thumbnail
        )
    return sandbox.files.document_of(file)


def _file_id(source: str) -> str:
    if source.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # nothing leaves this machine
    return source
