"""Copies of whole databases, made by SQLite itself: copying the file of an open one may tear it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiosqlite

from bot.store.connecting import connect, connect_to_read
from bot.store.durable import private_file, sync_directory, sync_file


async def copy_database(connection: aiosqlite.Connection, target: Path) -> None:
    """A copy in one file, on disk when this returns; it replaces what is at `target`.

    The connection must not be within a transaction. Raises sqlite3.Error or OSError.
    """
    unfinished = target.with_name(f"{target.name}.unfinished")
    await asyncio.to_thread(_make_room, unfinished)
    async with connect(unfinished, any_thread=True) as copy:  # the other's thread fills it
        await connection.backup(copy)
        await copy.execute_fetchall("PRAGMA journal_mode = DELETE")  # no second file beside it
    await asyncio.to_thread(_put_in_place, unfinished, target)


async def copy_closed_database(source: Path, target: Path) -> None:
    """A copy of a database that nobody has open; it is only read. Raises sqlite3.Error or OSError."""
    async with connect_to_read(source) as connection:
        await copy_database(connection, target)


def _make_room(unfinished: Path) -> None:
    unfinished.parent.mkdir(mode=0o700, exist_ok=True)
    for leftover in (unfinished, unfinished.with_name(f"{unfinished.name}-journal")):
        leftover.unlink(missing_ok=True)
    private_file(unfinished).close()


def _put_in_place(unfinished: Path, target: Path) -> None:
    sync_file(unfinished)
    unfinished.replace(target)
    sync_directory(target.parent)
