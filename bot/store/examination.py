"""Examines a closed database: whether it is sound, how old its schema is, which pictures its rows name."""

from __future__ import annotations

import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from bot.store.connecting import connect, connect_to_read
from bot.store.copying import copy_database
from bot.store.errors import translated
from bot.store.layout import SCRATCH
from bot.store.migrate import migrate, migration_files, schema_version
from bot.store.references import FileReferences
from bot.store.statements import Statements


@dataclass(frozen=True, kw_only=True)
class Examined:
    """The result of an examination."""

    schema: int
    problems: tuple[str, ...]  #: a sentence each; none when it is sound
    pictures: frozenset[str]  #: as the rows name them, by their sha256; empty where there are problems


async def examine(file: Path) -> Examined:
    """Look at a database that nobody has open, and leave it as it is; its folder must take a copy, if it is outdated.

    Raises StoreCorrupt when it cannot be read at all, StoreTooNew, StoreUnavailable.
    """
    with translated():
        async with connect_to_read(file) as connection:
            connection.row_factory = sqlite3.Row
            schema = await schema_version(connection)
            problems = await _problems(connection, schema)
            pictures = frozenset() if problems else await _pictures(connection, schema, file.parent)
    return Examined(schema=schema, problems=problems, pictures=pictures)


async def problems_of(file: Path) -> tuple[str, ...]:
    """What is wrong with a database that nobody has open, a sentence each; it is only read.

    Raises StoreCorrupt when it cannot be read at all, StoreTooNew, StoreUnavailable.
    """
    with translated():
        async with connect_to_read(file) as connection:
            return await _problems(connection, await schema_version(connection))


async def _problems(connection: aiosqlite.Connection, schema: int) -> tuple[str, ...]:
    damage = await _damage(connection)
    if damage != ["ok"]:
        return tuple(f"the database is damaged: {sentence}" for sentence in damage)
    if schema == 0:
        return ("the database is not one of this bot",)
    dangling = await connection.execute_fetchall("PRAGMA foreign_key_check")
    return tuple(f"row {row[1]} of {row[0]} names a row of {row[2]} that is not there" for row in dangling)


async def _damage(connection: aiosqlite.Connection) -> list[str]:
    try:
        return [str(row[0]) for row in await connection.execute_fetchall("PRAGMA integrity_check(10)")]
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return [str(error)]  # too damaged to be looked at in detail


async def _pictures(connection: aiosqlite.Connection, schema: int, folder: Path) -> frozenset[str]:
    if schema == len(migration_files()):
        return await _referenced(connection)
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=folder) as scratch:
        newer = Path(scratch) / "migrated.sqlite3"
        await copy_database(connection, newer)
        async with connect(newer) as migrated:
            migrated.row_factory = sqlite3.Row
            await migrate(migrated, None)
            return await _referenced(migrated)


async def _referenced(connection: aiosqlite.Connection) -> frozenset[str]:
    return frozenset(await FileReferences(Statements(connection)).all())
