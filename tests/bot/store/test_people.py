"""Bans and quotas, and what jobs cost their owners."""

from __future__ import annotations

import pytest

from bot.jobs.model import StopRequest
from bot.store import Standing, Store
from engine.settings import TransferSettings
from tests.support.jobs import add_job


async def test_a_stranger_is_welcome_and_has_everybodys_quota(store: Store) -> None:
    assert await store.read(lambda tx: tx.people.standing(1)) == Standing()


async def test_a_ban_and_a_quota_do_not_disturb_each_other(store: Store) -> None:
    assert await store.write(lambda tx: tx.people.ban(1, 5.0))
    assert not await store.write(lambda tx: tx.people.ban(1, 6.0))
    await store.write(lambda tx: tx.people.set_quota(1, 7.5))
    assert await store.read(lambda tx: tx.people.standing(1)) == Standing(banned=True, daily_quota=7.5)
    assert await store.write(lambda tx: tx.people.unban(1))
    assert not await store.write(lambda tx: tx.people.unban(1))
    assert await store.read(lambda tx: tx.people.standing(1)) == Standing(daily_quota=7.5)
    await store.write(lambda tx: tx.people.set_quota(1, None))
    assert await store.read(lambda tx: tx.people.standing(1)) == Standing()


async def costs(store: Store, user_id: int = 1) -> list[float]:
    return [each.cost for each in await store.read(lambda tx: tx.people.spendings(user_id))]


async def test_a_job_costs_its_owner(store: Store) -> None:
    await add_job(store, settings=TransferSettings(size=1024), now=10.0)
    await add_job(store, settings=TransferSettings(iterations=600), now=20.0)
    assert await costs(store) == pytest.approx([4.0, 2.0])
    assert await costs(store, user_id=2) == []


async def test_a_job_that_was_cancelled_before_its_start_costs_nothing(store: Store) -> None:
    job = await add_job(store)
    await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 2.0))
    assert await costs(store) == []


async def test_a_job_that_was_cancelled_at_work_costs_what_it_cost(store: Store) -> None:
    job = await add_job(store)
    await store.write(lambda tx: tx.jobs.claim(2.0))
    await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 3.0))
    await store.write(lambda tx: tx.jobs.mark_cancelled(job.id, 1, 4.0))
    assert await costs(store) == [1.0]
