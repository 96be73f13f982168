"""Writing that neither a crash nor a power cut leaves by halves: fsync before rename, the directory's after it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

import msgspec

_CHUNK = 1 << 20


class FileSum(msgspec.Struct, frozen=True):
    """What a file holds, in short."""

    sha256: str
    size: int  #: bytes


def write_durably(file: Path, data: bytes) -> None:
    """Make a new file with these bytes, on disk when it returns. Raises FileExistsError, OSError."""
    with private_file(file) as target:
        target.write(data)
        _sync(target)


def copy_durably(source: BinaryIO, file: Path | None) -> FileSum:
    """Copy the rest of a stream into a new file, or nowhere; returns what was read. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    target = None if file is None else private_file(file)
    try:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if target is not None:
                target.write(chunk)
        if target is not None:
            _sync(target)
    finally:
        if target is not None:
            target.close()
    return FileSum(digest.hexdigest(), size)


def sum_of(file: Path) -> FileSum:
    """What a file holds. Raises OSError."""
    with file.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256")
        return FileSum(digest.hexdigest(), source.tell())


def private_file(file: Path) -> BinaryIO:
    """A new file that nobody else on the machine can read, opened for writing. Raises FileExistsError, OSError."""
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def sync_file(file: Path) -> None:
    """What others wrote into the file is on disk."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def sync_directory(directory: Path) -> None:
    """The names in the directory are on disk."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """All names in the folder, and in those below it, are on disk."""
    for directory in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
        sync_directory(directory)


def _sync(opened: BinaryIO) -> None:
    opened.flush()
    os.fsync(opened.fileno())
