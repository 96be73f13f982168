"""What can go wrong in the store. Messages are for the operator; none of them holds what a user sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

#: The end of every message about a damaged database.
RESTORE: Final = "restore a backup: python -m bot restore FROM --replace"

#: The end of a message about a disk that may have damaged it.
LOOK: Final = f"look at the disk, then for damage with python -m bot verify; if there is any, {RESTORE}"

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
#: Kinds of SQLITE_IOERR that say the same: pages are missing, or are not what was written.
_DAMAGED_FILE = frozenset({sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_DATA})
#: Kinds of it that say that the disk fails at reading: CORRUPTFS is what SQLite makes of EIO.
_UNREADABLE = frozenset({sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_CORRUPTFS})
_TROUBLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
    }
)


class StoreError(Exception):
    """Base of the store's errors."""


class StoreInUse(StoreError):
    """Another bot holds the lock of the data directory."""


class StoreCorrupt(StoreError):
    """The database is damaged, or not a database: restore a backup. The bot never starts with an empty one instead."""


class StoreTooNew(StoreError):
    """The database was written by a newer version, whose schema this one does not know."""


class StoreUnavailable(StoreError):
    """The database is busy, its disk full or failing. Nothing was written; trying again may help."""


class StoreFull(StoreUnavailable):
    """The disk is full, or too little of it is free."""


class OwnerFull(StoreError):
    """A person has as much on the disk as the operator allows. Nothing was written."""


class StoreUnreadable(StoreUnavailable):
    """The disk does not return what was written to it: a person has to look before work goes on."""


class StoreClosed(StoreError):
    """The store was closed before this call had its turn."""


class StoreMissing(StoreError):
    """There is no database where one is needed."""


class StoreNotEmpty(StoreError):
    """A restore would replace data, and nobody asked for that."""


class BadBackup(StoreError):
    """This is no backup, or not a whole and undamaged one."""


@contextmanager
def translated(file: Path | None = None) -> Iterator[None]:
    """Turn errors of SQLite that come from the disk or from other processes into the store's own, and let mistakes in
    statements pass. Raises StoreCorrupt, StoreUnreadable, StoreFull, StoreUnavailable.
    """
    where = str(file) if file else "the database"
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        primary_code = code & 0xFF
        if primary_code in _DAMAGE or code in _DAMAGED_FILE:
            raise StoreCorrupt(f"{where} is damaged or not a database ({error}); {RESTORE}") from error
        if code in _UNREADABLE:
            raise StoreUnreadable(f"{where} cannot be read ({error}); {LOOK}") from error
        if primary_code == sqlite3.SQLITE_FULL:
            raise StoreFull(f"{where}: {error}") from error
        if primary_code in _TROUBLE:
            raise StoreUnavailable(f"{where}: {error}") from error
        raise
