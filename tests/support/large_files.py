"""Files that count as large, and take no room."""

from __future__ import annotations

import os

from bot.store import PictureFiles


async def put_large(files: PictureFiles, data: bytes, size: int) -> str:
    """A file of so many bytes, named by these; the rest of it is a hole."""
    name = await files.put(data)
    os.truncate(files.path(name), size)
    del files.seen._seen[name]  # it is not what was written any more
    return name
