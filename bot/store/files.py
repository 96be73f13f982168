"""Pictures and checkpoints as files, each named by the sha256 of what it holds.

A file is written whole and is on disk before the row that names it: tmp, fsync, rename, fsync of the directory.
Files go when no row names them, and never within a grace of their last `put`, after which the row may follow. The
grace is counted on the monotonic clock, in this process, which is the only one that puts any: the time of a file would
be wrong where the machine's clock is set.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import math
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from bot.store.durable import sync_directory, write_durably
from bot.store.errors import StoreFull
from bot.store.seen_files import SeenFiles, look_at

#: No file younger than this, in seconds, is swept.
SWEEP_GRACE = 3600.0
#: Files that were replaced go sooner: this long after their last `put`, in seconds.
DISCARD_GRACE = 30.0

#: Bytes of the disk that new pictures leave free, for the results of those before them, and for the database.
RESERVE = 64 * 2**20

_DIGITS = 64  # of a sha256
_SHA256 = re.compile(rf"[0-9a-f]{{{_DIGITS}}}")


def is_name(text: str) -> bool:
    """Whether this is a sha256 in hexadecimal, as files are called."""
    return _SHA256.fullmatch(text) is not None


def name_of(data: bytes) -> str:
    """What a file of these bytes is called."""
    return hashlib.sha256(data).hexdigest()


class PictureFiles:
    """The files below one directory: ab/cdef… for the sha256 abcdef…"""

    def __init__(self, directory: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._directory = directory
        self._clock = clock
        # Held while a name appears or goes, so that no file is deleted between its `put` and the row that names it.
        self._names = threading.Lock()
        self._put_at: dict[str, float] = {}  # when each was put last; older ones than any grace are forgotten
        self._holders = 0
        self.seen = SeenFiles()

    def path(self, sha256: str) -> Path:
        """Where the file is, or would be. Raises ValueError when this is no sha256 in hexadecimal."""
        if not is_name(sha256):
            raise ValueError("not a sha256")
        return self._directory / sha256[:2] / sha256[2:]

    async def has(self, *names: str) -> bool:
        """Whether all these files are there."""
        return await asyncio.to_thread(lambda: all(self.path(name).exists() for name in names))

    async def put(self, data: bytes, *, reserve: int = 0) -> str:
        """Store these bytes; returns their sha256. Repeating it does no harm.

        Raises StoreFull when there is no room, or less than `reserve` bytes would be left; OSError when the disk
        refuses for another reason.
        """
        name = await asyncio.to_thread(self._put_in_room, data, reserve)
        self.seen.note_written(name, data)
        return name

    async def free_bytes(self) -> int:
        """Bytes that are free on the disk. Raises OSError."""
        return await asyncio.to_thread(lambda: shutil.disk_usage(self._directory.parent).free)

    async def read(self, sha256: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError when it was replaced or deleted in the meantime."""
        return await asyncio.to_thread(self.path(sha256).read_bytes)

    async def missing(self, names: Collection[str]) -> set[str]:
        """Those of these files that do not exist any more."""
        return await asyncio.to_thread(lambda: {name for name in names if not self.path(name).is_file()})

    async def look_at(self, names: Collection[str]) -> None:
        """Learn the sizes and shapes of these files, for the transactions that ask `seen`. Raises OSError."""
        self.seen.note_looked_at(await asyncio.to_thread(lambda: {name: look_at(self.path(name)) for name in names}))

    async def discard(self, names: Collection[str], grace: float = DISCARD_GRACE) -> set[str]:
        """Delete these files, save those put within the grace; returns the names that are still too young."""
        return await asyncio.to_thread(lambda: {name for name in names if not self._delete(self.path(name), grace)})

    async def sweep(self, referenced: Collection[str], grace: float = SWEEP_GRACE) -> int:
        """Delete the files that no row names, and what a crash left half-written; returns how many went."""
        return await asyncio.to_thread(self._sweep, frozenset(referenced), grace)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Within this block no file is deleted; files that should go count as too young."""
        with self._names:
            self._holders += 1
        try:
            yield
        finally:
            with self._names:
                self._holders -= 1

    def all_names(self) -> set[str]:
        """The sha256 of every file here, whether or not a row names it."""
        return {name for file in self._all_files() if is_name(name := file.parent.name + file.name)}

    def _put_in_room(self, data: bytes, reserve: int) -> str:
        if reserve and shutil.disk_usage(self._directory.parent).free - len(data) < reserve:
            raise StoreFull(f"a picture of {len(data)} bytes would leave less than {reserve} on the disk")
        try:
            return self._put(data)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StoreFull(str(error)) from error
            raise

    def _put(self, data: bytes) -> str:
        name = name_of(data)
        target = self.path(name)
        self._make_directory(target.parent)
        if not self._renew(name, target):
            temporary = target.parent / f"{target.name}.{secrets.token_hex(4)}.tmp"
            try:
                write_durably(temporary, data)
                with self._names:
                    temporary.replace(target)
                    self._put_at[name] = self._clock()
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        sync_directory(target.parent)
        return name

    def _renew(self, name: str, target: Path) -> bool:
        """Restart the grace of a file, or start that of a new one; False when there is no such file."""
        with self._names:
            self._put_at[name] = self._clock()
            return target.exists()

    def _make_directory(self, directory: Path) -> None:
        if directory.is_dir():
            return
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.mkdir(mode=0o700, exist_ok=True)
        sync_directory(self._directory)
        sync_directory(self._directory.parent)

    def _sweep(self, referenced: frozenset[str], grace: float) -> int:
        unwanted = (file for file in self._all_files() if file.parent.name + file.name not in referenced)
        swept = sum(self._delete(file, grace) for file in unwanted)
        with self._names:
            since = self._clock() - SWEEP_GRACE
            self._put_at = {name: moment for name, moment in self._put_at.items() if moment > since}
        return swept

    def _all_files(self) -> Iterable[Path]:
        return self._directory.glob("[0-9a-f][0-9a-f]/*")

    def _delete(self, file: Path, grace: float) -> bool:
        """False when the file is held or too young; a missing one counts as deleted."""
        name = (file.parent.name + file.name)[:_DIGITS]  # of a half-written one: what it is to be
        with self._names:
            if self._holders or self._clock() - self._put_at.get(name, -math.inf) < grace:
                return False
            file.unlink(missing_ok=True)
            return True
