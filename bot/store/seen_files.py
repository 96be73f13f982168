"""What is known of picture files without a look at the disk.

There is one database lock, and a disk may be slow. So a transaction never reads a file: it asks here, and where nobody
has looked at a file yet, it ends with NotSeen. The store then looks at the file and runs the transaction again.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOST_SEEN: Final = 2**16  #: files to remember

_PNG: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"  # then width and height, in four bytes each
_HEAD: Final = len(_PNG) + 8  # bytes


@dataclass(frozen=True)
class SeenFile:
    """A file is named by what it holds, so that none of this changes while the file exists."""

    size: int  #: bytes; 0 where there is no file
    shape: tuple[int, int] | None  #: (height, width) of a PNG, in pixels


class NotSeen(Exception):
    """A transaction needs to know files that nobody has looked at."""

    def __init__(self, names: set[str]) -> None:
        super().__init__(f"{len(names)} files have to be looked at first")
        self.names = names


class SeenFiles:
    """The files that were looked at, or written, in this process."""

    def __init__(self) -> None:
        self._seen: dict[str, SeenFile] = {}

    def size_bytes(self, names: Collection[str]) -> int:
        """Bytes that these files take together. Raises NotSeen."""
        return sum(file.size for file in self._all(names).values())

    def shapes(self, names: Collection[str]) -> dict[str, tuple[int, int]]:
        """(height, width) in pixels of those of these files that are PNGs. Raises NotSeen."""
        return {name: file.shape for name, file in self._all(names).items() if file.shape is not None}

    def note_written(self, name: str, data: bytes) -> None:
        """This file has just been written."""
        self._make_room(1)
        self._seen[name] = SeenFile(len(data), _shape(data[:_HEAD]))

    def note_looked_at(self, files: Mapping[str, SeenFile]) -> None:
        """These files were looked at. One that was written meanwhile is known better."""
        self._make_room(len(files))
        for name, file in files.items():
            self._seen.setdefault(name, file)

    def _make_room(self, count: int) -> None:
        if len(self._seen) + count > MOST_SEEN:
            self._seen.clear()

    def _all(self, names: Collection[str]) -> dict[str, SeenFile]:
        missing = {name for name in names if name not in self._seen}
        if missing:
            raise NotSeen(missing)
        return {name: self._seen[name] for name in names}


def look_at(path: Path) -> SeenFile:
    """Read the size of a file, and its head. Raises OSError, but not for a file that is missing."""
    try:
        with path.open("rb", buffering=0) as file:
            return SeenFile(os.fstat(file.fileno()).st_size, _shape(file.read(_HEAD)))
    except FileNotFoundError:
        return SeenFile(0, None)


def _shape(head: bytes) -> tuple[int, int] | None:
    if len(head) < _HEAD or not head.startswith(_PNG):
        return None
    width, height = struct.unpack(">II", head[len(_PNG) :])
    return height, width
