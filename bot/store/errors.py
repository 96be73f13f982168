"""What can go wrong in the store. Messages are for the operator; none of them holds what a user sent."""

from __future__ import annotations


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


class StoreClosed(StoreError):
    """The store was closed before this call had its turn."""
