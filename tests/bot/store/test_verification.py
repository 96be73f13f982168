"""Verifying finds every kind of damage and changes nothing."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.jobs.model import Job
from bot.store import Store, StoreCorrupt, StoreInUse, StoreMissing, StoreTooNew
from bot.store.layout import DATABASE
from bot.store.verification import verify, verify_backup
from tests.support.jobs import add_job

NOW = 1_800_000_000.0
STYLE = hashlib.sha256(b"style").hexdigest()


@pytest.fixture
async def job(directory: Path) -> Job:
    """The one job of a store that is closed."""
    store = await Store.open(directory)
    job = await add_job(store)
    await store.aclose()
    return job


def picture(directory: Path, name: str) -> Path:
    return directory / "pictures" / name[:2] / name[2:]


def contents(directory: Path) -> dict[Path, bytes]:
    """The contents of all files but those that each reader of a database makes for a moment."""
    passing = ("lock", f"{DATABASE}-wal", f"{DATABASE}-shm")
    return {path: path.read_bytes() for path in directory.rglob("*") if path.is_file() and path.name not in passing}


async def test_a_sound_store_is_sound_and_stays_as_it_is(directory: Path, job: Job) -> None:
    before = contents(directory)
    verdict = await verify(directory)
    assert (verdict.problems, verdict.pictures, verdict.orphans) == ((), 2, 0)
    assert contents(directory) == before


async def test_what_is_only_in_the_log_of_a_killed_bot_counts(store: Store, directory: Path, tmp_path: Path) -> None:
    await add_job(store)
    shutil.copytree(directory, tmp_path / "killed")
    (tmp_path / "killed" / "lock").unlink()
    assert (await verify(tmp_path / "killed")).pictures == 2


async def test_missing_and_damaged_pictures_are_named(directory: Path, job: Job) -> None:
    picture(directory, job.request.content).unlink()
    picture(directory, STYLE).write_bytes(b"stile")
    problems = (await verify(directory)).problems
    assert sorted(problems) == sorted(
        (
            f"picture {job.request.content} is missing",
            f"picture {STYLE} is damaged: it is not what was written",
        )
    )


@pytest.mark.usefixtures("job")
async def test_files_that_belong_to_nothing_are_counted_and_no_damage(directory: Path) -> None:
    orphan = picture(directory, "ab" * 32)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"x")
    verdict = await verify(directory)
    assert (verdict.problems, verdict.orphans) == ((), 1)
    assert orphan.exists()


def spoil(directory: Path, statement: str) -> None:
    with closing(sqlite3.connect(directory / DATABASE)) as database, database:
        database.execute(statement)


@pytest.mark.usefixtures("job")
async def test_rows_that_name_no_picture_are_found(directory: Path) -> None:
    spoil(directory, "UPDATE jobs SET content = '../../etc/passwd'")
    [problem] = (await verify(directory)).problems
    assert problem == "picture ../../etc/passwd has no name of a picture"


@pytest.mark.usefixtures("job")
async def test_rows_that_name_rows_that_are_gone_are_found(directory: Path) -> None:
    spoil(directory, "UPDATE jobs SET parent_id = 'gone'")
    [problem] = (await verify(directory)).problems
    assert problem == "row 1 of jobs names a row of jobs that is not there"


async def test_a_damaged_page_is_found(directory: Path) -> None:
    store = await Store.open(directory)
    for number in range(50):
        await store.write(lambda tx, number=number: tx.inbox.add(7, number, "x" * 500, 1.0))
    await store.aclose()
    content = bytearray((directory / DATABASE).read_bytes())
    content[-4096:] = b"\xa5" * 4096
    (directory / DATABASE).write_bytes(content)
    verdict = await verify(directory)
    assert verdict.problems
    assert all("the database is damaged" in problem for problem in verdict.problems)


@pytest.mark.usefixtures("job")
async def test_a_file_that_is_no_database_a_newer_one_and_none_are_told_apart(directory: Path) -> None:
    database = sqlite3.connect(directory / DATABASE)
    database.execute("PRAGMA user_version = 9999")
    database.close()
    with pytest.raises(StoreTooNew, match="9999"):
        await verify(directory)
    (directory / DATABASE).write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreCorrupt, match="not a database"):
        await verify(directory)
    (directory / DATABASE).unlink()
    with pytest.raises(StoreMissing, match="no database in"):
        await verify(directory)
    with pytest.raises(StoreMissing, match="no data directory"):
        await verify(directory / "nowhere")
    assert not (directory / "nowhere").exists()


async def test_a_running_bot_is_not_disturbed(store: Store, directory: Path) -> None:
    with pytest.raises(StoreInUse):
        await verify(directory)
    await add_job(store)


async def test_a_backup_can_be_verified_where_nothing_may_be_written(store: Store, tmp_path: Path) -> None:
    await add_job(store)
    made = await store.back_up(tmp_path / "backup", NOW)
    before = contents(made.path)
    verdict = await verify_backup(made.path)
    assert (verdict.problems, verdict.pictures) == ((), 2)
    assert contents(made.path) == before
