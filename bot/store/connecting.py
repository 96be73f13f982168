"""Connections to SQLite through aiosqlite."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Self

import aiosqlite

_ROWS_AT_A_TIME = 64  # what `aiosqlite.connect` takes


class Connection(aiosqlite.Connection):
    """Ends its thread before it says that it cannot connect. aiosqlite's own does not wait for that end, and its thread
    may then report to an event loop that is closed.
    """

    _ended: asyncio.Future[object] | None = None

    def stop(self) -> asyncio.Future[object] | None:
        self._ended = super().stop()
        return self._ended

    def __await__(self) -> Generator[object, None, Self]:
        try:
            yield from super().__await__()
        except BaseException:
            if self._ended is not None:
                yield from self._ended
            raise
        return self


def connect(file: Path, *, any_thread: bool = False) -> Connection:
    """A connection that starts transactions only where it is told to. Await it, or use it with `async with`.

    `any_thread` lets the thread of another connection use it too.
    """
    return _connection(partial(sqlite3.connect, file, isolation_level=None, check_same_thread=not any_thread))


def connect_to_read(file: Path) -> Connection:
    """A connection that cannot write. Use it with `async with`."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    return _connection(partial(sqlite3.connect, address, isolation_level=None, uri=True))


def _connection(connector: Callable[[], sqlite3.Connection]) -> Connection:
    return Connection(connector, _ROWS_AT_A_TIME)
