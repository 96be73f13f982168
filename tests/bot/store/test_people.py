"""Bans and quotas, and what jobs cost their owners."""

from __future__ import annotations

import pytest

from bot.jobs.model import JobState, StopRequest
from bot.jobs.setting_limits import MAX_ENGINE_DEATHS
from bot.store import ModerationStatus, Store
from engine.errors import (
    BeyondMemory,
    EngineLost,
    InvalidSettings,
    NotFinite,
    OutOfMemory,
    PictureProblem,
    WeightsUnavailable,
)
from engine.settings import TransferSettings
from tests.support.jobs import add_job, job_now, start_job


async def test_a_stranger_is_welcome_and_has_everybodys_quota(store: Store) -> None:
    assert await store.read(lambda tx: tx.people.standing(1)) == ModerationStatus()


async def test_a_ban_and_a_quota_do_not_disturb_each_other(store: Store) -> None:
    assert await store.write(lambda tx: tx.people.ban(1, 5.0))
    assert not await store.write(lambda tx: tx.people.ban(1, 6.0))
    await store.write(lambda tx: tx.people.set_quota(1, 7.5))
    assert await store.read(lambda tx: tx.people.standing(1)) == ModerationStatus(banned=True, daily_quota=7.5)
    assert await store.write(lambda tx: tx.people.unban(1))
    assert not await store.write(lambda tx: tx.people.unban(1))
    assert await store.read(lambda tx: tx.people.standing(1)) == ModerationStatus(daily_quota=7.5)
    await store.write(lambda tx: tx.people.set_quota(1, None))
    assert await store.read(lambda tx: tx.people.standing(1)) == ModerationStatus()


async def costs(store: Store, user_id: int = 1) -> list[float]:
    return [each.cost for each in await store.read(lambda tx: tx.people.spendings(user_id))]


async def test_a_job_costs_its_owner(store: Store) -> None:
    await add_job(store, settings=TransferSettings(size=1024), now=10.0)
    await add_job(store, settings=TransferSettings(iterations=600), now=20.0)
    assert await costs(store) == pytest.approx([4.0, 2.0])
    assert await costs(store, user_id=2) == []


async def test_a_job_that_was_canceled_before_its_start_costs_nothing(store: Store) -> None:
    job = await add_job(store)
    await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 2.0))
    assert await costs(store) == []


async def test_a_job_that_was_canceled_at_work_costs_what_it_cost(store: Store) -> None:
    job = await add_job(store)
    await store.write(lambda tx: tx.jobs.claim(2.0))
    await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 3.0))
    await store.write(lambda tx: tx.jobs.mark_canceled(job.id, 1, 4.0))
    assert await costs(store) == [1.0]


@pytest.mark.parametrize(
    ("code", "spent"),
    [
        ("internal", []),
        (EngineLost.code, []),
        (OutOfMemory.code, []),
        (BeyondMemory.code, []),
        (WeightsUnavailable.code, []),
        ("picture", []),  # the bot did not keep it
        (InvalidSettings.code, [1.0]),
        (NotFinite.code, [1.0]),
        (PictureProblem.TOO_LONG.value, [1.0]),
    ],
)
async def test_a_job_that_failed_costs_something_only_for_what_was_asked(
    store: Store, code: str, spent: list[float]
) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.jobs.fail(job.id, job.status.attempt, code, 3.0))
    assert await costs(store) == spent


async def test_a_job_whose_engine_died_again_and_again_costs_nothing(store: Store) -> None:
    job = await add_job(store)
    for attempt in range(1, MAX_ENGINE_DEATHS + 1):
        assert await costs(store) == [1.0]
        await store.write(lambda tx: tx.jobs.claim(2.0))
        await store.write(lambda tx, n=attempt: tx.jobs.requeue(job.id, n, engine_died=True, now=3.0))
    assert (await job_now(store, job.id)).state is JobState.FAILED
    assert await costs(store) == []
