"""Sizes and shapes of files are known before a transaction asks for them; none of them ever waits for a file."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.store import PictureFiles, Store, StoreUnavailable, Transaction, workload
from bot.store import seen_files as module
from bot.store.seen_files import NotSeen, SeenFiles
from tests.support.eventually import LONG
from tests.support.jobs import add_job, start_job
from tests.support.pictures import plain_png

MISSING = "0" * 64


@asynccontextmanager
async def opened(directory: Path) -> AsyncIterator[Store]:
    store = await Store.open(directory)
    try:
        yield store
    finally:
        await store.aclose()


@pytest.fixture
def files(tmp_path: Path) -> PictureFiles:
    return PictureFiles(tmp_path / "pictures")


async def test_the_weight_is_that_of_the_files_that_are_there(files: PictureFiles) -> None:
    names = [await files.put(b"x" * 10), await files.put(b"y" * 5), MISSING]
    await files.look_at([MISSING])
    assert files.seen.size_bytes(names) == 15
    assert files.seen.size_bytes([]) == 0


async def test_the_shape_of_a_picture_is_read_from_its_head(files: PictureFiles, tmp_path: Path) -> None:
    wide, text = await files.put(plain_png("red", 40, 20)), await files.put(b"no picture")
    restarted = PictureFiles(tmp_path / "pictures")
    for each in (files, restarted):
        await each.look_at([wide, text, MISSING])
        assert each.seen.shapes([wide, text, MISSING]) == {wide: (20, 40)}
        assert each.seen.size_bytes([wide]) == files.path(wide).stat().st_size
    await files.discard([wide], grace=0)
    assert files.seen.shapes([wide]) == {wide: (20, 40)}  # the same bytes have the same shape for ever


async def test_what_was_missing_and_is_written_is_known_as_written(files: PictureFiles) -> None:
    name = await files.put(b"x" * 10)
    await files.discard([name], grace=0)
    files.seen = SeenFiles()
    await files.look_at([name])
    assert files.seen.size_bytes([name]) == 0
    await files.put(b"x" * 10)
    assert files.seen.size_bytes([name]) == 10


async def test_a_look_that_ends_after_the_writing_changes_nothing(files: PictureFiles) -> None:
    looked = module.look_at(files.path(MISSING))
    files.seen.note_written(MISSING, b"x" * 10)
    files.seen.note_looked_at({MISSING: looked})
    assert files.seen.size_bytes([MISSING]) == 10


def test_what_nobody_has_looked_at_is_asked_for_by_its_names(files: PictureFiles) -> None:
    files.seen.note_written("a", b"")
    with pytest.raises(NotSeen) as missing:
        files.seen.size_bytes(["a", "b", "c"])
    assert missing.value.names == {"b", "c"}


async def test_a_transaction_runs_again_once_the_files_were_looked_at(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        picture = await store.files.put(plain_png("red", 40, 20))
        await start_job(store)
        await add_job(store, user_id=2, content=picture)
    async with opened(tmp_path) as store:
        attempts = 0

        async def work(tx: Transaction) -> tuple[float | None, Mapping[str, tuple[int, int]]]:
            nonlocal attempts
            attempts += 1
            before = await tx.operation.begin(float(attempts))
            return before, (await workload(tx)).shapes

        assert await store.write(work) == (None, {picture: (20, 40)})  # what the first attempt wrote was rolled back
        assert attempts == 2
        assert await store.write(work) == (2.0, {picture: (20, 40)})
        assert attempts == 3  # nothing is forgotten


async def test_files_are_looked_at_while_others_use_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as store:
        await add_job(store, user_id=2)
    looking, go_on, look = threading.Event(), threading.Event(), module.look_at

    def slow_disk(path: Path) -> module.SeenFile:
        looking.set()
        assert go_on.wait(LONG)
        return look(path)

    async with opened(tmp_path) as store:
        monkeypatch.setattr("bot.store.files.look_at", slow_disk)
        asking = asyncio.create_task(store.read(workload))
        assert await asyncio.to_thread(looking.wait, LONG)
        async with asyncio.timeout(LONG):
            await store.write(lambda tx: tx.operation.begin(1.0))  # the lock is free
        assert not asking.done()
        go_on.set()
        assert len((await asking).waiting) == 1


async def test_a_disk_that_fails_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(path: Path) -> module.SeenFile:
        raise OSError(5, "Input/output error")

    async with opened(tmp_path) as store:
        await add_job(store, user_id=2, content=MISSING)
        monkeypatch.setattr("bot.store.files.look_at", failing)
        with pytest.raises(StoreUnavailable, match="looked at"):
            await store.read(workload)


async def test_more_files_than_are_remembered_are_looked_at_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_SEEN", 3)
    async with opened(tmp_path) as store:
        names = [await store.files.put(bytes([number])) for number in range(6)]

        async def work(tx: Transaction) -> int:
            return sum(tx.seen.size_bytes(some) for some in (names[:2], names[2:4], names[4:]))

        assert await store.read(work) == 6
