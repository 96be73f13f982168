"""What every engine promises (engine.backends.base.Engine), asked of all of them with the same questions."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
import pytest_asyncio
from PIL import Image

from engine.backends.base import Engine
from engine.backends.local import LocalEngine
from engine.errors import EngineLost, InvalidSettings
from engine.events import (
    TERMINAL,
    AnyEvent,
    Canceled,
    Checkpoint,
    Failed,
    Learned,
    Progress,
    QuickLook,
    Result,
    Sketched,
    Started,
    Steered,
)
from engine.presets import PRESETS
from engine.settings import FeatureSource, InitialImage, JobSpec, Lesson, Precision, TransferSettings
from tests.support.fake_engine import FakeEngine, Script
from tests.support.filters import NONE_HERE
from tests.support.pictures import plain_png
from tests.support.processes import children_of
from tests.support.ray_cluster import RayCluster, ray_cluster

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: No test is over before this run, however busy the machine.
ENDLESS = Script(iterations=100_000, seconds_per_iteration=0.005, preview_every=50)


@dataclass
class Subject:
    """An engine under test, and how to kill it in mid-job."""

    engine: Engine
    kill: Callable[[], None]

    def run(self, job: JobSpec) -> AsyncGenerator[AnyEvent, None]:
        return cast(AsyncGenerator[AnyEvent, None], self.engine.run(job))

    async def until_free(self, slots: int = 1) -> None:
        while await self.engine.capacity() != slots:  # noqa: ASYNC110  # the interface has nothing to wait on
            await asyncio.sleep(0.005)


Start = Callable[..., Awaitable[Subject]]


JOB = JobSpec(
    job_id="job",
    attempt=1,
    settings=TransferSettings(iterations=20, size=128),
    content=plain_png("red"),
    styles=(plain_png("blue"),),
)


def kill_workers(besides: Collection[int]) -> None:
    workers = set(children_of(os.getpid())).difference(besides)
    assert workers
    for worker in workers:
        os.kill(worker, signal.SIGKILL)


@pytest.fixture(scope="module")
def cluster() -> Iterator[RayCluster]:
    """A cluster of two nodes with one core each."""
    pytest.importorskip("ray")
    with ray_cluster(nodes=2) as running:
        yield running


class RayEngine:
    """One engine on the cluster for all tests, because an engine takes many seconds to start."""

    def __init__(self, script: Path) -> None:
        self._script = script  # read by the workers for each job
        self._subject: Subject | None = None
        self._slots = 0

    async def subject(self, cluster: RayCluster, script: Script, slots: int) -> Subject:
        """The engine, with that script."""
        await asyncio.to_thread(self._script.write_bytes, msgspec.json.encode(script))
        if self._subject is None or self._slots != slots:
            await self.aclose()
            others = children_of(os.getpid())
            self._subject = Subject(cluster.engine(self._script, count=slots), lambda: kill_workers(others))
            self._slots = slots
        return self._subject

    async def at_rest(self) -> None:
        """Wait until it has replaced what a test killed: the next one counts the processes that are there."""
        if self._subject is not None:
            await self._subject.until_free(self._slots)

    async def aclose(self) -> None:
        """Close the engine, and give back its cores."""
        if self._subject is not None:
            await self._subject.engine.aclose()
            self._subject = None


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def ray_engine(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RayEngine]:
    others = children_of(os.getpid())
    engine = RayEngine(tmp_path_factory.mktemp("ray") / "script.json")
    yield engine
    await engine.aclose()
    assert children_of(os.getpid()) == others


@pytest_asyncio.fixture(loop_scope="module", autouse=True)
async def no_engine_on_its_way(ray_engine: RayEngine) -> None:
    await ray_engine.at_rest()


WITH_PROCESSES = ["light child", pytest.param("ray", marks=pytest.mark.ray)]


@pytest_asyncio.fixture(loop_scope="module", params=["fake", *WITH_PROCESSES])
async def start(request: pytest.FixtureRequest, ray_engine: RayEngine) -> AsyncIterator[Start]:
    """Starts an engine whose runs follow a script, waits until it is ready, and closes it after the test.

    One on Ray may be that of another test, unless the test wants its `own`, to close it.
    """
    engines: list[Engine] = []
    cluster = request.getfixturevalue("cluster") if request.param == "ray" else None
    others = children_of(os.getpid())  # the cluster's nodes

    async def started(script: Script = Script(), *, slots: int = 1, own: bool = False) -> Subject:  # noqa: B008  # frozen
        if request.param == "fake":
            fake = FakeEngine(script, slots=slots)
            subject = Subject(fake, fake.die)
        elif cluster is not None and own:
            await ray_engine.aclose()
            subject = Subject(cluster.engine(script, count=slots), lambda: kill_workers(others))
        elif cluster is not None:
            subject = await ray_engine.subject(cluster, script, slots)
        else:
            command = [sys.executable, "-m", "tests.support.light_worker"]
            environment = {"LIGHT_SCRIPT": msgspec.json.encode(script).decode()}
            local = LocalEngine(count=slots, command=command, environment=environment)
            subject = Subject(local, lambda: kill_workers(others))
        if cluster is None or own:
            engines.append(subject.engine)
        await subject.engine.describe()
        await subject.until_free(slots)
        return subject

    yield started
    for engine in engines:
        await engine.aclose()
    if cluster is None:
        assert children_of(os.getpid()) == others


async def all_events(subject: Subject, job: JobSpec) -> list[AnyEvent]:
    return [event async for event in subject.run(job)]


async def first(kind: type[AnyEvent], events: AsyncIterator[AnyEvent]) -> AnyEvent:
    async for event in events:
        if isinstance(event, kind):
            return event
        assert not isinstance(event, TERMINAL), event
    raise AssertionError("the stream ended early")


def assert_well_formed(events: list[AnyEvent], job: JobSpec = JOB) -> None:
    assert [event for event in events if isinstance(event, TERMINAL)] == events[-1:]
    assert {(event.job_id, event.attempt) for event in events} == {(job.job_id, job.attempt)}
    sequence = [event.sequence for event in events]
    assert sequence[0] == 0
    assert sequence == sorted(set(sequence))


async def test_describe_states_facts_that_are_decided(start: Start) -> None:
    facts = await (await start()).engine.describe()
    assert facts.features is not FeatureSource.AUTO
    assert facts.precision is not Precision.AUTO


async def test_a_job_ends_with_one_result_after_a_rising_sequence(start: Start) -> None:
    events = await all_events(await start(Script(seconds_per_iteration=0.005)), JOB)
    assert_well_formed(events)
    assert isinstance(events[0], Started)
    result = events[-1]
    assert isinstance(result, Result)
    assert not result.stopped_early
    assert any(isinstance(event, Progress) and event.preview for event in events)
    for data, file_format in ((result.pictures[0].png, "PNG"), (result.pictures[0].jpeg, "JPEG")):
        with Image.open(io.BytesIO(data)) as shown:
            assert shown.format == file_format
            assert (shown.width, shown.height) == (result.pictures[0].width, result.pictures[0].height)


async def test_jobs_follow_each_other_and_keep_their_addresses(start: Start) -> None:
    subject = await start()
    for attempt in (1, 2):
        job = msgspec.structs.replace(JOB, attempt=attempt)
        assert_well_formed(await all_events(subject, job), job)


@pytest.mark.parametrize("start", WITH_PROCESSES, indirect=True)  # a run of the fake waits for its consumer
async def test_a_consumer_that_is_late_gets_the_end_all_the_same(start: Start) -> None:
    subject = await start(Script(seconds_per_iteration=0.001))
    async with aclosing(subject.run(JOB)) as events:
        seen = [await first(Started, events)]
        await subject.until_free()  # the run is over
        seen += [event async for event in events]
    assert_well_formed(seen)
    assert isinstance(seen[-1], Result)
    assert sum(isinstance(event, Progress) for event in seen) <= 1  # of twenty: it is late indeed


async def test_cancel_ends_a_run_with_canceled(start: Start) -> None:
    subject = await start(ENDLESS)
    async with aclosing(subject.run(JOB)) as events:
        seen = [await first(Progress, events)]
        await subject.engine.cancel("job", 1)
        await subject.engine.cancel("job", 1)
        seen += [event async for event in events]
    assert isinstance(seen[-1], Canceled)
    await subject.until_free()


async def test_stop_and_keep_ends_a_run_with_what_is_there(start: Start) -> None:
    subject = await start(ENDLESS)
    async with aclosing(subject.run(JOB)) as events:
        await first(Progress, events)
        await subject.engine.cancel("job", 1, keep=True)
        await subject.engine.cancel("job", 1, keep=True)
        end = [event async for event in events][-1]
    assert isinstance(end, Result)
    assert end.stopped_early
    assert end.figures.iterations < 100_000


async def test_cancels_of_other_jobs_and_earlier_attempts_are_ignored(start: Start) -> None:
    subject = await start(Script(seconds_per_iteration=0.005))
    job = msgspec.structs.replace(JOB, attempt=2)
    async with aclosing(subject.run(job)) as events:
        await first(Progress, events)
        await subject.engine.cancel("job", 1)
        await subject.engine.cancel("another", 2)
        end = [event async for event in events][-1]
        await subject.engine.cancel("job", 2)
    assert isinstance(end, Result)
    assert not end.stopped_early
    assert isinstance((await all_events(subject, JOB))[-1], Result)


async def test_a_cancel_after_stop_and_keep_may_still_end_the_run_and_only_once(start: Start) -> None:
    subject = await start(ENDLESS)
    async with aclosing(subject.run(JOB)) as events:
        seen = [await first(Progress, events)]
        await subject.engine.cancel("job", 1, keep=True)
        await subject.engine.cancel("job", 1)
        seen += [event async for event in events]
    assert isinstance(seen[-1], Result | Canceled)
    await subject.until_free()


async def test_a_run_that_is_steered_says_so_and_goes_on(start: Start) -> None:
    subject = await start(ENDLESS)
    job = msgspec.structs.replace(JOB, attempt=2)
    async with aclosing(subject.run(job)) as events:
        await first(Progress, events)
        change: dict[str, Any] = {"number": 1, "settings": TransferSettings(iterations=20, size=128, strength=80)}
        await subject.engine.steer("job", 1, **change)
        await subject.engine.steer("another", 2, **change)
        await subject.engine.steer("job", 2, **change, styles=(plain_png("green"),))
        steered = await first(Steered, events)
        assert isinstance(steered, Steered)
        assert steered.number == 1
        assert isinstance(await first(Progress, events), Progress)
        await subject.engine.cancel("job", 2)
        assert isinstance([event async for event in events][-1], Canceled)


async def test_a_draft_comes_before_the_start(start: Start) -> None:
    events = await all_events(await start(), msgspec.structs.replace(JOB, quick_look=True))
    assert_well_formed(events)
    draft, started, *_ = events
    assert isinstance(started, Started)
    assert isinstance(draft, QuickLook)
    with Image.open(io.BytesIO(draft.preview)) as look:
        assert look.format == "JPEG"


async def test_a_job_of_the_instant_preset_ends_with_its_picture_at_once(start: Start) -> None:
    job = msgspec.structs.replace(JOB, settings=PRESETS["instant"])
    events = await all_events(await start(), job)
    assert_well_formed(events)
    started, result = events
    assert isinstance(started, Started)
    assert isinstance(result, Result)
    assert started.features is result.figures.features is FeatureSource.INSTANT
    assert result.figures.style_residual == 0


async def test_sketches_end_with_a_sheet_and_states_to_go_on_from(start: Start) -> None:
    subject = await start()
    events = await all_events(subject, msgspec.structs.replace(JOB, sketches=(JOB.settings,) * 4))
    assert_well_formed(events)
    end = events[-1]
    assert isinstance(end, Sketched)
    assert len(end.states) == 4
    taken_on = msgspec.structs.replace(JOB, attempt=2, checkpoint=end.states[2])
    started, *_, result = await all_events(subject, taken_on)
    assert isinstance(started, Started)
    assert started.resumed_at > 0
    assert isinstance(result, Result)


async def test_a_lesson_is_broken_off_with_what_is_learned_and_gone_on_with(start: Start) -> None:
    subject = await start(Script(seconds_per_iteration=0.005))
    job = msgspec.structs.replace(JOB, content=b"", lesson=Lesson(steps=100_000))
    async with aclosing(subject.run(job)) as events:
        seen = [await first(Checkpoint, events)]
        await subject.engine.cancel("job", 1, keep=True)
        seen += [event async for event in events]
    learned = seen[-1]
    assert isinstance(learned, Learned)
    assert 0 < learned.iteration < learned.iterations == 100_000
    await subject.until_free()
    more = Lesson(steps=learned.iteration + 2, state=learned.state)
    started, *_, end = await all_events(subject, msgspec.structs.replace(job, attempt=2, lesson=more))
    assert isinstance(started, Started)
    assert started.resumed_at == learned.iteration
    assert isinstance(end, Learned)
    assert end.iteration == end.iterations == learned.iteration + 2


async def test_a_lesson_can_be_canceled_and_leaves_the_engine_free(start: Start) -> None:
    subject = await start(Script(seconds_per_iteration=0.005))
    job = msgspec.structs.replace(JOB, content=b"", lesson=Lesson(steps=100_000))
    async with aclosing(subject.run(job)) as events:
        await first(Checkpoint, events)
        await subject.engine.cancel("job", 1)
        assert isinstance([event async for event in events][-1], Canceled)
    await subject.until_free()


async def test_closing_the_iterator_early_cancels_the_job_and_frees_the_slot(start: Start) -> None:
    subject = await start(ENDLESS)
    async with aclosing(subject.run(JOB)) as events:
        await first(Progress, events)
        assert await subject.engine.capacity() == 0
    await subject.until_free()
    next_job = msgspec.structs.replace(JOB, job_id="next")
    async with aclosing(subject.run(next_job)) as events:
        assert (await first(Started, events)).job_id == "next"


async def test_canceling_the_task_that_consumes_a_run_frees_the_slot(start: Start) -> None:
    subject = await start(ENDLESS)
    began = asyncio.Event()

    async def consume() -> None:
        async with aclosing(subject.run(JOB)) as events:
            async for _ in events:
                began.set()

    task = asyncio.create_task(consume())
    await began.wait()
    task.cancel()
    await asyncio.wait({task})
    await subject.until_free()


async def test_an_engine_that_dies_loses_the_job_and_works_again(start: Start) -> None:
    subject = await start(ENDLESS)
    async with aclosing(subject.run(JOB)) as events:
        await first(Progress, events)
        subject.kill()
        with pytest.raises(EngineLost):
            await first(Result, events)
    await subject.until_free()
    async with aclosing(subject.run(msgspec.structs.replace(JOB, attempt=2))) as events:
        assert (await first(Progress, events)).attempt == 2


async def test_a_job_that_kills_its_engine_is_lost_every_time(start: Start) -> None:
    subject = await start(Script(die_at=3))
    for attempt in (1, 2):
        with pytest.raises(EngineLost):
            await all_events(subject, msgspec.structs.replace(JOB, attempt=attempt))


async def test_capacity_counts_the_free_slots(start: Start) -> None:
    subject = await start(ENDLESS, slots=2)
    async with aclosing(subject.run(JOB)) as one:
        await first(Progress, one)
        assert await subject.engine.capacity() == 1
        async with aclosing(subject.run(msgspec.structs.replace(JOB, job_id="other"))) as two:
            await first(Progress, two)
            assert await subject.engine.capacity() == 0
            await subject.engine.cancel("other", 1)
            assert isinstance([event async for event in two][-1], Canceled)
        await subject.until_free(1)
        assert isinstance(await first(Progress, one), Progress)
    await subject.until_free(2)


async def test_a_run_beyond_the_capacity_waits_for_its_turn(start: Start) -> None:
    subject = await start(Script(seconds_per_iteration=0.005))
    jobs = [msgspec.structs.replace(JOB, job_id=name) for name in ("a", "b", "c")]
    order: list[AnyEvent] = []

    async def consume(job: JobSpec) -> None:
        async for event in subject.run(job):
            order.append(event)

    await asyncio.gather(*(consume(job) for job in jobs))
    turns = [(name, list(events)) for name, events in groupby(order, lambda event: event.job_id)]
    assert sorted(name for name, _ in turns) == ["a", "b", "c"]  # each ran while the others waited
    for name, events in turns:
        assert_well_formed(events, msgspec.structs.replace(JOB, job_id=name))
        assert isinstance(events[-1], Result)


@pytest.mark.parametrize("keep", [False, True])
async def test_a_run_that_is_canceled_while_it_waits_never_starts(start: Start, keep: bool) -> None:
    subject = await start(ENDLESS)
    waiting = msgspec.structs.replace(JOB, job_id="waiting")
    async with aclosing(subject.run(JOB)) as events:
        await first(Progress, events)
        task = asyncio.create_task(all_events(subject, waiting))
        await asyncio.sleep(0)
        await subject.engine.cancel("waiting", 1, keep=keep)
        assert [type(event) for event in await task] == [Canceled]
        assert isinstance(await first(Progress, events), Progress)


async def test_a_large_checkpoint_passes_whole_and_a_later_attempt_goes_on_from_it(start: Start) -> None:
    size = 12 * 2**20
    subject = await start(Script(checkpoint_every=15, checkpoint_bytes=size))
    events = await all_events(subject, JOB)
    assert_well_formed(events)
    checkpoint = next(event for event in events if isinstance(event, Checkpoint))
    assert len(checkpoint.state) == size
    again = msgspec.structs.replace(JOB, attempt=2, checkpoint=checkpoint.state)
    resumed = await all_events(subject, again)
    assert isinstance(resumed[0], Started)
    assert resumed[0].resumed_at == 15
    assert isinstance(resumed[-1], Result)


async def test_a_film_comes_with_the_result_where_frames_were_asked_for(start: Start) -> None:
    subject = await start(Script(preview_every=5))
    plain = (await all_events(subject, JOB))[-1]
    filmed = (await all_events(subject, msgspec.structs.replace(JOB, stills=4)))[-1]
    assert isinstance(plain, Result)
    assert isinstance(filmed, Result)
    assert plain.film is None
    assert filmed.film is not None
    with Image.open(io.BytesIO(filmed.film)) as film:
        assert film.format == "GIF"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"content": b"not a picture"}, "picture_unreadable"),
        ({"checkpoint": b"not a checkpoint"}, "bad_checkpoint"),
    ],
)
async def test_an_impossible_job_fails_with_a_stable_kind_and_the_engine_lives(
    start: Start, change: dict[str, bytes], kind: str
) -> None:
    subject = await start()
    events = await all_events(subject, msgspec.structs.replace(JOB, **change))
    assert_well_formed(events)
    end = events[-1]
    assert isinstance(end, Failed)
    assert (end.kind, end.retryable) == (kind, False)
    assert isinstance((await all_events(subject, JOB))[-1], Result)


async def test_a_failure_in_mid_job_ends_the_stream(start: Start) -> None:
    subject = await start(Script(fail_at=3))
    events = await all_events(subject, JOB)
    assert_well_formed(events)
    end = events[-1]
    assert isinstance(end, Failed)
    assert end.kind == "not_finite"


async def test_closing_loses_the_runs_and_is_final_and_idempotent(start: Start) -> None:
    subject = await start(ENDLESS, own=True)
    async with aclosing(subject.run(JOB)) as events:
        await first(Progress, events)
        await asyncio.gather(subject.engine.aclose(), subject.engine.aclose())
        await subject.engine.aclose()
        with pytest.raises(EngineLost):
            await first(Result, events)
    assert await subject.engine.capacity() == 0
    with pytest.raises(EngineLost):
        await all_events(subject, JOB)
    with pytest.raises(EngineLost):
        await subject.engine.describe()
    await subject.engine.cancel("job", 1)


async def test_an_engine_that_never_started_can_be_closed() -> None:
    for engine in (FakeEngine(), LocalEngine()):
        await engine.aclose()
        assert await engine.capacity() == 0


@pytest.mark.slow
async def test_the_real_worker_keeps_the_same_promises() -> None:
    """One start for all of them: TensorFlow takes its seconds, and on a busy machine minutes."""
    others = children_of(os.getpid())  # a cluster's nodes
    engine = LocalEngine(environment=NONE_HERE)
    subject = Subject(engine, lambda: kill_workers(others))
    endless = msgspec.structs.replace(JOB, settings=TransferSettings(iterations=2000, size=128))
    try:
        facts = await engine.describe()
        assert facts.features is FeatureSource.SELF_TAUGHT
        assert facts.seconds_per_megapixel > 0

        events = await all_events(
            subject, msgspec.structs.replace(JOB, settings=TransferSettings(iterations=10, size=128))
        )
        assert_well_formed(events)
        assert isinstance(events[-1], Result)

        onward = TransferSettings(iterations=10, size=128, init=InitialImage.PICTURE, coarse_to_fine=False, strength=60)
        child = msgspec.structs.replace(JOB, settings=onward, initial=events[-1].pictures[0].png, stills=5)
        events = await all_events(subject, child)
        assert_well_formed(events)
        assert isinstance(events[-1], Result)
        assert events[-1].film is not None
        with Image.open(io.BytesIO(events[-1].film)) as film:
            assert film.n_frames > 1  # type: ignore[attr-defined]  # of pictures that move only

        strip = plain_png("white", 192, 80)
        for masked in ({"masks": (strip,)}, {"protect": strip}):
            [failed] = await all_events(subject, msgspec.structs.replace(JOB, **masked))
            assert isinstance(failed, Failed)
            assert failed.kind == InvalidSettings.code, failed.message
            assert "192×80" in failed.message

        async with aclosing(subject.run(endless)) as run:
            await first(Progress, run)
            await engine.cancel("job", 1, keep=True)
            end = [event async for event in run][-1]
        assert isinstance(end, Result)
        assert end.stopped_early

        async with aclosing(subject.run(endless)) as run:
            await first(Progress, run)
            await engine.cancel("job", 1)
            assert isinstance([event async for event in run][-1], Canceled)

        async with aclosing(subject.run(endless)) as run:
            await first(Progress, run)
        await subject.until_free()

        async with aclosing(subject.run(endless)) as run:
            await first(Progress, run)
            subject.kill()
            with pytest.raises(EngineLost):
                await first(Result, run)
    finally:
        await engine.aclose()
    assert children_of(os.getpid()) == others
