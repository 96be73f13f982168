"""Everything that outlives the process: one SQLite database and the picture files. All SQL is in here."""

from bot.store.backup import Backup, backup_path
from bot.store.drafts import AlbumItem, AlbumKey, Draft
from bot.store.erasures import Erasure, SentMessage
from bot.store.errors import (
    BadBackup,
    StoreClosed,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreInUse,
    StoreMissing,
    StoreNotEmpty,
    StoreTooNew,
    StoreUnavailable,
    StoreUnreadable,
)
from bot.store.files import RESERVE, PictureFiles
from bot.store.inbox import InboxUpdate
from bot.store.overview import Backlog, Statistics
from bot.store.people import Standing
from bot.store.series import Series
from bot.store.shares import SharedStyle
from bot.store.store import Store, Transaction
from bot.store.styles import DRAWN, HOUSE, KeptStyle
from bot.store.watching import JobEnd
from bot.store.workload import LATELY, workload

__all__ = [
    "DRAWN",
    "HOUSE",
    "LATELY",
    "RESERVE",
    "AlbumItem",
    "AlbumKey",
    "Backlog",
    "Backup",
    "BadBackup",
    "Draft",
    "Erasure",
    "InboxUpdate",
    "JobEnd",
    "KeptStyle",
    "PictureFiles",
    "SentMessage",
    "Series",
    "SharedStyle",
    "Standing",
    "Statistics",
    "Store",
    "StoreClosed",
    "StoreCorrupt",
    "StoreError",
    "StoreFull",
    "StoreInUse",
    "StoreMissing",
    "StoreNotEmpty",
    "StoreTooNew",
    "StoreUnavailable",
    "StoreUnreadable",
    "Transaction",
    "backup_path",
    "workload",
]
