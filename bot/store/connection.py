"""The one SQLite connection: opening and checking it, and running whole transactions one after another."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import os
import sqlite3
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import aiosqlite

from bot.store.connecting import connect
from bot.store.copying import copy_database
from bot.store.errors import (
    RESTORE,
    StoreClosed,
    StoreCorrupt,
    StoreError,
    StoreInUse,
    StoreUnreadable,
    translated,
)
from bot.store.layout import LOCK
from bot.store.migrate import migrate

T = TypeVar("T")
Committed = Callable[[float], None]
_log = logging.getLogger(__name__)

PRAGMAS = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit that was acknowledged survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what people had deleted is not to be found in free pages
    "PRAGMA trusted_schema = OFF",
)


class Database:
    """Transactions on one connection, one at a time, each a whole even when its caller is canceled."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._lock = asyncio.Lock()
        self._owner: asyncio.Task[object] | None = None
        self._failure: asyncio.Future[StoreError] = asyncio.get_running_loop().create_future()
        self._closed = False
        self._may_write: bool | None = True  # what query_only says; None where that is not known

    @classmethod
    async def open(cls, file: Path, backups: Path | None) -> Database:
        """Open, check and migrate, with a copy in `backups` before; None leaves an older schema as it is.

        Raises StoreCorrupt, StoreTooNew or StoreUnavailable.
        """
        _create_private(file)
        with translated(file):
            connection = await connect(file)
            try:
                connection.row_factory = sqlite3.Row
                for pragma in PRAGMAS:
                    await connection.execute_fetchall(pragma)
                await _check(connection, file)
                if backups is not None:
                    await migrate(connection, backups)
            except BaseException:
                await connection.close()
                raise
        return cls(connection)

    async def write(
        self, work: Callable[[aiosqlite.Connection], Awaitable[T]], committed: Committed = lambda _: None
    ) -> T:
        """Run `work` between BEGIN IMMEDIATE and COMMIT; whatever it raises rolls everything back. After the commit,
        `committed` is called with the seconds that it took, whether or not the caller still waits.

        A caller that is canceled while it waits for its turn has done nothing; one that is canceled later has its
        transaction carried to the end all the same. Raises StoreUnavailable, StoreCorrupt or StoreClosed.
        """
        return await self._exclusively(lambda: self._transaction(work, committed))

    async def read(self, work: Callable[[aiosqlite.Connection], Awaitable[T]]) -> T:
        """Run `work` while nobody writes. Its own attempts to write are refused with StoreUnavailable."""
        return await self._exclusively(lambda: self._query(work))

    async def copy(self, target: Path) -> None:
        """A whole, durable copy of one state of the database, while nobody writes. Raises OSError too."""
        await self._exclusively(lambda: copy_database(self._connection, target))

    async def failure(self) -> StoreError:
        """Wait until the database turns out to be damaged or unreadable, whoever noticed it; from then on every
        transaction is refused with that.
        """
        return await asyncio.shield(self._failure)

    async def aclose(self) -> None:
        """Wait for the transaction that is running, refuse the waiting ones, close. Idempotent."""
        async with self._lock:
            if not self._closed:
                self._closed = True
                await self._connection.close()

    async def _exclusively(self, action: Callable[[], Awaitable[T]]) -> T:
        if self._owner is not None and asyncio.current_task() is self._owner:
            raise RuntimeError("a transaction cannot start another one: it would wait for itself")
        await self._lock.acquire()
        # No await between here and the task: from now on the task owns the lock and releases it.
        task = asyncio.create_task(self._holding_lock(action), name="store transaction")
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_log_unseen_failure)
            raise

    async def _holding_lock(self, action: Callable[[], Awaitable[T]]) -> T:
        self._owner = asyncio.current_task()
        try:
            if self._closed:
                raise StoreClosed("the store is closed")
            if self._failure.done():
                raise type(self._failure.result())(str(self._failure.result()))
            with translated():
                return await action()
        except (StoreCorrupt, StoreUnreadable) as error:
            if not self._failure.done():
                self._failure.set_result(error)
            raise
        finally:
            self._owner = None
            self._lock.release()

    async def _transaction(self, work: Callable[[aiosqlite.Connection], Awaitable[T]], committed: Committed) -> T:
        try:
            await self._let_write(True)
            await self._connection.execute_fetchall("BEGIN IMMEDIATE")
            outcome = await work(self._connection)
            began = time.monotonic()
            await self._connection.execute_fetchall("COMMIT")
        except BaseException:
            # Also when the loop's end cancels this task itself: a statement may then still be queued in aiosqlite's
            # thread, so ask through that queue.
            await self._connection.execute_fetchall("SELECT 1")
            if self._connection.in_transaction:
                await self._connection.execute_fetchall("ROLLBACK")
            raise
        committed(time.monotonic() - began)
        return outcome

    async def _query(self, work: Callable[[aiosqlite.Connection], Awaitable[T]]) -> T:
        await self._let_write(False)
        return await work(self._connection)

    async def _let_write(self, allowed: bool) -> None:
        """Switch `query_only`, but only where needed: most transactions read, and each statement goes to a thread and
        back.
        """
        if self._may_write is not allowed:
            self._may_write = None
            await self._connection.execute_fetchall(f"PRAGMA query_only = {'OFF' if allowed else 'ON'}")
            self._may_write = allowed


class DirectoryLock:
    """Locks a data directory against a second bot, until `release` or the end of the process."""

    def __init__(self, directory: Path) -> None:
        """Creates the directory if need be. Raises StoreInUse when another process holds it."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = directory / LOCK
        self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._descriptor, 20).decode(errors="replace").strip()
            os.close(self._descriptor)
            raise StoreInUse(
                f"{directory} is in use by another bot (process {holder or 'unknown'}); stop that one first"
            ) from None
        with contextlib.suppress(OSError):  # the number is only for the message: a full disk must not keep us out
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Unlock the directory. Idempotent."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


async def _check(connection: aiosqlite.Connection, file: Path) -> None:
    rows = list(await connection.execute_fetchall("PRAGMA quick_check(1)"))
    verdict = str(rows[0][0])
    if verdict != "ok":
        raise StoreCorrupt(f"{file} is damaged ({verdict}); {RESTORE}")


def _create_private(file: Path) -> None:
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


def _log_unseen_failure(task: asyncio.Task[object]) -> None:
    """A canceled caller never learns how its transaction ended: log a failure instead."""
    if not task.cancelled() and task.exception() is not None:
        _log.error("a transaction failed after its caller was canceled", exc_info=task.exception())
