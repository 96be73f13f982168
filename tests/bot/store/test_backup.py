"""Backups: one state of the database with every picture of it, whole or not there, of a bot that goes on working."""

from __future__ import annotations

import asyncio
import os
import tarfile
import time
from pathlib import Path

import pytest

from bot.store import AlbumItem, PictureFiles, Store, StoreClosed, backup_path
from bot.store.archive import MANIFEST
from bot.store.layout import DATABASE
from bot.store.restore import restore
from bot.store.verification import verify_backup
from tests.support.jobs import add_job, job_now, place_of, progress_at, start_job

NOW = 1_800_000_000.0


@pytest.mark.parametrize("name", ["backup", "backup.tar"])
async def test_what_is_restored_is_what_was_there(store: Store, tmp_path: Path, name: str) -> None:
    job = await add_job(store)
    await store.write(lambda tx: tx.chats.choose_language(7, 8, "de"))
    made = await store.back_up(tmp_path / name, NOW)
    assert (made.path, made.pictures, made.missing) == (tmp_path / name, 2, ())
    assert (await verify_backup(made.path)).problems == ()
    await restore(tmp_path / "other", made.path, replace=False, now=NOW)
    other = await Store.open(tmp_path / "other")
    assert await job_now(other, job.id) == job
    assert await other.read(lambda tx: tx.chats.language(7, 8)) == "de"
    assert await other.files.read(job.request.content) == b"content"
    await other.aclose()


async def test_a_backup_while_jobs_change_is_one_state_with_all_its_pictures(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.store.DISCARD_GRACE", 0.001)  # replaced previews go at once
    job = await start_job(store)
    begun, stop = asyncio.Event(), asyncio.Event()

    async def paint() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            name = await store.files.put(b"preview %d" % number)
            store.files._put_at[name] -= 3600
            await store.write(
                lambda tx, name=name, number=number: tx.jobs.record_progress(
                    job.id, job.status.attempt, progress_at(number), name
                )
            )
            begun.set()

    painting = asyncio.create_task(paint())
    await begun.wait()
    for number in range(5):
        made = await store.back_up(tmp_path / f"{number}", NOW)
        assert made.missing == ()
        assert (await verify_backup(made.path)).problems == ()
    stop.set()
    await painting


async def test_no_file_goes_while_a_backup_wants_it(tmp_path: Path) -> None:
    files = PictureFiles(tmp_path / "pictures")
    name = await files.put(b"a picture")
    with files.held():
        assert await files.discard({name}, grace=0) == {name}
        assert await files.sweep(set(), grace=0) == 0
    assert await files.discard({name}, grace=0) == set()
    assert not files.path(name).exists()


async def test_a_damaged_and_a_missing_picture_are_named_and_left_out(store: Store, tmp_path: Path) -> None:
    job = await add_job(store)
    gone, strange = await store.files.put(b"of an album"), "../../etc/passwd"
    for number, picture in enumerate((gone, strange)):
        item = AlbumItem(place=place_of(1), media_group_id="m", message_id=number, picture=picture, received_at=1.0)
        await store.write(lambda tx, item=item: tx.drafts.add_album_item(item))
    store.files.path(job.request.content).write_bytes(b"c0ntent")
    store.files.path(gone).unlink()
    made = await store.back_up(tmp_path / "backup.tar", NOW)
    assert set(made.missing) == {job.request.content, gone, strange}
    assert made.pictures == 1
    assert len((await verify_backup(made.path)).problems) == 3


async def test_a_backup_never_replaces_one(store: Store, tmp_path: Path) -> None:
    await store.back_up(tmp_path / "backup", NOW)
    with pytest.raises(FileExistsError, match="exists already"):
        await store.back_up(tmp_path / "backup", NOW)
    assert (await verify_backup(tmp_path / "backup")).problems == ()


async def test_a_backup_that_fails_leaves_nothing_and_the_bot_goes_on(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_job(store)
    folder = tmp_path / "backups"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("bot.store.backup.add_manifest", full)
        for name in ("backup", "backup.tar"):
            with pytest.raises(OSError, match="No space"):
                await store.back_up(folder / name, NOW)
    assert list(folder.iterdir()) == []
    await add_job(store)


async def test_a_folder_that_cannot_be_made_is_a_clear_error(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        await store.back_up(tmp_path / "file" / "backup", NOW)


async def test_nobody_else_can_read_a_backup(store: Store, tmp_path: Path) -> None:
    await add_job(store)
    folder = tmp_path / "backups"
    await store.back_up(folder / "backup", NOW)
    await store.back_up(folder / "backup.tar", NOW)
    paths = await asyncio.to_thread(lambda: [folder, *folder.rglob("*")])
    assert len(paths) == 1 + 1 + 1 + 3 + 2 + 2
    assert [path for path in paths if path.stat().st_mode & 0o077] == []


async def test_a_tar_has_the_manifest_at_its_end(store: Store, tmp_path: Path) -> None:
    await add_job(store)
    await store.back_up(tmp_path / "backup.tar", NOW)
    with tarfile.open(tmp_path / "backup.tar") as tar:
        names = tar.getnames()
    assert (names[0], names[-1], len(names)) == (DATABASE, MANIFEST, 4)


async def test_what_a_kill_left_of_another_backup_goes_after_a_day(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    old, young = folder / "stylegram-old.unfinished", folder / "stylegram-young.unfinished"
    for leftover in (old, young):
        leftover.mkdir(parents=True)
        (leftover / DATABASE).write_bytes(b"x")
    long_ago = time.time() - 100_000
    os.utime(old, (long_ago, long_ago))
    await store.back_up(folder / "backup", NOW)
    assert sorted(path.name for path in folder.iterdir()) == ["backup", "stylegram-young.unfinished"]


async def test_a_closed_store_makes_no_backup(directory: Path, tmp_path: Path) -> None:
    store = await Store.open(directory)
    await store.aclose()
    with pytest.raises(StoreClosed):
        await store.back_up(tmp_path / "backup", NOW)
    assert not (tmp_path / "backup").exists()


def test_a_folder_gets_a_name_by_the_moment_and_a_tar_keeps_its_own(tmp_path: Path) -> None:
    assert backup_path(tmp_path, 0.0) == tmp_path / "stylegram-19700101T000000Z"
    assert backup_path(tmp_path / "today.tar", 0.0) == tmp_path / "today.tar"
