"""Brings a database to the newest schema: numbered SQL files, each committed together with its number."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import aiosqlite

from bot.store.copying import copy_database
from bot.store.errors import StoreTooNew
from bot.store.layout import BACKUPS

MIGRATIONS = Path(__file__).parent / "migrations"
COPIES_KEPT = 5  #: of databases from before a migration


def migration_files(directory: Path = MIGRATIONS) -> list[Path]:
    """The files 0001_*.sql, 0002_*.sql … without gaps. Raises ValueError when their numbers are not 1, 2, 3 …"""
    files = sorted(directory.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    if [int(file.name[:4]) for file in files] != list(range(1, len(files) + 1)):
        raise ValueError(f"the migrations in {directory} are not numbered from 1 without gaps")
    return files


def split_statements(script: str) -> Iterator[str]:
    """The single statements of a script, which executescript would commit one by one.

    Raises ValueError where the script ends within a statement.
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    if any(line.strip() and not line.lstrip().startswith("--") for line in statement.splitlines()):
        raise ValueError(f"the script ends within a statement: {statement.strip()[:80]}")


async def migrate(connection: aiosqlite.Connection, backups: Path | None, files: list[Path] | None = None) -> None:
    """Run the migrations that the database lacks. A database with data is first copied into `backups`, where the latest
    COPIES_KEPT copies stay. None: it is itself a copy.

    Raises StoreTooNew when the database has more migrations than this version knows.
    """
    files = migration_files() if files is None else files
    version = await schema_version(connection)
    if version > len(files):
        raise StoreTooNew(
            f"the database has schema {version}, this version of the bot knows {len(files)}: run the newer version, or "
            f"restore the copy from before it (python -m bot restore {backups or BACKUPS}/… --replace)"
        )
    outdated = version < len(files)
    if outdated and version > 0 and backups is not None:
        await copy_database(connection, backups / f"stylegram-schema-{version}.sqlite3")
    for number, file in enumerate(files[version:], start=version + 1):
        await _apply(connection, number, file.read_text(encoding="utf-8"))
    if outdated and backups is not None:
        await asyncio.to_thread(_keep_latest, backups, COPIES_KEPT)


async def schema_version(connection: aiosqlite.Connection) -> int:
    """The number of migrations that the database has had."""
    rows = list(await connection.execute_fetchall("PRAGMA user_version"))
    return int(rows[0][0])


async def _apply(connection: aiosqlite.Connection, number: int, script: str) -> None:
    await connection.execute_fetchall("BEGIN IMMEDIATE")
    try:
        for statement in split_statements(script):
            await connection.execute_fetchall(statement)
        await connection.execute_fetchall(f"PRAGMA user_version = {number:d}")  # takes no bound parameters
        await connection.execute_fetchall("COMMIT")
    except BaseException:
        if connection.in_transaction:
            await connection.execute_fetchall("ROLLBACK")
        raise


def _keep_latest(backups: Path, count: int) -> None:
    copies = sorted(backups.glob("stylegram-schema-*.sqlite3"), key=lambda file: file.stat().st_mtime, reverse=True)
    for outdated in copies[count:]:
        outdated.unlink()
