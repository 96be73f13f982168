"""What is deleted when its time is over, and what is not."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.jobs import retention
from bot.jobs.model import Job
from bot.operations.retention import delete_old, keep_to
from bot.store import Draft, OnePhoto, Store
from bot.store import store as store_module
from tests.support.eventually import LONG
from tests.support.jobs import FIGURES, job_now, place_of, start_job
from tests.support.stores import open_store

HOUR = 3600.0
KEPT = 72 * HOUR
NOW = 1_000_000_000.0


@pytest.fixture
async def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    monkeypatch.setattr(store_module, "DISCARD_GRACE", 0.0)
    store = await open_store(tmp_path)
    yield store
    await store.aclose()


async def painted(store: Store, user_id: int = 1, *, finished_at: float, told: bool = True, mark: bytes = b"") -> Job:
    """A job with a result of its own."""
    job = await start_job(store, user_id)
    png, jpeg = await store.files.put(b"png" + mark), await store.files.put(b"jpeg" + mark)
    await store.write(
        lambda tx: tx.jobs.finish(job.id, 1, result_png=png, result_jpeg=jpeg, figures=FIGURES, now=finished_at)
    )
    if told:
        await store.write(lambda tx: tx.cards.mark_told(job.id, finished_at))
    return await job_now(store, job.id)


def files_of(store: Store, job: Job) -> list[Path]:
    return [store.files.path(name) for name in (job.result.png, job.result.jpeg) if name is not None]


async def test_pictures_go_when_their_time_is_over_and_those_of_younger_jobs_stay(store: Store) -> None:
    old = await painted(store, finished_at=NOW - KEPT - 1, mark=b"old")
    young = await painted(store, finished_at=NOW - KEPT + 1, mark=b"young")
    await delete_old(store, KEPT, NOW)
    await store.sweep_files(grace=0)
    assert (await job_now(store, old.id)).status.expired_at == NOW
    assert (await job_now(store, young.id)).status.expired_at is None
    assert [file.exists() for file in files_of(store, old)] == [False, False]
    assert [file.exists() for file in files_of(store, young)] == [True, True]
    kept = await store.read(lambda tx: tx.files.all())
    assert {file.parent.name + file.name for file in store.files.path("0" * 64).parents[1].glob("*/*")} == kept


async def test_a_result_that_could_not_be_told_of_is_kept_unless_its_chat_is_closed(store: Store) -> None:
    waits = await painted(store, 1, finished_at=NOW - KEPT - 1, told=False)
    closed = await painted(store, 2, finished_at=NOW - KEPT - 1, told=False)
    await store.write(lambda tx: tx.chats.close(2, 1.0))
    await delete_old(store, KEPT, NOW)
    assert (await job_now(store, waits.id)).status.expired_at is None
    assert (await job_now(store, closed.id)).status.expired_at == NOW


async def test_jobs_at_work_keep_their_pictures_however_old_they_are(store: Store) -> None:
    job = await start_job(store, now=1.0)
    await delete_old(store, KEPT, NOW)
    await store.sweep_files(grace=0)
    assert await store.files.read(job.request.content) == b"content"


async def test_a_draft_that_was_left_goes_with_its_pictures(store: Store) -> None:
    picture = await store.files.put(b"left")
    draft = Draft(place=place_of(1), photos=OnePhoto(picture=picture), updated_at=NOW - KEPT - 1)
    await store.write(lambda tx: tx.drafts.save(draft))
    await delete_old(store, KEPT, NOW)
    assert await store.read(lambda tx: tx.drafts.get(place_of(1))) is None
    await store.sweep_files(grace=0)
    assert not store.files.path(picture).exists()


async def test_rows_go_after_a_month_once_their_pictures_have(store: Store) -> None:
    old = await painted(store, finished_at=NOW - retention.JOBS_KEPT - 1)
    younger = await painted(store, finished_at=NOW - retention.JOBS_KEPT + 1)
    untold = await painted(store, finished_at=NOW - retention.JOBS_KEPT - 1, told=False)
    await delete_old(store, KEPT, NOW)
    assert await store.read(lambda tx: tx.jobs.get(old.id)) is None
    await job_now(store, younger.id)
    await job_now(store, untold.id)


async def test_handled_updates_old_messages_and_spendings_go(store: Store) -> None:
    for update_id, handled_at in ((1, NOW - retention.UPDATES_KEPT - 1), (2, NOW - 1)):
        await store.write(lambda tx, number=update_id: tx.inbox.add(9, number, "{}", 1.0))
        await store.write(lambda tx, number=update_id, at=handled_at: tx.inbox.mark_handled(9, number, at))
    await store.write(lambda tx: tx.inbox.add(9, 3, "{}", 1.0))  # not handled yet, however old
    await delete_old(store, KEPT, NOW)
    added = [await store.write(lambda tx, n=number: tx.inbox.add(9, n, "{}", 1.0)) for number in (1, 2, 3)]
    assert added == [True, False, False]


async def test_chats_that_were_closed_long_ago_are_forgotten_once_nothing_is_left_to_tell_there(store: Store) -> None:
    await start_job(store, user_id=3)
    for chat_id, closed_at in ((1, NOW - 1), (2, NOW - retention.JOBS_KEPT - 1), (3, NOW - retention.JOBS_KEPT - 1)):
        await store.write(lambda tx, chat=chat_id, at=closed_at: tx.chats.close(chat, at))
    await delete_old(store, KEPT, NOW)
    closed = [await store.read(lambda tx, chat=chat_id: tx.chats.is_closed(chat)) for chat_id in (1, 2, 3)]
    assert closed == [True, False, True]


async def test_copies_from_before_a_migration_go_after_a_month(store: Store, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    for name, changed_at in (("stylegram-schema-1.sqlite3", NOW - 1), ("stylegram-schema-2.sqlite3", NOW + 1)):
        (backups / name).write_bytes(b"")
        os.utime(backups / name, (changed_at, changed_at))
    (backups / "by hand.sqlite3").write_bytes(b"")
    assert await store.delete_old_backups(before=NOW) == 1
    assert sorted(file.name for file in backups.iterdir()) == ["by hand.sqlite3", "stylegram-schema-2.sqlite3"]


async def test_it_begins_at_once_and_goes_on_after_trouble(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = asyncio.Queue[float]()

    async def problem(_: Store, seconds: float, now: float) -> None:
        calls.put_nowait(seconds)
        raise OSError("no disk")

    monkeypatch.setattr("bot.operations.retention.delete_old", problem)
    monkeypatch.setattr("bot.operations.retention.EVERY", 0.01)
    task = asyncio.create_task(keep_to(store, KEPT))
    assert [await asyncio.wait_for(calls.get(), LONG) for _ in range(2)] == [KEPT, KEPT]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
