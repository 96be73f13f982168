"""Restores a backup into a data directory.

Everything happens inside the directory, which may be the root of a volume and whose lock is held. The new data is
gathered in `restoring.unfinished`, checked, and renamed to `restoring-TIME`: this decides the restore. Its parts then
change places with the present ones, which go to `replaced-TIME`. Every step can be repeated, so the next start finishes
what a crash interrupted.
"""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.store.archive import damage_of_backup, require_backup, require_room, unpack
from bot.store.connection import DirectoryLock
from bot.store.copying import copy_closed_database
from bot.store.durable import sync_directory, sync_tree
from bot.store.errors import BadBackup, StoreNotEmpty, translated
from bot.store.examination import Examined, examine, problems_of
from bot.store.layout import DATABASE, PICTURES, SCRATCH

_STAGING = "restoring.unfinished"
_DECIDED = "restoring-"
_REPLACED = "replaced-"
_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, kw_only=True)
class Restored:
    """The result of a restore."""

    schema: int
    pictures: int | None  #: None where only the database was restored, and the pictures are those from before
    replaced: Path | None  #: where what was there before is now


async def restore(directory: Path, source: Path, *, replace: bool, now: float) -> Restored:
    """Bring a data directory to the state of a backup: a folder or tar of ours, or a database alone, such as the copy
    from before a migration, which leaves the pictures as they are.

    Until everything is checked and on disk, nothing is touched. Raises StoreInUse, StoreNotEmpty when there is
    something to replace that may not be, BadBackup, StoreTooNew, StoreUnavailable, OSError.
    """
    with await asyncio.to_thread(DirectoryLock, directory):
        await asyncio.to_thread(finish_restore, directory)
        await asyncio.to_thread(_require_backup, source)
        if not replace and await asyncio.to_thread(holds_data, directory):
            raise StoreNotEmpty(
                f"{directory} holds a database or pictures already. With --replace they are put aside, into "
                f"{directory / _REPLACED}TIME, and nothing of them is deleted"
            )
        staging = directory / _STAGING
        try:
            await asyncio.to_thread(staging.mkdir, mode=0o700)
            pictures, examined = await _gather(source, staging)
            moment = f"{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%S.%fZ}"
            await asyncio.to_thread(_decide, staging, directory / f"{_DECIDED}{moment}")
        finally:
            await asyncio.to_thread(shutil.rmtree, staging, ignore_errors=True)
        await asyncio.to_thread(finish_restore, directory)
        replaced = directory / f"{_REPLACED}{moment}"
        return Restored(schema=examined.schema, pictures=pictures, replaced=replaced if replaced.exists() else None)


def finish_restore(directory: Path) -> None:
    """Finish a restore that was decided; delete what else a crash left. The lock must be held.

    Raises OSError.
    """
    for decided in sorted(directory.glob(f"{_DECIDED}*")):
        aside = directory / decided.name.replace(_DECIDED, _REPLACED, 1)
        # The database last: as long as the new one is not there, the old one's log must not be taken for its own.
        for name in (PICTURES, DATABASE):
            if (decided / name).exists():
                _put_aside(directory, [f"{name}-wal", f"{name}-shm", name], aside)
                (decided / name).rename(directory / name)
                sync_directory(directory)
        shutil.rmtree(decided)
        sync_directory(directory)
    for leftover in (directory / _STAGING, *directory.glob(f"{SCRATCH}*")):
        shutil.rmtree(leftover, ignore_errors=True)


def holds_data(directory: Path) -> bool:
    """Whether there is a database, or pictures."""
    return (directory / DATABASE).exists() or any((directory / PICTURES).glob("*/*"))


async def _gather(source: Path, staging: Path) -> tuple[int | None, Examined]:
    """Copy everything into the staging folder and check it."""
    pictures: int | None = None
    database = staging / DATABASE
    if await asyncio.to_thread(_is_database, source):
        await asyncio.to_thread(_require_room, source, staging)
        with damage_of_backup(source):
            problems = await problems_of(source)  # before it grows: a file may be full of holes
        if problems:
            raise BadBackup(f"{source}: {problems[0]}")
        with damage_of_backup(source), translated(source):
            await copy_closed_database(source, database)
    else:
        manifest = await asyncio.to_thread(unpack, source, staging)
        pictures = len(manifest.files) - 1
        (staging / PICTURES).mkdir(mode=0o700, exist_ok=True)  # also where there are none, to replace those there
    with damage_of_backup(source):
        examined = await examine(database)
    if examined.problems:
        raise BadBackup(f"{source}: {examined.problems[0]}")
    return pictures, examined


def _require_backup(source: Path) -> None:
    """Check first that this is a backup: an operator who names a wrong file should hear that, and nothing else."""
    if not _is_database(source):
        require_backup(source)


def _require_room(source: Path, staging: Path) -> None:
    require_room(source, staging, {DATABASE: source.stat().st_size})


def _decide(staging: Path, decided: Path) -> None:
    sync_tree(staging)
    staging.rename(decided)
    sync_directory(decided.parent)


def _put_aside(directory: Path, names: list[str], aside: Path) -> None:
    for name in names:
        if (directory / name).exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            (directory / name).rename(aside / name)
    if aside.exists():
        sync_directory(aside)


def _is_database(source: Path) -> bool:
    if not source.is_file():
        return False
    with source.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
