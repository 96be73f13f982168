"""Finds damage before somebody misses a picture: in a data directory, or in a backup."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.store.archive import damage_of_backup, unpack
from bot.store.connection import DirectoryLock
from bot.store.copying import copy_closed_database
from bot.store.durable import sum_of
from bot.store.errors import StoreMissing, translated
from bot.store.examination import Examined, examine
from bot.store.files import PictureFiles, is_name
from bot.store.layout import DATABASE, PICTURES, SANDBOX, SCRATCH
from bot.store.restore import finish_restore


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The findings."""

    schema: int
    pictures: int  #: that rows name
    problems: tuple[str, ...]  #: a sentence each; none when nothing is damaged or missing
    orphans: int = 0  #: files that no row names: harmless, the next start deletes them


async def verify(directory: Path) -> Verdict:
    """Check the database of a stopped bot, and every picture that its rows name.

    Raises StoreMissing, StoreInUse, StoreCorrupt when the database cannot be read at all, StoreTooNew,
    StoreUnavailable, OSError.
    """
    database = directory / DATABASE
    with await asyncio.to_thread(lock_existing, directory):
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=directory) as scratch:
            copy = Path(scratch) / DATABASE
            with translated(database):
                await copy_closed_database(database, copy)
            examined = await examine(copy)
        files = PictureFiles(directory / PICTURES)
        problems = await asyncio.to_thread(_picture_problems, files, examined)
        orphans = 0 if problems else len(await asyncio.to_thread(files.all_names) - examined.pictures)
    return Verdict(
        schema=examined.schema,
        pictures=len(examined.pictures),
        problems=(*examined.problems, *problems),
        orphans=orphans,
    )


async def verify_backup(backup: Path) -> Verdict:
    """Check a backup against its manifest, its database, and its pictures against the database's rows.

    Raises BadBackup, StoreTooNew, OSError.
    """
    with tempfile.TemporaryDirectory(prefix="stylegram-") as scratch:
        folder = Path(scratch)
        manifest = await asyncio.to_thread(unpack, backup, folder, lambda name: name == DATABASE)
        with damage_of_backup(backup):
            examined = await examine(folder / DATABASE)
    held = {name.removeprefix(f"{PICTURES}/").replace("/", "") for name in manifest.files}
    lacking = sorted(examined.pictures - held)
    return Verdict(
        schema=examined.schema,
        pictures=len(examined.pictures),
        problems=(*examined.problems, *(f"picture {name} is not in the backup" for name in lacking)),
    )


def lock_existing(directory: Path) -> DirectoryLock:
    """The lock of a directory with a database in it. Raises StoreMissing, StoreInUse, OSError."""
    if not directory.is_dir():
        raise StoreMissing(f"there is no data directory {directory}: see STYLEGRAM_DATA")
    lock = DirectoryLock(directory)
    try:
        finish_restore(directory)
        if not (directory / DATABASE).exists():
            raise StoreMissing(f"there is no database in {directory}: {_where_else(directory)}")
    except BaseException:
        lock.release()
        raise
    return lock


def _where_else(directory: Path) -> str:
    """Operators try the sandbox first; its bot has a folder of its own."""
    sandbox = directory / SANDBOX
    if (sandbox / DATABASE).exists():
        return f"but the sandbox's is in {sandbox}; set STYLEGRAM_DATA={sandbox}"
    return "see STYLEGRAM_DATA"


def _picture_problems(files: PictureFiles, examined: Examined) -> tuple[str, ...]:
    found = ((name, _problem(files, name)) for name in sorted(examined.pictures))
    return tuple(f"picture {name} {problem}" for name, problem in found if problem)


def _problem(files: PictureFiles, name: str) -> str | None:
    if not is_name(name):
        return "has no name of a picture"
    try:
        return None if sum_of(files.path(name)).sha256 == name else "is damaged: it is not what was written"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
