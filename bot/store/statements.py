"""The tools of the tables' modules within a transaction that others begin and end."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import aiosqlite

from bot.store.watching import JobEnd

Value = str | int | float | bytes | None
#: Of `?` in turn, or of `:name`; some versions of Python warn of numbers.
Parameters = Sequence[Value] | Mapping[str, Value]


@dataclass(kw_only=True)
class Changes:
    """The effects of a transaction that matter after its commit."""

    jobs: bool = False  #: some job changed
    replaced_files: set[str] = field(default_factory=set)  #: to be deleted, unless a row still names them
    ended: list[JobEnd] = field(default_factory=list)
    told: list[float] = field(default_factory=list)  #: seconds from the end of a job to when its owner was told


class Statements:
    """Runs statements with bound parameters on the store's one connection, within the caller's transaction."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Execute; returns the number of rows that it changed."""
        async with self._connection.execute(sql, parameters) as cursor:
            return cursor.rowcount

    async def one(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """The first row, or None."""
        rows = await self.all(sql, parameters)
        return rows[0] if rows else None

    async def all(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """All rows. A statement with RETURNING has taken full effect by then."""
        return list(await self._connection.execute_fetchall(sql, parameters))
