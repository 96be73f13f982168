"""Picture files: whole or absent, once per content, and gone only when nobody names them."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.jobs.model import StopRequest
from bot.store import Draft, OnePhoto, PictureFiles, Store, StoreFull
from bot.store import store as store_module
from tests.support.eventually import LONG
from tests.support.jobs import FIGURES, add_job, job_now, place_of, progress_at, start_job


@pytest.fixture
def files(tmp_path: Path) -> PictureFiles:
    return PictureFiles(tmp_path / "pictures")


def age(files: PictureFiles, name: str, seconds: float) -> None:
    """Let the file look as if it had been put so long ago."""
    files._put_at[name] -= seconds


async def test_a_file_is_named_by_what_it_holds(files: PictureFiles) -> None:
    name = await files.put(b"a picture")
    assert name == hashlib.sha256(b"a picture").hexdigest()
    assert await files.read(name) == b"a picture"
    assert files.path(name).parts[-2:] == (name[:2], name[2:])
    assert files.path(name).stat().st_mode & 0o777 == 0o600
    assert files.path(name).parent.stat().st_mode & 0o777 == 0o700


async def test_putting_it_again_changes_nothing_but_its_age(files: PictureFiles) -> None:
    name = await files.put(b"a picture")
    age(files, name, 1000)
    inode = files.path(name).stat().st_ino
    assert await files.put(b"a picture") == name
    assert files.path(name).stat().st_ino == inode
    assert await files.discard({name}, grace=100) == {name}


@pytest.mark.fault("clock")
async def test_a_file_is_as_young_as_it_is_whatever_the_clock_on_the_wall_says(
    files: PictureFiles, figure: Callable[[str], None]
) -> None:
    name = await files.put(b"a picture whose row follows")
    for jump in (-3600, 3600):
        then = time.time() - jump
        os.utime(files.path(name), (then, then))  # as it looks after the jump
        assert await files.discard({name}) == {name}
        assert await files.sweep(set()) == 0
        age(files, name, 31)
        assert await files.discard({name}) == set()
        assert not files.path(name).exists()
        await files.put(b"a picture whose row follows")
    figure("files deleted too soon 0")


async def test_many_at_once_with_the_same_content_are_one_file(files: PictureFiles) -> None:
    names = await asyncio.gather(*(files.put(b"a picture" * 1000) for _ in range(20)))
    assert len(set(names)) == 1
    assert await files.read(names[0]) == b"a picture" * 1000
    assert len(list(files.path(names[0]).parent.iterdir())) == 1


async def test_a_full_disk_leaves_no_half_file(files: PictureFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (files._directory / "e8").mkdir(parents=True)
    data = next(
        data for data in map(str.encode, map(str, range(10_000))) if hashlib.sha256(data).hexdigest()[:2] == "e8"
    )
    with pytest.raises(StoreFull, match="No space"):
        await files.put(data)
    assert list((files._directory / "e8").iterdir()) == []


async def test_a_missing_file_and_a_name_that_is_none(files: PictureFiles) -> None:
    with pytest.raises(FileNotFoundError):
        await files.read("0" * 64)
    for name in ("../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"):
        with pytest.raises(ValueError, match="sha256"):
            files.path(name)


async def test_the_sweep_takes_old_files_that_nobody_names_and_half_written_ones(files: PictureFiles) -> None:
    wanted, unwanted, young = [await files.put(data) for data in (b"wanted", b"unwanted", b"young")]
    half_written = files.path(wanted).parent / "half.1234.tmp"
    in_writing = files.path(young).with_name(f"{files.path(young).name}.1234.tmp")
    for file in (half_written, in_writing):
        file.write_bytes(b"x")
    for name in (wanted, unwanted):
        age(files, name, 4000)
    assert await files.sweep({wanted}) == 2
    assert await files.read(wanted) == b"wanted"
    assert await files.read(young) == b"young"
    assert not files.path(unwanted).exists()
    assert not half_written.exists()
    assert in_writing.exists()


async def test_a_start_deletes_what_a_crash_left_and_nothing_else(directory: Path) -> None:
    store = await Store.open(directory)
    job = await add_job(store)
    orphan = await store.files.put(b"put, and then the power went")
    await store.aclose()
    store = await Store.open(directory)
    assert await store.files.read(job.request.content) == b"content"
    assert not store.files.path(orphan).exists()
    await store.aclose()


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "DISCARD_GRACE", 0.0)


async def gone(file: Path) -> None:
    async with asyncio.timeout(LONG):
        while await asyncio.to_thread(file.exists):  # noqa: ASYNC110  # nothing tells of a deletion
            await asyncio.sleep(0.005)


@pytest.mark.usefixtures("_at_once")
async def test_a_replaced_preview_and_checkpoint_are_deleted_soon_after_the_commit(store: Store) -> None:
    job = await start_job(store)
    frame = await store.files.put(b"preview 0")  # stays for the film
    await store.write(lambda tx: tx.jobs.record_progress(job.id, 1, progress_at(1), frame))
    former = [await store.files.put(b"preview 1"), await store.files.put(b"checkpoint 1")]
    latter = [await store.files.put(b"preview 2"), await store.files.put(b"checkpoint 2")]
    for file in former:
        age(store.files, file, 60)
    for preview, checkpoint in (former, latter):
        await store.write(lambda tx, name=preview: tx.jobs.record_progress(job.id, 1, progress_at(1), name))
        await store.write(lambda tx, name=checkpoint: tx.jobs.record_checkpoint(job.id, 1, name, 1))
    for file in former:
        await gone(store.files.path(file))
    kept = [await store.files.read(file) for file in (frame, *latter)]
    assert kept == [b"preview 0", b"preview 2", b"checkpoint 2"]


@pytest.mark.usefixtures("_at_once")
async def test_a_painting_that_nobody_wants_any_more_goes_soon(store: Store) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 1.0))
    png, jpeg = [await store.files.put(data) for data in (b"png", b"jpeg")]
    for file in (png, jpeg):
        age(store.files, file, 60)
    figures: dict[str, Any] = {"figures": FIGURES, "now": 2.0}
    assert not await store.write(lambda tx: tx.jobs.finish(job.id, 1, result_png=png, result_jpeg=jpeg, **figures))
    for file in (png, jpeg):
        await gone(store.files.path(file))


@pytest.mark.usefixtures("_at_once")
async def test_a_replaced_file_that_another_job_names_stays(store: Store) -> None:
    shared, other = await store.files.put(b"the same preview"), await store.files.put(b"another")
    witness = await store.files.put(b"a file that goes")
    for file in (shared, witness):
        age(store.files, file, 60)
    first, second = await start_job(store, user_id=1), await start_job(store, user_id=2)
    for job in (first, second):
        await store.write(lambda tx, id=job.id: tx.jobs.record_progress(id, 1, progress_at(1), shared))
    await store.write(lambda tx: tx.jobs.record_checkpoint(first.id, 1, witness, 1))
    await store.write(lambda tx: tx.jobs.record_progress(first.id, 1, progress_at(2), other))
    await store.write(lambda tx: tx.jobs.fail(first.id, 1, "internal", 1.0))
    await gone(store.files.path(witness))
    assert await store.files.read(shared) == b"the same preview"
    status = (await job_now(store, second.id)).status
    assert (status.progress, status.preview) == (progress_at(1), shared)


async def test_a_replaced_file_outlives_the_commit_for_those_who_just_read_its_name(store: Store) -> None:
    job = await start_job(store)
    former, latter = await store.files.put(b"1"), await store.files.put(b"2")
    for name in (former, latter):
        await store.write(lambda tx, name=name: tx.jobs.record_progress(job.id, 1, progress_at(1), name))
    assert await store.files.discard({former}) == {former}
    assert await store.files.read(former) == b"1"


@pytest.mark.usefixtures("_at_once")
async def test_pictures_of_a_deleted_draft_go_unless_a_job_was_made_of_them(store: Store) -> None:
    job = await add_job(store)
    lonely = await store.files.put(b"changed my mind")
    for file in (job.request.content, lonely):
        age(store.files, file, 60)
    draft = Draft(place=place_of(1), photos=OnePhoto(picture=job.request.content), styles=(lonely,), updated_at=1.0)
    await store.write(lambda tx: tx.drafts.save(draft))
    await store.write(lambda tx: tx.drafts.delete(draft.place))
    await gone(store.files.path(lonely))
    assert await store.files.read(job.request.content) == b"content"


async def test_what_is_missing_is_told(tmp_path: Path) -> None:
    files = PictureFiles(tmp_path)
    here = await files.put(b"here")
    assert await files.missing([here, "a" * 64]) == {"a" * 64}
    assert await files.missing([]) == set()


async def test_what_asks_for_room_to_be_left_is_refused_before_the_disk_is_full(files: PictureFiles) -> None:
    files._directory.mkdir()
    with pytest.raises(StoreFull, match="would leave less than"):
        await files.put(b"a picture", reserve=2**62)
    assert files.all_names() == set()
    assert await files.put(b"a picture", reserve=1)
