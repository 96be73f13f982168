"""The forecast by which the cards go."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery import forecasts as module
from bot.delivery.forecasts import Forecasts
from bot.jobs.forecast import Engines
from bot.jobs.operation import Mode
from bot.store import Store
from tests.support.fake_engine import FACTS
from tests.support.jobs import add_job, start_job
from tests.support.stores import open_store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(tmp_path)
    yield store
    await store.aclose()


async def test_a_job_is_found_in_the_queue_until_it_starts(store: Store) -> None:
    forecasts = Forecasts(store, Engines())
    job = await add_job(store)
    found = (await forecasts.latest()).waiting(job.id)
    assert found is not None
    assert found.place == 1
    await store.write(lambda tx: tx.jobs.claim(2.0))
    assert (await forecasts.latest()).waiting(job.id) is None


async def test_while_jobs_are_on_hold_nobody_knows_when_they_start(store: Store) -> None:
    forecasts = Forecasts(store, Engines(facts=FACTS))
    await start_job(store)
    job = await add_job(store, user_id=2)
    before = (await forecasts.latest()).waiting(job.id)
    await store.write(lambda tx: tx.operation.set_mode(Mode.PAUSED))
    held = (await forecasts.latest()).waiting(job.id)
    assert before is not None
    assert held is not None
    assert (before.on_hold, held.on_hold, held.seconds) == (False, True, None)


async def test_one_forecast_serves_all_cards_until_something_changes_or_time_goes_by(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    forecasts, now = Forecasts(store, Engines(facts=FACTS)), time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    await start_job(store, now=now)
    first = await forecasts.latest()
    assert await forecasts.latest() is first
    await add_job(store, user_id=2)
    second = await forecasts.latest()
    assert (len(first.work.waiting), len(second.work.waiting)) == (0, 1)
    for clock in (now + module.STALE, now - 3600.0):
        monkeypatch.setattr(time, "time", lambda clock=clock: clock)
        assert (await forecasts.latest()).now == clock


async def test_times_are_told_as_soon_as_an_engine_has_timed_itself(store: Store) -> None:
    engines = Engines()
    forecasts, running = Forecasts(store, engines), await start_job(store)
    assert (await forecasts.latest()).ends([running]) == []
    engines.facts = FACTS
    assert len((await forecasts.latest()).ends([running])) == 1
