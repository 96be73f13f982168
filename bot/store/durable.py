"""Writing that survives crashes and power cuts whole: fsync before rename, then fsync of the directory."""

from __future__ import annotations

import hashlib
import math
import os
from pathlib import Path
from typing import BinaryIO

import msgspec

_CHUNK = 1 << 20
_ZEROS = bytes(_CHUNK)


class FileSum(msgspec.Struct, frozen=True):
    """Size and digest of a file."""

    sha256: str
    size: int  #: bytes


def write_durably(file: Path, data: bytes) -> None:
    """Make a new file with these bytes, on disk when it returns. Raises FileExistsError, OSError."""
    with private_file(file) as target:
        target.write(data)
        _sync(target)


def copy_durably(source: BinaryIO, file: Path | None, most: int | None = None) -> FileSum:
    """Copy the rest of a stream, or `most` bytes and one more, into a new file, or nowhere; returns size and digest.

    Stretches of zeros, as in sparse files, take no room in the copy. Raises OSError.
    """
    digest, size = hashlib.sha256(), 0
    left = math.inf if most is None else most + 1
    target = None if file is None else private_file(file)
    try:
        while chunk := source.read(int(min(_CHUNK, left))):
            digest.update(chunk)
            size += len(chunk)
            left -= len(chunk)
            if target is not None:
                _append(target, chunk)
        if target is not None:
            target.truncate()  # where it ends in a hole
            _sync(target)
    finally:
        if target is not None:
            target.close()
    return FileSum(digest.hexdigest(), size)


def _append(target: BinaryIO, chunk: bytes) -> None:
    if chunk == _ZEROS[: len(chunk)]:
        target.seek(len(chunk), os.SEEK_CUR)
    else:
        target.write(chunk)


def sum_of(file: Path) -> FileSum:
    """Size and digest of a file. Raises OSError."""
    with file.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256")
        return FileSum(digest.hexdigest(), source.tell())


def private_file(file: Path) -> BinaryIO:
    """A new file that nobody else on the machine can read, opened for writing. Raises FileExistsError, OSError."""
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def sync_file(file: Path) -> None:
    """Flush what others wrote into the file to the disk."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def sync_directory(directory: Path) -> None:
    """Flush the directory's names to the disk."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Flush the names in this folder and all below it to the disk."""
    for directory in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
        sync_directory(directory)


def _sync(opened: BinaryIO) -> None:
    opened.flush()
    os.fsync(opened.fileno())
