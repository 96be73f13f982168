"""What SQLite's error codes mean for the bot: to wait, to stop, or to stop and restore."""

from __future__ import annotations

import sqlite3

import pytest

from bot.store import StoreCorrupt, StoreError, StoreFull, StoreUnavailable, StoreUnreadable
from bot.store.errors import translated


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_CORRUPT, StoreCorrupt),
        (sqlite3.SQLITE_CORRUPT_INDEX, StoreCorrupt),
        (sqlite3.SQLITE_NOTADB, StoreCorrupt),
        (sqlite3.SQLITE_IOERR_SHORT_READ, StoreCorrupt),
        (sqlite3.SQLITE_IOERR_READ, StoreUnreadable),
        (sqlite3.SQLITE_IOERR_CORRUPTFS, StoreUnreadable),
        (sqlite3.SQLITE_IOERR_WRITE, StoreUnavailable),  # a quota, for example
        (sqlite3.SQLITE_IOERR_FSYNC, StoreUnavailable),
        (sqlite3.SQLITE_BUSY, StoreUnavailable),
        (sqlite3.SQLITE_FULL, StoreFull),
    ],
)
def test_each_code_has_its_meaning(code: int, kind: type[StoreError]) -> None:
    error = sqlite3.OperationalError("as the test asks")
    error.sqlite_errorcode = code
    with pytest.raises(kind) as caught, translated():
        raise error
    assert type(caught.value) is kind


def test_a_mistake_in_a_statement_stays_what_it_is() -> None:
    error = sqlite3.OperationalError("no such table")
    error.sqlite_errorcode = sqlite3.SQLITE_ERROR
    with pytest.raises(sqlite3.OperationalError), translated():
        raise error


def test_a_damaged_database_and_a_failing_disk_say_what_to_do() -> None:
    for code, words in (
        (sqlite3.SQLITE_CORRUPT, "restore a backup"),
        (sqlite3.SQLITE_IOERR_READ, "python -m bot verify"),
    ):
        error = sqlite3.DatabaseError("as the test asks")
        error.sqlite_errorcode = code
        with pytest.raises(StoreError, match=words), translated():
            raise error
