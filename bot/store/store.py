"""The facade of the store: the database, the picture files, and the signal that jobs have changed."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable
from pathlib import Path
from typing import TypeVar

from bot.store.backup import Backup, back_up
from bot.store.connection import Database, DirectoryLock
from bot.store.errors import RESTORE, OwnerFull, StoreCorrupt, StoreError, StoreUnavailable
from bot.store.files import DISCARD_GRACE, SWEEP_GRACE, PictureFiles, name_of
from bot.store.layout import BACKUPS, DATABASE, PICTURES
from bot.store.restore import finish_restore
from bot.store.seen_files import NotSeen
from bot.store.statements import Changes
from bot.store.transaction import Transaction, transaction_on
from bot.store.watching import StoreWatcher, Unwatched

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Store:
    """All that the bot keeps, below one data directory that no other bot may use at the same time.

        job = await store.write(lambda transaction: transaction.jobs.claim(now))

    Work passed to `write` or `read` must not call them again, nor wait for anything but the transaction. It may be run
    more than once: when it asks for a file that nobody has looked at, it is rolled back, and run again after the look.
    """

    def __init__(self, lock: DirectoryLock, database: Database, files: PictureFiles, backups: Path) -> None:
        self.files = files
        self._backups = backups
        self._lock = lock
        self._database = database
        self._revision = 0
        self._changed = asyncio.Event()
        self._replaced_files: set[str] = set()
        self._in_hand: Counter[str] = Counter()  # files of which somebody is about to write a row
        self._discarding: asyncio.Task[None] | None = None
        self.watcher: StoreWatcher = Unwatched()  #: is told what happens

    @classmethod
    async def open(cls, data_directory: Path) -> Store:
        """Take the directory, finish a restore that was broken off, check the database, bring it to the newest schema,
        delete files that no row names.

        Raises StoreInUse, StoreCorrupt, StoreTooNew or StoreUnavailable.
        """
        try:
            return await cls._open(data_directory)
        except OSError as error:
            raise StoreUnavailable(f"the data directory cannot be used: {error}") from error

    @classmethod
    async def _open(cls, data_directory: Path) -> Store:
        lock = await asyncio.to_thread(DirectoryLock, data_directory)
        try:
            await asyncio.to_thread(finish_restore, data_directory)
            await asyncio.to_thread(_refuse_lost_database, data_directory)
            database = await Database.open(data_directory / DATABASE, data_directory / BACKUPS)
        except BaseException:
            lock.release()
            raise
        store = cls(lock, database, PictureFiles(data_directory / PICTURES), data_directory / BACKUPS)
        try:
            await store.sweep_files(grace=0)  # nobody can have put one yet
        except BaseException:
            await store.aclose()
            raise
        return store

    async def aclose(self) -> None:
        """Let the running transaction end, close, and let others have the directory. Idempotent."""
        if self._discarding is not None:
            self._discarding.cancel()
            await asyncio.wait([self._discarding])
        await self._database.aclose()
        self._lock.release()

    @property
    def revision(self) -> int:
        """Rises with every commit that changes a job. Notes about what a card shows do not count."""
        return self._revision

    async def wait_for_change(self, seen_revision: int, timeout: float | None = None) -> int:
        """Sleep until the revision is beyond the one seen, or for `timeout` seconds; returns the revision."""
        if self._revision == seen_revision:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    await self._changed.wait()
        return self._revision

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` in one transaction, which is committed when it returns and rolled back when it raises.

        A caller that is canceled in mid-transaction has it carried to its end all the same. Raises StoreUnavailable
        when nothing was written because the database is busy or its disk full.
        """

        async def attempt() -> T:
            changes = Changes()
            return await self._database.write(
                lambda connection: work(transaction_on(connection, changes, self.files.seen)),
                functools.partial(self._committed, changes),
            )

        return await self._with_files_seen(attempt)

    async def read(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` on one state of the database, without the right to change it."""
        return await self._with_files_seen(
            lambda: self._database.read(lambda connection: work(transaction_on(connection, Changes(), self.files.seen)))
        )

    async def failure(self) -> StoreError:
        """Wait until the database turns out to be damaged or unreadable; usually for ever."""
        return await self._database.failure()

    async def put_for(self, user_id: int, data: bytes, *, limit: int, reserve: int = 0) -> str:
        """Keep these bytes for a person, who may have `limit` bytes in all; returns their sha256.

        Until `let_go` the file stays, though no row may name it. Raises OwnerFull; and as PictureFiles.put.
        """
        name = await asyncio.to_thread(name_of, data)
        self._in_hand[name] += 1
        try:
            await self.write(functools.partial(_charge, user_id, name, len(data), limit))
            return await self.files.put(data, reserve=reserve)
        except BaseException:
            self.let_go([name])
            raise

    def let_go(self, names: Iterable[str]) -> None:
        """Release files from `put_for`: a row names them now, or they are deleted soon."""
        names = list(names)
        self._in_hand.subtract(names)
        self._in_hand = +self._in_hand
        self._discard(names)

    async def sweep_files(self, grace: float = SWEEP_GRACE) -> int:
        """Delete the files that no row names and that were put longer than `grace` seconds ago; returns how many."""
        referenced = await self.read(lambda transaction: transaction.files.all())
        swept = await self.files.sweep(referenced | self._in_hand.keys(), grace)
        charged = await self.read(lambda transaction: transaction.charges.names())
        await self._settle_charges(charged - self._in_hand.keys(), referenced)
        return swept

    async def delete_old_backups(self, before: float) -> int:
        """Delete the copies from before migrations that are older than this (Unix seconds); returns how many."""
        return await asyncio.to_thread(_delete_older, self._backups, before)

    async def back_up(self, path: Path, now: float) -> Backup:
        """Make a backup at `path` while work goes on (see bot.store.backup). Raises StoreUnavailable, OSError."""
        return await back_up(self._database, self.files, path, now)

    async def _with_files_seen(self, attempt: Callable[[], Awaitable[T]]) -> T:
        needed: set[str] = set()
        while True:
            try:
                return await attempt()
            except NotSeen as error:
                needed |= error.names
            # All at once: what was forgotten for new names is among them, so that this comes to an end.
            await self._look_at(needed)

    async def _look_at(self, names: Collection[str]) -> None:
        try:
            await self.files.look_at(names)
        except OSError as error:
            raise StoreUnavailable(f"pictures cannot be looked at: {error}") from error

    def _committed(self, changes: Changes, seconds: float) -> None:
        self.watcher.committed(seconds)
        for end in changes.ended:
            self.watcher.job_ended(end)
        for pause in changes.told:
            self.watcher.job_told(pause)
        if changes.jobs:
            self._revision += 1
            self._changed.set()
            self._changed = asyncio.Event()
        self._discard(changes.replaced_files)

    def _discard(self, names: Iterable[str]) -> None:
        self._replaced_files.update(names)
        if self._replaced_files and (self._discarding is None or self._discarding.done()):
            self._discarding = asyncio.create_task(self._discard_replaced_files(), name="discard replaced files")

    async def _discard_replaced_files(self) -> None:
        """Delete replaced files after the grace: a reader from just before the commit may still want them."""
        while self._replaced_files:
            await asyncio.sleep(DISCARD_GRACE)
            candidates, self._replaced_files = self._replaced_files - self._in_hand.keys(), set()
            try:
                referenced = await self.read(functools.partial(_referenced_among, candidates))
                self._replaced_files |= await self.files.discard(
                    candidates - referenced - self._in_hand.keys(), DISCARD_GRACE
                )
                await self._settle_charges(candidates - self._replaced_files, referenced)
            except (StoreUnavailable, OSError):
                _log.exception("replaced files could not be deleted; they will be tried again")
                self._replaced_files |= candidates

    async def _settle_charges(self, looked_at: Collection[str], referenced: Collection[str]) -> None:
        """Remove the charges for files that are gone, or that are kept for others only."""
        gone = await self.files.missing(looked_at)
        named = (set(looked_at) & set(referenced)) - gone
        if gone or named:
            await self.write(lambda transaction: transaction.charges.settle(gone, named))


async def _charge(user_id: int, name: str, size: int, limit: int, transaction: Transaction) -> None:
    await transaction.charges.add(user_id, name, size)
    if await transaction.charges.size_bytes_of(user_id) > limit:
        raise OwnerFull(f"{size} bytes would be more than the {limit} that one person may have")


async def _referenced_among(names: set[str], transaction: Transaction) -> set[str]:
    return await transaction.files.among(names)


def _delete_older(directory: Path, before: float) -> int:
    old = [file for file in directory.glob("stylegram-schema-*") if file.stat().st_mtime < before]
    for file in old:
        file.unlink()
    return len(old)


def _refuse_lost_database(data_directory: Path) -> None:
    """Pictures without a database mean that it was lost. A new database would make the bot delete them all."""
    database = data_directory / DATABASE
    lost = not database.exists() or database.stat().st_size == 0
    if lost and any((data_directory / PICTURES).glob("*/*")):
        raise StoreCorrupt(
            f"{database} is missing, but there are pictures beside it; {RESTORE}, "
            f"or delete {data_directory / PICTURES} to begin anew"
        )
