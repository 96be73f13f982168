"""Everything that outlives the process: one SQLite database and the picture files. All SQL is in here."""

from bot.store.backup import Backup, backup_path
from bot.store.drafts import AlbumItem, AlbumKey, Draft, OnePhoto, PhotoSeries, Said
from bot.store.erasures import Erasure, SentMessage
from bot.store.errors import (
    BadBackup,
    OwnerFull,
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
from bot.store.forecasts import LATELY, forecast, workload
from bot.store.inbox import InboxUpdate
from bot.store.lessons import KeptLesson
from bot.store.overview import BacklogCounts, Statistics
from bot.store.people import ModerationStatus
from bot.store.series import Series
from bot.store.shares import SharedStyle
from bot.store.store import Store
from bot.store.styles import DRAWN, HOUSE, KeptStyle
from bot.store.transaction import Transaction
from bot.store.watching import JobEnd

__all__ = [
    "DRAWN",
    "HOUSE",
    "LATELY",
    "RESERVE",
    "AlbumItem",
    "AlbumKey",
    "BacklogCounts",
    "Backup",
    "BadBackup",
    "Draft",
    "Erasure",
    "InboxUpdate",
    "JobEnd",
    "KeptLesson",
    "KeptStyle",
    "ModerationStatus",
    "OnePhoto",
    "OwnerFull",
    "PhotoSeries",
    "PictureFiles",
    "Said",
    "SentMessage",
    "Series",
    "SharedStyle",
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
    "forecast",
    "workload",
]
