"""Places and times in the queue."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery.queue import Queue, places
from bot.jobs.eta import Workload
from bot.jobs.operation import Mode
from bot.store import Store
from tests.support.fake_engine import FACTS
from tests.support.jobs import add_job, start_job


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(tmp_path)
    yield store
    await store.aclose()


async def test_places_and_times_of_the_queue(store: Store) -> None:
    running = await start_job(store)
    waiting = [await add_job(store, user_id) for user_id in (2, 3)]
    work = Workload(running=[running], waiting=waiting)
    first, second = (places(work, FACTS, 1, 0.0)[job.id] for job in waiting)
    assert (first.place, second.place) == (1, 2)
    assert first.seconds is not None
    assert second.seconds is not None
    assert 0 < first.seconds < second.seconds
    assert places(work, None, 1, 0.0)[waiting[0].id].seconds is None


async def test_a_job_is_found_in_the_queue_until_it_starts(store: Store) -> None:
    queue = Queue(store, lambda: None, 1)
    job = await add_job(store)
    found = await queue.find(job.id)
    assert found is not None
    assert found.place == 1
    await store.write(lambda tx: tx.jobs.claim(2.0))
    assert await queue.find(job.id) is None


async def test_while_jobs_are_on_hold_nobody_knows_when_they_start(store: Store) -> None:
    queue = Queue(store, lambda: FACTS, 1)
    await start_job(store)
    job = await add_job(store, user_id=2)
    before = await queue.find(job.id)
    await store.write(lambda tx: tx.operation.set_mode(Mode.PAUSED))
    held = await queue.find(job.id)
    assert before is not None
    assert held is not None
    assert (before.on_hold, held.on_hold, held.seconds) == (False, True, None)
