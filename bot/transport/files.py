"""Files that people sent, from the Bot API server, which is not believed where they are nor how large."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path
from typing import Final
from urllib.parse import quote

from telegram import Bot, File

from bot.transport.bounds import at_most
from bot.transport.errors import FileTooBig, FileTooSlow, Misplaced

LARGEST_DOWNLOAD: Final = 20 * 2**20  #: bytes
SECONDS: Final = 300.0  #: for one file, at most; a server that stutters keeps one of few places as long


async def fetch(bot: Bot, file_id: str, folder: Path | None) -> bytes:
    """The bytes of a file. `folder`: where a Bot API server on this machine keeps its own; None: it has none here.

    Raises FileTooBig, FileTooSlow, Misplaced, TelegramError.
    """
    try:
        file = await bot.get_file(file_id)
    except (TypeError, AttributeError, ValueError):
        raise Misplaced("the Bot API server answers with something that is no file") from None
    most = _announced(file)
    if most > LARGEST_DOWNLOAD:
        raise FileTooBig(f"{most} bytes")
    try:
        async with asyncio.timeout(SECONDS):
            data = await _content(bot, file.file_path or "", folder, most)
    except TimeoutError:
        raise FileTooSlow(f"it took more than {SECONDS:g} s") from None
    if len(data) > most:
        raise FileTooBig(f"more than {most} bytes")
    return data


def _announced(file: File) -> int:
    """The size in bytes that Telegram announces for the file, or LARGEST_DOWNLOAD where it announces none."""
    size = file.file_size
    return size if isinstance(size, int) and size >= 0 else LARGEST_DOWNLOAD


async def _content(bot: Bot, path: str, folder: Path | None, most: int) -> bytes:
    root = f"{bot.base_file_url}/"
    name = path.removeprefix(root)
    if path != name and not name.startswith("/") and ".." not in name.split("/"):
        with at_most(most):
            return await bot.request.retrieve(root + quote(name))
    if folder is None:
        raise Misplaced("the Bot API server names a file that is not at its file address; see TELEGRAM_API_FILES")
    return await asyncio.to_thread(_read, folder, Path(path), most)


def _read(folder: Path, path: Path, most: int) -> bytes:
    """The content of a file; of one that is too long, `most` bytes and one more. Raises Misplaced."""
    try:
        whole = path.resolve(strict=True)
        if not whole.is_relative_to(folder.resolve(strict=True)):
            raise Misplaced("the Bot API server names a file outside of TELEGRAM_API_FILES")
        with os.fdopen(os.open(whole, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Misplaced("the Bot API server names something that is no file")
            return file.read(most + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a zero byte
        raise Misplaced(f"a file of the Bot API server cannot be read: {type(error).__name__}") from None
