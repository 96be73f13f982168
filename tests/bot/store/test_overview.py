"""Questions about a person's jobs."""

from __future__ import annotations

from bot.jobs.model import FINISHED, StopRequest
from bot.store import Store
from tests.support.jobs import add_job, start_job


async def test_unfinished_jobs_are_those_of_this_person_in_this_chat(store: Store) -> None:
    running = await start_job(store, user_id=1)
    waiting = await add_job(store, user_id=1)
    await add_job(store, user_id=2)
    finished = await add_job(store, user_id=1)
    await store.write(lambda tx: tx.jobs.request_stop(finished.id, StopRequest.CANCEL, 3000.0))
    unfinished = await store.read(lambda tx: tx.overview.unfinished_of(1, 1))
    assert [job.id for job in unfinished] == [running.id, waiting.id]
    assert not any(job.state in FINISHED for job in unfinished)
    assert await store.read(lambda tx: tx.overview.unfinished_of(2, 1)) == []


async def test_what_was_cancelled_is_no_longer_in_work_though_the_engine_still_stops(store: Store) -> None:
    job = await start_job(store)
    for request, expected in ((StopRequest.KEEP, [job.id]), (StopRequest.CANCEL, [])):
        await store.write(lambda tx, request=request: tx.jobs.request_stop(job.id, request, 3000.0))
        here = await store.read(lambda tx: tx.overview.unfinished_of(1, 1))
        everywhere = await store.read(lambda tx: tx.overview.unfinished_by(1))
        assert [each.id for each in here] == [each.id for each in everywhere] == expected
