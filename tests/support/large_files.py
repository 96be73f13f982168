"""Files that count as large, and take no room."""

from __future__ import annotations

import os

from bot.store import PictureFiles


async def put_large(files: PictureFiles, data: bytes, size: int) -> str:
    """Put a file with this data, and enlarge it to `size` bytes by a hole; returns its name."""
    name = await files.put(data)
    os.truncate(files.path(name), size)
    del files.seen._seen[name]  # its size is no longer the one that was written
    return name
