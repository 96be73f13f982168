"""The facade of the store: the database, the picture files, and the signal that jobs have changed."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import aiosqlite

from bot.store.backup import Backup, back_up
from bot.store.cards import CardStore
from bot.store.chats import ChatStore
from bot.store.connection import Database, DirectoryLock
from bot.store.drafts import DraftStore
from bot.store.erasures import ErasureStore
from bot.store.errors import RESTORE, StoreCorrupt, StoreError, StoreUnavailable
from bot.store.files import DISCARD_GRACE, SWEEP_GRACE, PictureFiles
from bot.store.inbox import InboxStore
from bot.store.job_pictures import JobPictures
from bot.store.jobs import JobStore
from bot.store.layout import BACKUPS, DATABASE, PICTURES
from bot.store.moves import MoveStore
from bot.store.operation import OperationStore
from bot.store.overview import OverviewStore
from bot.store.people import PeopleStore
from bot.store.references import FileReferences
from bot.store.restore import finish_restore
from bot.store.retention import RetentionStore
from bot.store.series import SeriesStore
from bot.store.shares import ShareStore
from bot.store.statements import Changes, Statements
from bot.store.styles import StyleStore
from bot.store.turns import TurnStore
from bot.store.watching import StoreWatcher, Unwatched

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Transaction:
    """The tables, for as long as one transaction lasts."""

    inbox: InboxStore
    drafts: DraftStore
    jobs: JobStore
    job_pictures: JobPictures
    turns: TurnStore
    cards: CardStore
    chats: ChatStore
    styles: StyleStore
    shares: ShareStore
    series: SeriesStore
    people: PeopleStore
    overview: OverviewStore
    operation: OperationStore
    erasures: ErasureStore
    moves: MoveStore
    retention: RetentionStore
    files: FileReferences


class Store:
    """All that the bot keeps, below one data directory that no other bot may use at the same time.

        job = await store.write(lambda transaction: transaction.jobs.claim(now))

    Work passed to `write` or `read` must not call them again, nor wait for anything but the transaction.
    """

    def __init__(self, lock: DirectoryLock, database: Database, files: PictureFiles, backups: Path) -> None:
        self.files = files
        self._backups = backups
        self._lock = lock
        self._database = database
        self._revision = 0
        self._changed = asyncio.Event()
        self._replaced_files: set[str] = set()
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
        """Rises with every commit that changed a job; what its card was seen to show is no such change."""
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

        A caller that is cancelled in mid-transaction has it carried to its end all the same. Raises StoreUnavailable
        when nothing was written because the database is busy or its disk full.
        """
        changes = Changes()
        return await self._database.write(
            lambda connection: work(_transaction(connection, changes)),
            functools.partial(self._committed, changes),
        )

    async def read(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` on one state of the database, without the right to change it."""
        return await self._database.read(lambda connection: work(_transaction(connection, Changes())))

    async def failure(self) -> StoreError:
        """Wait until the database turns out to be damaged or unreadable; in a good life for ever."""
        return await self._database.failure()

    async def sweep_files(self, grace: float = SWEEP_GRACE) -> int:
        """Delete the files that no row names and that were put longer than `grace` seconds ago; returns how many."""
        referenced = await self.read(lambda transaction: transaction.files.all())
        return await self.files.sweep(referenced, grace)

    async def delete_old_backups(self, before: float) -> int:
        """Delete the copies from before migrations that are older than this (Unix seconds); returns how many."""
        return await asyncio.to_thread(_delete_older, self._backups, before)

    async def back_up(self, path: Path, now: float) -> Backup:
        """Make a backup at `path` while work goes on (see bot.store.backup). Raises StoreUnavailable, OSError."""
        return await back_up(self._database, self.files, path, now)

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
        self._replaced_files |= changes.replaced_files
        if self._replaced_files and (self._discarding is None or self._discarding.done()):
            self._discarding = asyncio.create_task(self._discard_replaced_files(), name="discard replaced files")

    async def _discard_replaced_files(self) -> None:
        """Whoever read a row just before the commit may still want the file: it stays for the grace."""
        while self._replaced_files:
            await asyncio.sleep(DISCARD_GRACE)
            candidates, self._replaced_files = self._replaced_files, set()
            try:
                referenced = await self.read(functools.partial(_referenced_among, candidates))
                self._replaced_files |= await self.files.discard(candidates - referenced)
            except (StoreUnavailable, OSError):
                _log.exception("replaced files could not be deleted; they will be tried again")
                self._replaced_files |= candidates


async def _referenced_among(names: set[str], transaction: Transaction) -> set[str]:
    return await transaction.files.among(names)


def _transaction(connection: aiosqlite.Connection, changes: Changes) -> Transaction:
    statements = Statements(connection)
    jobs, files = JobStore(statements, changes), FileReferences(statements)
    styles = StyleStore(statements, changes)
    return Transaction(
        inbox=InboxStore(statements),
        drafts=DraftStore(statements, changes),
        jobs=jobs,
        job_pictures=JobPictures(statements, changes),
        turns=TurnStore(statements, changes),
        cards=CardStore(statements, changes),
        chats=ChatStore(statements, changes, jobs),
        styles=styles,
        shares=ShareStore(statements, changes, styles),
        series=SeriesStore(statements, changes),
        people=PeopleStore(statements),
        overview=OverviewStore(statements),
        operation=OperationStore(statements, changes),
        erasures=ErasureStore(statements, changes, jobs, files),
        moves=MoveStore(statements, changes),
        retention=RetentionStore(statements, changes),
        files=files,
    )


def _delete_older(directory: Path, before: float) -> int:
    old = [file for file in directory.glob("stylegram-schema-*") if file.stat().st_mtime < before]
    for file in old:
        file.unlink()
    return len(old)


def _refuse_lost_database(data_directory: Path) -> None:
    """Pictures without a database mean that it was lost: a new one would make the bot forget, and sweep, them all."""
    database = data_directory / DATABASE
    lost = not database.exists() or database.stat().st_size == 0
    if lost and any((data_directory / PICTURES).glob("*/*")):
        raise StoreCorrupt(
            f"{database} is missing, but there are pictures beside it; {RESTORE}, "
            f"or delete {data_directory / PICTURES} to begin anew"
        )
