"""Backups that would become far larger when read: from strangers, or made so by a program that copied them."""

from __future__ import annotations

import asyncio
import io
import json
import os
import shutil
import tarfile
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path

import pytest

from bot.store import BadBackup, Store
from bot.store.archive import MANIFEST
from bot.store.errors import StoreFull
from bot.store.layout import DATABASE
from bot.store.restore import restore
from bot.store.verification import verify_backup
from tests.support.jobs import add_job

NOW = 1_800_000_000.0
MANY = 2**26  #: bytes that these backups claim to have, or have as a hole
Use = Callable[[Path, Path], Awaitable[object]]


async def restoring(backup: Path, directory: Path) -> object:
    return await restore(directory, backup, replace=False, now=NOW)


async def verifying(backup: Path, _: Path) -> object:
    return await verify_backup(backup)


both = pytest.mark.parametrize("use", [restoring, verifying])


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of all writes to new files."""
    from bot.store import durable

    amounts: list[int] = []
    append = durable._append

    def counting(target: io.BufferedWriter, chunk: bytes) -> None:
        amounts.append(len(chunk))
        append(target, chunk)

    monkeypatch.setattr(durable, "_append", counting)
    return amounts


async def refused(use: Use, backup: Path, directory: Path, words: str) -> None:
    with pytest.raises(BadBackup, match=words):
        await use(backup, directory)
    assert await asyncio.to_thread(left_in, directory) <= {"lock"}


def left_in(directory: Path) -> set[str]:
    return {path.name for path in directory.glob("*")}


def sparse_tar(file: Path, size: int) -> None:
    """A tar of 10 kB whose database is one hole, in the format of GNU tar."""
    holes = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": DATABASE}
    with tarfile.open(file, "w", format=tarfile.PAX_FORMAT) as tar:
        member = tarfile.TarInfo(f"./GNUSparseFile.0/{DATABASE}")
        member.pax_headers = {**holes, "GNU.sparse.realsize": str(size)}
        stretches = b"0\n".ljust(512, b"\0")
        member.size = len(stretches)
        tar.addfile(member, io.BytesIO(stretches))
    with tarfile.open(file) as tar:
        assert [(member.name, member.size, member.issparse()) for member in tar] == [(DATABASE, size, True)]


@both
@pytest.mark.parametrize("size", [MANY, 2**62])
async def test_a_tar_with_holes_is_refused_before_it_grows(
    use: Use, size: int, tmp_path: Path, written: list[int]
) -> None:
    """Before, 10 kB became 256 MiB on the disk, and a claim of 4 EiB filled it."""
    sparse_tar(tmp_path / "small.tar", size)
    assert (tmp_path / "small.tar").stat().st_size <= 10240
    await refused(use, tmp_path / "small.tar", tmp_path / "data", "is a sparse file")
    assert written == []


def folder_of(tmp_path: Path, size: int, digest: str) -> Path:
    """A backup as a folder, whose database is one hole."""
    folder = tmp_path / "backup"
    folder.mkdir()
    with (folder / DATABASE).open("wb") as file:
        file.truncate(size)
    files = {DATABASE: {"sha256": digest, "size": size}}
    manifest = {"format": 1, "created_at": "2026-01-01T00:00:00Z", "schema": 1, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    return folder


@both
async def test_a_folder_whose_file_is_larger_than_its_disk_is_refused_unread(
    use: Use, tmp_path: Path, written: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path, MANY, "0" * 64)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(total=MANY - 1))
    await refused(use, folder, tmp_path / "data", "larger than the disk")
    assert written == []


@both
async def test_one_that_is_larger_than_what_is_free_is_refused_unread(
    use: Use, tmp_path: Path, written: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path, MANY, "0" * 64)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=MANY - 1))
    with pytest.raises(StoreFull, match="needs 67 MB, and 67 MB are free"):
        await use(folder, tmp_path / "data")
    assert written == []


@both
async def test_a_hole_stays_a_hole(use: Use, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The manifest fits the file: copied, it takes no room, and is refused because it is no database."""
    folder = folder_of(tmp_path, MANY, sha256(bytes(MANY)).hexdigest())
    seen: list[int] = []
    fsync = os.fsync

    def looking(descriptor: int) -> None:
        seen.append(os.fstat(descriptor).st_blocks * 512)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", looking)
    await refused(use, folder, tmp_path / "data", "holds no sound database|is not one of this bot")
    assert seen
    assert max(seen) < 2**20


@both
@pytest.mark.parametrize("made", ["backup", "backup.tar"])
async def test_nothing_grows_that_the_manifest_does_not_have(
    use: Use, made: str, tmp_path: Path, written: list[int]
) -> None:
    """A picture more, and a picture of another size: both are seen before anything is copied."""
    store = await Store.open(tmp_path / "original")
    job = await add_job(store)
    backup = (await store.back_up(tmp_path / made, NOW)).path
    await store.aclose()
    more = f"pictures/{'0' * 2}/{'0' * 62}"
    picture = f"pictures/{job.request.content[:2]}/{job.request.content[2:]}"
    for name in (more, picture):
        changed = tmp_path / f"changed-{name[-1]}-{made}"
        with_other(backup, changed, name)
        written.clear()
        await refused(use, changed, tmp_path / "data", f"is damaged: {name} missing or not as it was written")
        assert written == []


def with_other(backup: Path, changed: Path, name: str) -> None:
    """A copy in which the file of this name has a megabyte."""
    if backup.is_dir():
        shutil.copytree(backup, changed)
        (changed / name).parent.mkdir(exist_ok=True)
        (changed / name).write_bytes(b"x" * 2**20)
        return
    with tarfile.open(backup) as old, tarfile.open(changed, "w", format=tarfile.PAX_FORMAT) as new:
        for member in old:
            if member.name != name:
                new.addfile(member, old.extractfile(member))
        other = tarfile.TarInfo(name)
        other.size = 2**20
        new.addfile(other, io.BytesIO(b"x" * 2**20))


@both
async def test_a_link_in_a_folder_is_not_followed(use: Use, tmp_path: Path) -> None:
    """It may lead to any file that the operator may read."""
    store = await Store.open(tmp_path / "original")
    job = await add_job(store)
    backup = (await store.back_up(tmp_path / "backup", NOW)).path
    await store.aclose()
    name = f"pictures/{job.request.content[:2]}/{job.request.content[2:]}"
    (backup / name).rename(tmp_path / "elsewhere")
    (backup / name).symlink_to(tmp_path / "elsewhere")
    await refused(use, backup, tmp_path / "data", f"is damaged: {name} missing")
    (backup / name).unlink()
    os.link(tmp_path / "elsewhere", backup / name)  # as programs do that copy only what has changed
    await use(backup, tmp_path / "data")


async def test_a_tar_with_a_file_twice_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "twice.tar", "w") as tar:
        for data in (b"a", b"b"):
            member = tarfile.TarInfo(DATABASE)
            member.size = 1
            tar.addfile(member, io.BytesIO(data))
    await refused(verifying, tmp_path / "twice.tar", tmp_path / "data", f"it has {DATABASE} twice")


async def test_a_database_with_holes_is_looked_at_before_it_grows(tmp_path: Path, directory: Path) -> None:
    """SQLite's own copy of a database would fill its holes."""
    store = await Store.open(tmp_path / "original")
    await store.aclose()
    database = tmp_path / "original" / DATABASE
    data = bytearray(database.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    data[28:32] = (MANY // page).to_bytes(4, "big")  # so many pages it says to have
    (tmp_path / "large").write_bytes(data)
    with (tmp_path / "large").open("r+b") as file:
        file.truncate(MANY)
    with pytest.raises(BadBackup, match="the database is damaged"):
        await restore(directory, tmp_path / "large", replace=False, now=NOW)
    size = await asyncio.to_thread(lambda: sum(path.stat().st_blocks * 512 for path in directory.rglob("*")))
    assert size < 2**20
