"""From the queue to the engine and back into the store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import msgspec
import pytest

from bot.dispatch import recorder
from bot.dispatch.dispatcher import Dispatcher
from bot.dispatch.specs import FILM_STILLS
from bot.jobs.forecast import Engines
from bot.jobs.model import Job, JobState, StopRequest
from bot.store import DRAWN, HOUSE, Store, StoreFull, Transaction
from engine.backends.base import Engine
from engine.events import AnyEvent, EngineFacts, Losses, LossTerm, PlannedScale, Progress, Started
from engine.presets import PRESETS
from engine.settings import FeatureSource, InitialImage, JobSpec, TransferSettings
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import FACTS, FakeEngine, Script
from tests.support.hearing import listening
from tests.support.jobs import add_job, job_now, start_job
from tests.support.pictures import plain_png

SHORT = TransferSettings(iterations=20)
ONE_TERM = LossTerm(value=1.0, weight=1.0)


@asynccontextmanager
async def dispatching(store: Store, engine: Engine) -> AsyncIterator[None]:
    """The dispatcher at work; what it raises comes out at the end."""
    task = asyncio.create_task(Dispatcher(store, engine).run())
    try:
        yield
    finally:
        task.cancel()
        outcome = (await asyncio.gather(task, return_exceptions=True))[0]
    if not isinstance(outcome, asyncio.CancelledError):
        raise outcome


async def add(store: Store, user_id: int = 1) -> Job:
    content, style = await store.files.put(plain_png("red")), await store.files.put(plain_png("blue"))
    return await add_job(store, user_id, content=content, styles=(style,), settings=SHORT)


async def until(store: Store, job: Job, holds: Callable[[Job], bool]) -> Job:
    """Wait until this holds of the job; returns it."""
    async with asyncio.timeout(LONG):
        while True:
            seen = store.revision
            now = await job_now(store, job.id)
            if holds(now):
                return now
            await store.wait_for_change(seen, 1.0)


def is_in(state: JobState) -> Callable[[Job], bool]:
    return lambda job: job.state is state


async def test_a_waiting_job_is_painted_and_everything_is_kept(store: Store) -> None:
    job = await add(store)
    async with dispatching(store, FakeEngine()):
        done = await until(store, job, is_in(JobState.DONE))
    assert done.result.png is not None
    assert done.result.jpeg is not None
    assert (await store.files.read(done.result.png)).startswith(b"\x89PNG")
    assert (await store.files.read(done.result.jpeg)).startswith(b"\xff\xd8")
    assert done.result.figures is not None
    assert done.result.figures.iterations == 20
    assert done.status.attempt == 1


async def test_a_child_goes_on_from_a_picture_and_its_film_is_kept(store: Store) -> None:
    pictures = [await store.files.put(plain_png(color)) for color in ("red", "blue", "green")]
    job = await add_job(
        store, content=pictures[0], styles=pictures[1:2], settings=SHORT, initial=pictures[2], steps=12, film=True
    )
    engine = FakeEngine()
    async with dispatching(store, engine):
        done = await until(store, job, is_in(JobState.DONE))
    (spec,) = engine.jobs
    assert spec.initial == plain_png("green")
    assert spec.stills == FILM_STILLS
    assert (spec.settings.init, spec.settings.iterations) == (InitialImage.PICTURE, 12)
    assert done.result.film is not None
    assert (await store.files.read(done.result.film)).startswith(b"GIF8")
    assert {done.result.film, pictures[2]} <= await store.read(lambda tx: tx.files.all())


async def test_a_job_from_the_beginning_has_neither_start_nor_film(store: Store) -> None:
    job, engine = await add(store), FakeEngine()
    async with dispatching(store, engine):
        done = await until(store, job, is_in(JobState.DONE))
    assert (engine.jobs[0].initial, engine.jobs[0].stills, done.result.film) == (None, 0, None)


async def test_progress_with_preview_and_checkpoint_are_recorded_on_the_way(store: Store) -> None:
    job, engine = await add(store), FakeEngine(Script(hold_at=12))
    async with dispatching(store, engine):
        await engine.held()
        running = await until(store, job, lambda now: now.status.checkpoint_iteration == 10)
        assert running.status.progress is not None
        assert running.status.progress.losses is not None
        assert running.status.progress.iteration >= 10
        assert running.status.preview is not None
        assert (await store.files.read(running.status.preview)).startswith(b"\xff\xd8")


SLOW = msgspec.structs.replace(FACTS, seconds_per_iteration=1000.0, seconds_to_set_up_megapixel=1000.0)


@pytest.mark.parametrize("facts", [SLOW, None])
async def test_what_is_foretold_is_kept_before_the_first_iteration(store: Store, facts: EngineFacts | None) -> None:
    job = await start_job(store)
    plan = (PlannedScale(height=48, width=64, iterations=10), PlannedScale(height=96, width=128, iterations=20))
    event = Started(features=FACTS.features, precision=FACTS.precision, scales=plan, iterations=30, resumed_at=15)
    recording = recorder.Recorder(store, job, facts)
    await recording.started(event)
    begun = (await job_now(store, job.id)).status.progress
    assert begun is not None
    assert (begun.iteration, begun.losses) == (15, None)
    last = plan[-1]  # its set-up counts twice, because the end of a run costs about as much
    seconds = 15 * SLOW.seconds_of_iteration(last) + 2 * SLOW.seconds_of_set_up(last)
    assert begun.seconds_left == (None if facts is None else pytest.approx(seconds))
    losses = Losses(content=ONE_TERM, style=ONE_TERM, denoise=ONE_TERM)
    untimed = Progress(iteration=16, iterations=30, height=48, width=64, losses=losses, seconds_left=None)
    await recording.progress(untimed)
    first = (await job_now(store, job.id)).status.progress
    assert first is not None
    assert first.iteration == 16
    if facts is None:
        assert first.seconds_left is None
    else:
        assert first.seconds_left == pytest.approx(seconds, rel=0.1)


async def test_a_painting_in_an_instant_is_foretold_without_a_set_up(store: Store) -> None:
    await add_job(store, settings=PRESETS["instant"])
    job = await store.write(lambda tx: tx.jobs.claim(1.0))
    assert job is not None
    (scale,) = plan = (PlannedScale(height=384, width=512, iterations=1),)
    event = Started(features=FACTS.features, precision=FACTS.precision, scales=plan, iterations=1)
    await recorder.Recorder(store, job, SLOW).started(event)
    begun = (await job_now(store, job.id)).status.progress
    assert begun is not None
    assert begun.seconds_left == pytest.approx(SLOW.seconds_of_iteration(scale))


async def test_no_more_jobs_run_than_the_engine_has_room_for(store: Store) -> None:
    jobs = [await add(store, user_id) for user_id in (1, 2, 3)]
    engine = FakeEngine(Script(hold_at=10), slots=2)
    async with dispatching(store, engine):
        await until(store, jobs[1], lambda job: job.status.progress is not None)
        assert (await job_now(store, jobs[2].id)).state is JobState.QUEUED
        await store.write(lambda tx: tx.jobs.request_stop(jobs[0].id, StopRequest.CANCEL, 0))
        await until(store, jobs[2], lambda job: job.status.progress is not None)
    begun = [spec.job_id for spec in engine.jobs]
    assert sorted(begun[:2]) == sorted(job.id for job in jobs[:2])  # both at once
    assert begun[2:] == [jobs[2].id]


class AskedForRoom(FakeEngine):
    """Counts how often it was asked for its capacity."""

    asked = 0

    async def capacity(self) -> int:
        self.asked += 1
        return await super().capacity()


async def test_a_job_waits_while_the_engine_has_no_room(store: Store) -> None:
    job, engine = await add(store), AskedForRoom(slots=0)

    async def was_asked_again() -> bool:
        return engine.asked >= 2

    async with dispatching(store, engine):
        await eventually(was_asked_again)
        assert (await job_now(store, job.id)).state is JobState.QUEUED
        engine.slots = 1
        await until(store, job, is_in(JobState.DONE))


async def test_the_request_to_cancel_reaches_the_engine_at_once(store: Store) -> None:
    job, engine = await add(store), FakeEngine(Script(hold_at=10))
    async with dispatching(store, engine):
        await engine.held()
        await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 0))
        await until(store, job, is_in(JobState.CANCELED))
    assert engine.cancels == [(job.id, 1, False)]


class SlowToBegin(FakeEngine):
    """Does not begin a job before the test lets it."""

    def __init__(self, *scripts: Script) -> None:
        super().__init__(*scripts)
        self.asked = asyncio.Event()
        self.let_go = asyncio.Event()
        self.canceled = asyncio.Event()

    async def run(self, job: JobSpec) -> AsyncIterator[AnyEvent]:
        self.asked.set()
        await self.let_go.wait()
        async for event in super().run(job):
            yield event

    async def cancel(self, job_id: str, attempt: int, *, keep: bool = False) -> None:
        await super().cancel(job_id, attempt, keep=keep)
        self.canceled.set()


async def test_a_request_to_cancel_that_comes_before_the_engine_knows_the_job_is_not_lost(store: Store) -> None:
    job, engine = await add(store), SlowToBegin(Script(hold_at=12))
    async with dispatching(store, engine):
        await engine.asked.wait()
        await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 2.0))
        await asyncio.wait_for(engine.canceled.wait(), LONG)
        engine.let_go.set()
        await until(store, job, is_in(JobState.CANCELED))


async def put_back_swapped(store: Store, job: Job) -> None:
    async def work(tx: Transaction) -> None:
        await tx.jobs.requeue(job.id, 1, engine_died=False, drop_checkpoint=True, now=2.0)
        assert await tx.job_history.swap(job.id)

    await store.write(work)


async def test_an_attempt_that_was_put_back_makes_way_for_the_next_one(store: Store) -> None:
    job, engine = await add(store), FakeEngine(Script(hold_at=10), Script())
    async with dispatching(store, engine):
        await engine.held()
        await put_back_swapped(store, job)
        done = await until(store, job, is_in(JobState.DONE))
    assert engine.cancels == [(job.id, 1, False)]
    assert done.status.attempt == 2
    assert done.status.engine_deaths == 0
    first, second = engine.jobs
    assert (second.content, second.styles) == (first.styles[0], (first.content,))
    assert second.checkpoint is None


async def test_an_attempt_that_was_put_back_before_the_engine_knew_of_it_makes_way_too(store: Store) -> None:
    job, engine = await add(store), SlowToBegin(Script(hold_at=12), Script())
    async with dispatching(store, engine):
        await engine.asked.wait()
        await put_back_swapped(store, job)
        await asyncio.wait_for(engine.canceled.wait(), LONG)
        engine.let_go.set()
        done = await until(store, job, is_in(JobState.DONE))
    assert done.status.attempt == 2


async def test_two_attempts_of_a_job_may_overlap(store: Store) -> None:
    """Where there are two engines, the next attempt begins while the former one still ends."""
    job, engine = await add(store), FakeEngine(Script(hold_at=10), Script(), slots=2)
    async with dispatching(store, engine):
        await engine.held()
        await put_back_swapped(store, job)
        assert (await until(store, job, is_in(JobState.DONE))).status.attempt == 2
        other = await add(store)
        await until(store, other, is_in(JobState.DONE))


async def test_stop_and_keep_ends_with_a_result(store: Store) -> None:
    job, engine = await add(store), FakeEngine(Script(hold_at=10))
    async with dispatching(store, engine):
        await engine.held()
        await until(store, job, lambda now: now.status.progress is not None)
        await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.KEEP, 0))
        done = await until(store, job, is_in(JobState.DONE))
    assert done.result.figures is not None
    assert done.result.figures.iterations < 20
    assert engine.cancels == [(job.id, 1, True)]


async def test_after_the_engines_death_the_job_goes_on_from_its_checkpoint(store: Store) -> None:
    job, engine = await add(store), FakeEngine(Script(die_at=13), Script())
    async with dispatching(store, engine):
        done = await until(store, job, is_in(JobState.DONE))
    assert (done.status.attempt, done.status.engine_deaths) == (2, 1)
    assert [spec.checkpoint is not None for spec in engine.jobs] == [False, True]


async def test_after_the_third_death_the_job_is_given_up(store: Store) -> None:
    job, engine = await add(store), FakeEngine(Script(die_at=1))
    async with dispatching(store, engine):
        failed = await until(store, job, is_in(JobState.FAILED))
    assert (failed.status.error_code, len(engine.jobs)) == ("engine_lost", 3)


async def test_a_failure_is_final_and_has_its_code(store: Store) -> None:
    job, engine = await add(store), FakeEngine(Script(fail_at=5))
    async with dispatching(store, engine):
        failed = await until(store, job, is_in(JobState.FAILED))
    assert (failed.status.error_code, len(engine.jobs)) == ("not_finite", 1)


async def test_a_failure_that_may_pass_is_tried_again_but_not_for_ever(store: Store) -> None:
    script = Script(fail_at=5, failure="internal", retryable=True)
    job, engine = await add(store), FakeEngine(script)
    async with dispatching(store, engine):
        await until(store, job, is_in(JobState.FAILED))
    assert len(engine.jobs) == 3


async def test_what_the_memory_is_too_little_for_is_painted_smaller(store: Store) -> None:
    job = await add(store)
    engine = FakeEngine(Script(fail_at=7, failure="out_of_memory", retryable=True), Script())
    async with dispatching(store, engine):
        done = await until(store, job, is_in(JobState.DONE))
    assert [spec.settings.size for spec in engine.jobs] == [512, 352]
    assert engine.jobs[1].checkpoint is None  # it was of the larger picture
    assert (done.request.settings.size, done.status.error_code, done.status.engine_deaths) == (352, "out_of_memory", 0)


async def test_what_runs_out_of_memory_again_fails(store: Store) -> None:
    engine = FakeEngine(Script(fail_at=1, failure="out_of_memory", retryable=True))
    job = await add(store)
    async with dispatching(store, engine):
        failed = await until(store, job, is_in(JobState.FAILED))
    assert failed.status.error_code == "out_of_memory"
    assert [spec.settings.size for spec in engine.jobs] == [512, 352]


async def test_a_size_that_is_refused_is_lowered_until_one_fits(store: Store) -> None:
    refused = Script(fail_at=1, failure="beyond_memory")
    engine = FakeEngine(refused, refused, Script(fail_at=1, failure="out_of_memory", retryable=True), Script())
    job = await add(store)
    async with dispatching(store, engine):
        done = await until(store, job, is_in(JobState.DONE))
    assert [spec.settings.size for spec in engine.jobs] == [512, 352, 224, 128]
    assert done.status.engine_deaths == 0


async def test_where_no_size_is_accepted_the_job_fails(store: Store) -> None:
    engine = FakeEngine(Script(fail_at=1, failure="beyond_memory"))
    job = await add(store)
    async with dispatching(store, engine):
        failed = await until(store, job, is_in(JobState.FAILED))
    assert failed.status.error_code == "beyond_memory"
    assert engine.jobs[-1].settings.size == 128


async def test_a_checkpoint_that_is_of_no_use_is_left_aside(store: Store) -> None:
    job = await add(store)
    await store.write(lambda tx: tx.jobs.claim(0))
    useless = await store.files.put(b"useless")
    await store.write(lambda tx: tx.jobs.record_checkpoint(job.id, 1, useless, 7))
    engine = FakeEngine()
    async with dispatching(store, engine):
        done = await until(store, job, is_in(JobState.DONE))
    assert [spec.checkpoint for spec in engine.jobs] == [b"useless", None]
    assert done.status.engine_deaths == 0


async def test_a_job_whose_pictures_are_gone_fails_alone(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    lost, other = await add(store), await add(store, 2)
    extra = await store.files.put(plain_png("green"))
    await store.write(lambda tx: tx.jobs.request_stop(lost.id, StopRequest.CANCEL, 0))
    lost = await add_job(store, 1, content=extra, styles=(extra,), settings=SHORT)
    store.files.path(extra).unlink()
    async with dispatching(store, FakeEngine()):
        assert (await until(store, lost, is_in(JobState.FAILED))).status.error_code == "picture"
        await until(store, other, is_in(JobState.DONE))
    assert "no longer kept" in caplog.text


async def test_ending_the_dispatcher_leaves_the_job_to_the_next_start(store: Store) -> None:
    job, engine = await add(store), FakeEngine(Script(hold_at=12), Script())
    async with dispatching(store, engine):
        await engine.held()
        await until(store, job, lambda now: now.status.checkpoint_iteration == 10)
    assert (await job_now(store, job.id)).state is JobState.RUNNING
    async with dispatching(store, engine):
        done = await until(store, job, is_in(JobState.DONE))
    assert (done.status.attempt, done.status.engine_deaths) == (2, 0)
    assert engine.jobs[1].checkpoint is not None


async def test_a_result_waits_for_room_on_the_disk_and_no_other_job_adds_one_meanwhile(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await add(store), await add(store, 2)
    engine, put = FakeEngine(), store.files.put
    room = asyncio.Event()

    async def no_room(data: bytes, *, reserve: int = 0) -> str:
        if not room.is_set():
            raise StoreFull("No space left on device")
        return await put(data, reserve=reserve)

    monkeypatch.setattr(store.files, "put", no_room)
    monkeypatch.setattr(recorder, "ROOM_AGAIN", 0.5)
    with listening("the result cannot be kept") as waits:
        async with dispatching(store, engine):
            for _ in range(len(recorder.RESULT_TRIES) + 2):  # more often than for any other reason
                waits.clear()
                await asyncio.wait_for(waits.wait(), LONG)
            assert [(await job_now(store, job.id)).state for job in (first, second)] == ["running", "queued"]
            room.set()
            await until(store, first, is_in(JobState.DONE))
            await until(store, second, is_in(JobState.DONE))
    assert len(engine.jobs) == 2


async def test_a_change_reaches_the_engine_and_its_place_is_kept(store: Store) -> None:
    job, engine = await add(store), FakeEngine(Script(hold_at=10))
    green = await store.files.put(plain_png("green"))
    stronger = TransferSettings(iterations=20, strength=80)
    async with dispatching(store, engine):
        await engine.held()
        await store.write(lambda tx: tx.steering.steer(job.id, stronger))
        await store.write(lambda tx: tx.steering.steer(job.id, stronger, [green]))
        await eventually(lambda: _was_steered(engine, 2), LONG)
        engine.release()
        done = await until(store, job, is_in(JobState.DONE))
    latest = engine.changes[-1]
    assert (latest.settings, latest.styles) == (stronger, (plain_png("green"),))
    assert [phase.until for phase in done.request.earlier] == [10, 10]
    assert done.request.styles == (green,)


async def _was_steered(engine: FakeEngine, number: int) -> bool:
    return bool(engine.changes) and engine.changes[-1].number == number


async def test_a_job_that_was_steered_goes_on_after_a_crash_as_it_was(store: Store) -> None:
    job, engine = await add(store), FakeEngine(Script(hold_at=12), Script())
    async with dispatching(store, engine):
        await engine.held()
        await until(store, job, lambda now: now.status.checkpoint_iteration == 10)
        await store.write(lambda tx: tx.steering.steer(job.id, TransferSettings(iterations=20, strength=80)))
        engine.die()
        done = await until(store, job, is_in(JobState.DONE))
    last = engine.jobs[-1]
    assert last.settings.strength == 80
    assert [(phase.settings, phase.styles) for phase in last.earlier] == [(SHORT, (plain_png("blue"),))]
    assert done.request.earlier[0].until is not None


async def test_sketches_are_kept_to_be_taken_on(store: Store) -> None:
    content, style = await store.files.put(plain_png("red")), await store.files.put(plain_png("blue"))
    each = (SHORT, TransferSettings(iterations=20, strength=90))
    job = await add_job(store, content=content, styles=(style,), settings=SHORT, sketches=each)
    engine = FakeEngine()
    async with dispatching(store, engine):
        done = await until(store, job, is_in(JobState.DONE))
        assert engine.jobs[0].sketches == each
        assert len(done.result.sketch_states) == 2
        assert done.result.jpeg is not None
        taken = await add_job(
            store,
            content=content,
            styles=(style,),
            settings=each[1],
            checkpoint=(done.result.sketch_states[1], done.result.sketched_at),
        )
        await until(store, taken, is_in(JobState.DONE))
    assert engine.jobs[1].checkpoint == await store.files.read(done.result.sketch_states[1])
    assert not engine.jobs[1].quick_look


async def test_only_what_takes_long_from_its_beginning_is_drafted_first(store: Store) -> None:
    long = TransferSettings(iterations=300, size=512)
    slow = msgspec.structs.replace(FACTS, seconds_per_iteration=0.1)
    content, style = await store.files.put(plain_png("red")), await store.files.put(plain_png("blue"))
    engine = FakeEngine(Script(iterations=10))
    task = asyncio.create_task(Dispatcher(store, engine, Engines(facts=slow)).run())
    seen = []
    for fields in ({"settings": long}, {"settings": SHORT}, {"settings": long, "film": True}):
        job = await add_job(store, content=content, styles=(style,), **fields)
        await until(store, job, is_in(JobState.DONE))
        seen.append(engine.jobs[-1].quick_look)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert seen == [True, False, False]


async def test_a_style_that_the_engine_knows_is_drafted_first_however_short_the_job(store: Store) -> None:
    content, style = await store.files.put(plain_png("red")), await store.files.put(plain_png("blue"))
    other = await store.files.put(plain_png("green"))
    await store.write(
        lambda tx: tx.styles.keep(owner=HOUSE, name="waves", picture=style, tile=style, origin=f"{DRAWN}1")
    )
    engine = FakeEngine()
    async with dispatching(store, engine):
        for pictures, settings in (((style,), SHORT), ((other,), SHORT), ((style,), PRESETS["instant"])):
            job = await add_job(store, content=content, styles=pictures, settings=settings)
            done = await until(store, job, is_in(JobState.DONE))
    assert [job.quick_look for job in engine.jobs] == [True, False, False]
    assert done.result.figures is not None
    assert done.result.figures.features is FeatureSource.INSTANT
