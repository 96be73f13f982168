"""Restoring: everything is checked before anything is touched, and what was there is put aside, never deleted."""

from __future__ import annotations

import io
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from bot.jobs.model import Job
from bot.store import BadBackup, Store, StoreInUse, StoreNotEmpty, StoreTooNew
from bot.store.archive import MANIFEST
from bot.store.layout import BACKUPS, DATABASE, PICTURES
from bot.store.migrate import migrate, migration_files
from bot.store.restore import finish_restore, restore
from tests.support.jobs import add_job

NOW = 1_800_000_000.0


async def jobs_in(directory: Path) -> list[Job]:
    store = await Store.open(directory)
    jobs = await store.read(lambda tx: tx.jobs.waiting())
    await store.aclose()
    return jobs


@pytest.fixture(params=["backup", "backup.tar"])
async def backup(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A backup of a store with one job."""
    store = await Store.open(tmp_path / "original")
    await add_job(store)
    made = await store.back_up(tmp_path / request.param, NOW)
    await store.aclose()
    return made.path


@pytest.fixture
async def mine(directory: Path) -> Job:
    """The data directory has a job of its own, whose picture the backup does not have."""
    store = await Store.open(directory)
    job = await add_job(store, content=await store.files.put(b"mine"))
    await store.aclose()
    return job


def everything_below(directory: Path) -> dict[str, bytes]:
    files = (path for path in directory.rglob("*") if path.is_file() and path.name != "lock")
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in files}


def below(directory: Path, pattern: str = "*") -> list[Path]:
    return sorted(directory.rglob(pattern))


async def test_data_is_not_replaced_unless_asked(directory: Path, backup: Path, mine: Job) -> None:
    before = everything_below(directory)
    with pytest.raises(StoreNotEmpty, match="--replace"):
        await restore(directory, backup, replace=False, now=NOW)
    assert everything_below(directory) == before
    assert [job.id for job in await jobs_in(directory)] == [mine.id]


async def test_what_is_replaced_is_put_aside_whole(directory: Path, backup: Path, mine: Job) -> None:
    before = everything_below(directory)
    done = await restore(directory, backup, replace=True, now=NOW)
    assert done.pictures == 2
    assert done.replaced is not None
    assert done.replaced.parent == directory
    assert everything_below(done.replaced) == before
    [job] = await jobs_in(directory)
    assert job.id != mine.id
    assert not below(directory, "restoring*")
    back = await restore(directory, done.replaced / DATABASE, replace=True, now=NOW + 1)
    assert back.pictures is None
    assert [job.id for job in await jobs_in(directory)] == [mine.id]


async def test_the_log_of_the_old_database_does_not_get_into_the_new_one(
    store: Store, directory: Path, backup: Path, tmp_path: Path
) -> None:
    for number in range(20):
        await store.write(lambda tx, number=number: tx.inbox.add(7, number, "x" * 500, 1.0))
    killed = tmp_path / "killed"
    shutil.copytree(directory, killed)  # as a kill leaves it: nobody writes, and the log is not in the database yet
    (killed / "lock").unlink()
    assert (killed / f"{DATABASE}-wal").stat().st_size > 0
    done = await restore(killed, backup, replace=True, now=NOW)
    assert done.replaced is not None
    assert (done.replaced / f"{DATABASE}-wal").stat().st_size > 0
    restored = await Store.open(killed)
    assert await restored.read(lambda tx: tx.inbox.unhandled(7)) == []
    assert len(await restored.read(lambda tx: tx.jobs.waiting())) == 1
    await restored.aclose()


async def test_a_running_bot_is_left_alone(store: Store, directory: Path, backup: Path) -> None:
    with pytest.raises(StoreInUse, match="stop that one first"):
        await restore(directory, backup, replace=True, now=NOW)


async def refused(directory: Path, backup: Path, match: str) -> None:
    before = everything_below(directory)
    with pytest.raises(BadBackup, match=match):
        await restore(directory, backup, replace=True, now=NOW)
    assert everything_below(directory) == before


@pytest.mark.parametrize("backup", ["backup"], indirect=True)
@pytest.mark.usefixtures("mine")
async def test_a_byte_changed_anywhere_is_noticed(directory: Path, backup: Path) -> None:
    for file in [path for path in below(backup) if path.is_file() and path.name != MANIFEST]:
        good = file.read_bytes()
        middle = len(good) // 2
        file.write_bytes(good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :])
        await refused(directory, backup, "is damaged")
        file.unlink()
        await refused(directory, backup, "is damaged")
        file.write_bytes(good)
    await restore(directory, backup, replace=True, now=NOW)


@pytest.mark.parametrize("backup", ["backup.tar"], indirect=True)
@pytest.mark.usefixtures("mine")
async def test_a_tar_that_ends_too_early_is_noticed(directory: Path, backup: Path) -> None:
    [file] = below(backup.parent, backup.name)
    whole = file.read_bytes()
    end = whole.rindex(b"}") + 1  # of the manifest; padding follows
    for eighth in range(9):
        file.write_bytes(whole[: end * eighth // 8 - (eighth == 8)])
        await refused(directory, backup, "is no backup|is damaged")
    file.write_bytes(whole)
    await restore(directory, backup, replace=True, now=NOW)


@pytest.mark.usefixtures("mine")
@pytest.mark.parametrize("backup", ["backup"], indirect=True)
async def test_what_is_no_backup_is_refused(directory: Path, backup: Path, tmp_path: Path) -> None:
    await refused(directory, tmp_path / "nothing", "there is no backup")
    await refused(directory, directory, "has no manifest.json")
    (tmp_path / "text").write_text("hello")
    await refused(directory, tmp_path / "text", "is no backup")
    (tmp_path / "broken").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    await refused(directory, tmp_path / "broken", "no sound database")
    with closing(sqlite3.connect(tmp_path / "foreign")) as foreign:
        foreign.executescript("CREATE TABLE other (x);")
    await refused(directory, tmp_path / "foreign", "not one of this bot")
    (backup / MANIFEST).write_text('{"format": 1}')
    await refused(directory, backup, "cannot be read")


@pytest.mark.parametrize("backup", ["backup.tar"], indirect=True)
async def test_a_tar_cannot_write_where_it_wants(directory: Path, backup: Path, tmp_path: Path) -> None:
    with tarfile.open(backup, "a") as tar:
        for name in ("../evil", str(tmp_path / "evil"), "pictures/../../evil", "pictures/aa/link"):
            member = tarfile.TarInfo(name)
            member.size = 4
            tar.addfile(member, io.BytesIO(b"evil"))
        link = tarfile.TarInfo(f"{PICTURES}/aa/" + "b" * 62)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    await restore(directory, backup, replace=False, now=NOW)
    assert not below(tmp_path, "*evil*")
    assert not [path for path in below(directory) if path.is_symlink() or path.name == "link"]
    assert len(await jobs_in(directory)) == 1


@pytest.mark.usefixtures("mine")
@pytest.mark.parametrize("backup", ["backup"], indirect=True)
async def test_a_database_from_the_future_is_refused_before_anything_changes(directory: Path, backup: Path) -> None:
    before = everything_below(directory)
    database = sqlite3.connect(backup / DATABASE)
    database.execute("PRAGMA user_version = 9999")
    database.close()
    with pytest.raises(StoreTooNew, match="9999"):
        await restore(directory, backup / DATABASE, replace=True, now=NOW)
    assert everything_below(directory) == before


async def test_the_copy_from_before_a_migration_leads_back(directory: Path) -> None:
    await (await Store.open(directory)).aclose()  # to make the directory
    (directory / DATABASE).unlink()
    async with aiosqlite.connect(directory / DATABASE, isolation_level=None) as old:
        await migrate(old, None, migration_files()[:1])
        await old.execute_fetchall(
            "INSERT INTO jobs (id, chat_id, user_id, topic_id, state, settings, content, style, created_at)"
            " VALUES ('old', 7, 8, 0, 'queued', '{}', 'a', 'b', 1.0)"
        )
    store = await Store.open(directory)  # migrates
    kept = await store.files.put(b"content")
    await add_job(store)
    await store.aclose()
    done = await restore(directory, directory / BACKUPS / "stylegram-schema-1.sqlite3", replace=True, now=NOW)
    assert (done.schema, done.pictures) == (1, None)
    assert (directory / PICTURES / kept[:2] / kept[2:]).exists()
    assert [job.id for job in await jobs_in(directory)] == ["old"]


@pytest.mark.usefixtures("mine")
async def test_leftovers_of_an_undecided_restore_go_at_the_next_start(directory: Path, mine: Job) -> None:
    for name in ("restoring.unfinished", "scratch-1234"):
        (directory / name).mkdir()
        (directory / name / DATABASE).write_bytes(b"x")
    assert [job.id for job in await jobs_in(directory)] == [mine.id]
    assert not (directory / "restoring.unfinished").exists()
    assert not (directory / "scratch-1234").exists()


def test_there_is_nothing_to_finish_in_an_empty_directory(tmp_path: Path) -> None:
    finish_restore(tmp_path)
    assert list(tmp_path.iterdir()) == []
