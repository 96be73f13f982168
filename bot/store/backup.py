"""Makes backups, of a running or a stopped bot: one state of the database, and its pictures."""

from __future__ import annotations

import asyncio
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.store.archive import Add, Manifest, add_manifest, new_folder, new_tar
from bot.store.connection import Database
from bot.store.durable import FileSum, sum_of, sync_directory
from bot.store.errors import RESTORE, StoreCorrupt
from bot.store.examination import Examined, examine
from bot.store.files import PictureFiles, is_name
from bot.store.layout import DATABASE, PICTURES

TAR = ".tar"
_ABANDONED = 24 * 3600.0  #: seconds after which nobody works on an unfinished backup any more


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A backup that was made."""

    path: Path
    pictures: int
    size: int  #: bytes of the database and the pictures
    missing: tuple[str, ...]  #: pictures that rows name, but that are gone or damaged


def backup_path(target: Path, now: float) -> Path:
    """The path of a new backup: in the folder `target`, named by the time, or the file X.tar itself."""
    if target.suffix == TAR:
        return target
    return target / f"stylegram-{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%SZ}"


async def back_up(database: Database, files: PictureFiles, path: Path, now: float) -> Backup:
    """Make the backup `path` of an open database, as a tar when its name ends so. It appears once it is whole and on
    disk. Raises FileExistsError, OSError, StoreCorrupt, StoreTooNew, StoreUnavailable.
    """
    workspace = path.with_name(f"{path.name}.unfinished")
    with files.held():  # from before the rows are read until their files are copied
        try:
            await asyncio.to_thread(_prepare, path, workspace)
            copy = workspace / DATABASE
            await database.copy(copy)
            examined = await examine(copy)
            if examined.problems:
                raise StoreCorrupt(f"{examined.problems[0]}; {RESTORE}")
            manifest = await asyncio.to_thread(_write, workspace, path, examined, files, now)
        finally:
            await asyncio.to_thread(shutil.rmtree, workspace, ignore_errors=True)
    return Backup(
        path=path,
        pictures=len(manifest.files) - 1,
        size=sum(entry.size for entry in manifest.files.values()),
        missing=manifest.missing,
    )


def _prepare(path: Path, workspace: Path) -> None:
    if path.exists():
        raise FileExistsError(f"{path} exists already; choose another name")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for leftover in path.parent.glob("stylegram-*.unfinished"):
        if leftover.stat().st_mtime < time.time() - _ABANDONED:
            shutil.rmtree(leftover, ignore_errors=True)
    shutil.rmtree(workspace, ignore_errors=True)
    workspace.mkdir(mode=0o700)


def _write(workspace: Path, path: Path, examined: Examined, files: PictureFiles, now: float) -> Manifest:
    product = workspace / "product"
    with new_tar(product) if path.suffix == TAR else new_folder(product) as add:
        sums, missing = _add_all(add, workspace / DATABASE, files, sorted(examined.pictures))
        manifest = Manifest(
            created_at=datetime.fromtimestamp(now, UTC), schema=examined.schema, files=sums, missing=missing
        )
        add_manifest(add, manifest)
    product.rename(path)
    sync_directory(path.parent)
    return manifest


def _add_all(
    add: Add, database: Path, files: PictureFiles, pictures: list[str]
) -> tuple[dict[str, FileSum], tuple[str, ...]]:
    """Returns what was added, and the pictures that are not what they should be."""
    sums = {DATABASE: sum_of(database)}
    _add(add, DATABASE, database, sums[DATABASE])
    missing = []
    for name in pictures:
        found = _sound(files, name)
        if found is None:
            missing.append(name)
            continue
        inside = f"{PICTURES}/{name[:2]}/{name[2:]}"
        _add(add, inside, files.path(name), found)
        sums[inside] = found
    return sums, tuple(missing)


def _sound(files: PictureFiles, name: str) -> FileSum | None:
    """The size and digest of a picture; None when it is gone, damaged or unreadable: one picture must not prevent the
    backup.
    """
    try:
        found = sum_of(files.path(name)) if is_name(name) else None
    except OSError:
        return None
    return found if found is not None and found.sha256 == name else None


def _add(add: Add, name: str, file: Path, known: FileSum) -> None:
    with file.open("rb") as source:
        add(name, source, known.size)
