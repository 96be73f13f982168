"""The steering changes of jobs, and the sketches that they are begun from, in the store."""

from __future__ import annotations

from bot.jobs.model import Segment, StopRequest
from bot.store import Store
from engine.settings import TransferSettings
from tests.support.jobs import add_job, job_now, start_job

STRONG, STRONGER = TransferSettings(strength=70), TransferSettings(strength=90)


async def steer(store: Store, job_id: str, settings: TransferSettings = STRONG, *styles: str) -> bool:
    return await store.write(lambda tx: tx.steering.steer(job_id, settings, styles)) is not None


async def test_a_change_keeps_what_was_before_until_the_engine_has_made_it(store: Store) -> None:
    job = await start_job(store)
    other = await store.files.put(b"another style")
    assert await steer(store, job.id)
    assert await steer(store, job.id, STRONGER, other)
    now = await job_now(store, job.id)
    before = Segment(settings=job.request.settings, styles=job.request.styles, until=None)
    between = Segment(settings=STRONG, styles=job.request.styles, until=None)
    assert (now.request.settings, now.request.styles, now.request.earlier) == (STRONGER, (other,), (before, between))
    assert now.card.revision > job.card.revision
    assert {other, *job.request.styles} <= await store.read(lambda tx: tx.files.all())
    assert {other, *job.request.styles} <= await store.read(lambda tx: tx.files.of_person(job.place.user_id))

    assert await store.write(lambda tx: tx.steering.made(job.id, job.status.attempt, 1, 40))
    assert [phase.until for phase in (await job_now(store, job.id)).request.earlier] == [40, None]
    assert await store.write(lambda tx: tx.steering.made(job.id, job.status.attempt, 2, 60))
    assert [phase.until for phase in (await job_now(store, job.id)).request.earlier] == [40, 60]


async def test_late_words_of_an_earlier_attempt_change_nothing(store: Store) -> None:
    job = await start_job(store)
    await steer(store, job.id)
    assert not await store.write(lambda tx: tx.steering.made(job.id, job.status.attempt - 1, 1, 40))
    assert [phase.until for phase in (await job_now(store, job.id)).request.earlier] == [None]


async def test_what_has_not_begun_has_nothing_before_a_change(store: Store) -> None:
    job = await add_job(store)
    assert await steer(store, job.id)
    now = await job_now(store, job.id)
    assert (now.request.settings, now.request.earlier) == (STRONG, ())


async def test_what_is_about_to_stop_cannot_be_steered(store: Store) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 2.0))
    assert not await steer(store, job.id)
    assert not await steer(store, "no such job")


async def test_who_is_painted_smaller_or_swapped_begins_as_it_shall_end(store: Store) -> None:
    job = await start_job(store)
    await steer(store, job.id)
    small = TransferSettings(strength=70, size=320)
    await store.write(lambda tx: tx.jobs.paint_smaller(job.id, job.status.attempt, small, "out_of_memory", 2.0))
    now = await job_now(store, job.id)
    assert (now.request.settings, now.request.earlier) == (small, ())


async def test_sketches_and_the_job_that_goes_on_from_one_keep_its_checkpoint(store: Store) -> None:
    begun = await add_job(store, sketches=(STRONG, STRONGER))
    await store.write(lambda tx: tx.jobs.claim(2.0))
    sheet, *states = [await store.files.put(data) for data in (b"sheet", b"one", b"two")]
    assert await store.write(
        lambda tx: tx.jobs.finish_sketches(begun.id, 1, sheet=sheet, states=states, iteration=50, now=3.0)
    )
    done = await job_now(store, begun.id)
    assert (done.result.sketch_states, done.result.sketched_at, done.result.jpeg) == (tuple(states), 50, sheet)
    assert {sheet, *states} <= await store.read(lambda tx: tx.files.all())
    assert await store.read(lambda tx: tx.overview.results_of(1, 1, 10)) == []

    taken = await add_job(store, settings=STRONGER, checkpoint=(states[1], 50))
    assert (taken.status.checkpoint, taken.status.checkpoint_iteration) == (states[1], 50)
    kept = await store.read(lambda tx: tx.files.among([states[1]]))
    assert kept == {states[1]}


async def test_sketches_that_nobody_wants_any_more_go(store: Store) -> None:
    begun = await add_job(store, sketches=(STRONG,))
    await store.write(lambda tx: tx.jobs.claim(2.0))
    await store.write(lambda tx: tx.jobs.request_stop(begun.id, StopRequest.CANCEL, 2.5))
    name = await store.files.put(b"state")
    assert not await store.write(
        lambda tx: tx.jobs.finish_sketches(begun.id, 1, sheet=name, states=[name], iteration=50, now=3.0)
    )
    assert await store.read(lambda tx: tx.files.among([name])) == set()
