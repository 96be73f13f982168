"""How the bot works, over restarts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.jobs.operation import Mode
from bot.store import Store
from tests.support.jobs import add_job, job_now


async def test_a_new_bot_is_open(store: Store) -> None:
    assert await store.read(lambda tx: tx.operation.mode()) is Mode.OPEN


@pytest.mark.parametrize("mode", [Mode.PAUSED, Mode.DRAINING])
async def test_no_job_starts_unless_the_bot_is_open(store: Store, mode: Mode) -> None:
    job = await add_job(store)
    assert await store.write(lambda tx: tx.operation.set_mode(mode))
    assert await store.write(lambda tx: tx.jobs.claim(1.0)) is None
    assert await store.write(lambda tx: tx.operation.set_mode(Mode.OPEN))
    claimed = await store.write(lambda tx: tx.jobs.claim(1.0))
    assert claimed is not None
    assert claimed.id == job.id


async def test_a_change_of_mode_changes_the_cards_that_wait_and_only_a_change_does(store: Store) -> None:
    job = await add_job(store)
    seen = store.revision
    assert await store.write(lambda tx: tx.operation.set_mode(Mode.PAUSED))
    assert store.revision > seen
    paused = await job_now(store, job.id)
    assert paused.card.revision > job.card.revision
    assert not await store.write(lambda tx: tx.operation.set_mode(Mode.PAUSED))
    assert (await job_now(store, job.id)).card.revision == paused.card.revision


async def test_the_mode_outlives_the_process(directory: Path) -> None:
    store = await Store.open(directory)
    await store.write(lambda tx: tx.operation.set_mode(Mode.DRAINING))
    await store.aclose()
    store = await Store.open(directory)
    assert await store.read(lambda tx: tx.operation.mode()) is Mode.DRAINING
    await store.aclose()


async def test_a_start_knows_whether_the_run_before_it_ended_as_it_should(store: Store) -> None:
    assert await store.write(lambda tx: tx.operation.begin(10.0)) is None
    assert await store.write(lambda tx: tx.operation.begin(20.0)) == 10.0
    await store.write(lambda tx: tx.operation.end())
    assert await store.write(lambda tx: tx.operation.begin(30.0)) is None
