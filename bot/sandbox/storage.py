"""What the sandbox must not forget: JSON documents by kind and key, in one SQLite file.

Everything is small and lives in memory too; writes go through at once. The calls are synchronous on purpose: they take
well under a millisecond, and without an `await` in the middle a change of the sandbox's state is atomic.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

Document = TypeVar("Document")


class Storage:
    """Documents of several kinds. Changes made within `change()` are committed together or not at all."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS documents (kind TEXT, key TEXT, body BLOB NOT NULL, PRIMARY KEY (kind, key))"
        )

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction. May be nested: the outermost commits."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def load(self, kind: str, of: type[Document]) -> dict[str, Document]:
        """All documents of a kind by key, in the order in which they were first written."""
        rows = self._connection.execute("SELECT key, body FROM documents WHERE kind = ? ORDER BY rowid", (kind,))
        return {key: msgspec.json.decode(body, type=of) for key, body in rows}

    def put(self, kind: str, key: str, document: object) -> None:
        self._connection.execute(
            "INSERT INTO documents (kind, key, body) VALUES (?, ?, ?) "
            "ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body",
            (kind, key, msgspec.json.encode(document)),
        )

    def delete(self, kind: str, key: str) -> None:
        self._connection.execute("DELETE FROM documents WHERE kind = ? AND key = ?", (kind, key))
