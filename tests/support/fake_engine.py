"""Engines for the tests that paint real little pictures without TensorFlow, as a `Script` says.

`FakeEngine` runs in the process of the test. `paint`, the run that it follows, is also what the light worker runs
(tests/support/light_worker.py), so that both can be held against one conformance suite.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeGuard

import msgspec
from PIL import Image

from engine.errors import BadCheckpoint, BadPicture, EngineError, EngineLost, NotFinite, PictureProblem
from engine.events import (
    TERMINAL,
    AnyEvent,
    Canceled,
    Checkpoint,
    EngineFacts,
    Failed,
    Figures,
    Learned,
    Losses,
    LossTerm,
    Picture,
    PlannedScale,
    Progress,
    QuickLook,
    Result,
    Sketched,
    Started,
    Steered,
)
from engine.image.film import filmed
from engine.settings import RECIPE_VERSION, FeatureSource, JobSpec, Lesson, Precision, TransferSettings
from engine.worker.mailbox import ChangeSignal
from engine.worker.protocol import Steer

SKETCHING = 8  #: iterations of all sketches
LONGEST_EDGE = 96  #: pixels of what is painted here, whatever size was asked for

FACTS = EngineFacts(
    version="fake",
    device="no device",
    features=FeatureSource.IMAGENET,
    precision=Precision.FLOAT32,
    seconds_per_iteration=0.01,
    seconds_per_megapixel=1.0,
    seconds_to_start=0.0,
    bytes_base=1.0,
    bytes_per_megapixel=1.0,
)


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """What happens during a run. Iterations count from 1, over the whole job; None is never."""

    iterations: int | None = None  #: None: as many as the job's settings say
    seconds_per_iteration: float = 0.0
    preview_every: int = 5  #: iterations
    checkpoint_every: int = 5  #: iterations
    checkpoint_bytes: int = 64  #: at least this long
    die_at: int | None = None  #: the engine is lost before this iteration
    hold_at: int | None = None  #: stands still after this iteration: until `FakeEngine.release`; a worker for ever
    fail_at: int | None = None  #: ends with Failed before this iteration
    failure: str = "not_finite"  #: kind of that; "not_finite" is raised as NotFinite, as the engine does
    retryable: bool = False
    faces: int = 0  #: found in the photo


class FakeControl:
    """Stands in for engine.run.control.Control."""

    def __init__(self) -> None:
        self.requested: Literal["cancel", "keep"] | None = None
        self.change: Steer | None = None

    def request(self, *, keep: bool = False) -> None:
        """Ask the run to end before its next iteration. A cancel is never weakened to a keep."""
        if self.requested != "cancel":
            self.requested = "keep" if keep else "cancel"

    def steer(self, change: Steer, /) -> None:
        """Ask the run to follow other styles from its next iteration on."""
        self.change = change


def paint(job: JobSpec, script: Script, stop: FakeControl) -> Iterator[AnyEvent]:
    """A run like that of a worker, with a Progress after every iteration. Raises EngineError."""
    if job.lesson is not None:
        return _taught(job.lesson, stop)
    events = _painted(job, script, stop)
    return filmed(events) if job.stills else events


def is_step(event: AnyEvent, job: JobSpec) -> TypeGuard[Progress | Checkpoint]:
    """Whether the event tells that an iteration is done, or in a lesson a step."""
    return isinstance(event, Progress if job.lesson is None else Checkpoint)


def _taught(lesson: Lesson, stop: FakeControl) -> Iterator[AnyEvent]:
    done = _iteration_of(lesson.state) if lesson.state else 0
    plan = (PlannedScale(height=lesson.crop, width=lesson.crop, iterations=lesson.steps),)
    yield Started(
        features=FACTS.features, precision=FACTS.precision, scales=plan, iterations=lesson.steps, resumed_at=done
    )
    while done < lesson.steps and stop.requested is None:
        done += 1
        yield Checkpoint(iteration=done, state=msgspec.json.encode({"iteration": done}))
    if stop.requested == "cancel":
        yield Canceled()
    else:
        yield Learned(state=msgspec.json.encode({"iteration": done}), iteration=done, iterations=lesson.steps)


def _painted(job: JobSpec, script: Script, stop: FakeControl) -> Iterator[AnyEvent]:
    content = _opened(job.content if job.initial is None else job.initial)
    content.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    style = _opened(job.styles[0]).resize(content.size)
    if job.settings.is_instant:
        plan = (PlannedScale(height=content.height, width=content.width, iterations=1),)
        yield Started(features=FeatureSource.INSTANT, precision=FACTS.precision, scales=plan, iterations=1)
        yield _result(job, Image.blend(content, style, 0.4), 1, plan, 0, stopped_early=False)
        return
    iterations = SKETCHING if job.sketches else script.iterations or job.settings.iterations
    number = len(job.earlier)
    done = 0 if job.checkpoint is None else _iteration_of(job.checkpoint)
    plan = (PlannedScale(height=content.height, width=content.width, iterations=iterations),)
    if job.quick_look and job.checkpoint is None:
        yield QuickLook(preview=_encoded(Image.blend(content, style, 0.5), "JPEG"))
    yield Started(
        features=FACTS.features, precision=FACTS.precision, scales=plan, iterations=iterations, resumed_at=done
    )
    if job.earlier and job.earlier[-1].until is None:
        yield Steered(iteration=done, number=number)
    while done < iterations and stop.requested is None:
        if stop.change is not None and stop.change.number > number:
            number = stop.change.number
            style = _opened((*stop.change.styles, *job.styles)[0]).resize(content.size)
            yield Steered(iteration=done, number=number)
        done += 1
        if done == script.fail_at:
            if script.failure == NotFinite.code:
                raise NotFinite(f"as scripted, at iteration {done}")
            yield Failed(kind=script.failure, message="as scripted", retryable=script.retryable)
            return
        painted = Image.blend(content, style, 0.6 * done / iterations)
        preview = _encoded(painted, "JPEG") if done % script.preview_every == 0 else None
        yield _progress(painted, done, iterations, script.seconds_per_iteration, preview)
        if done % script.checkpoint_every == 0:
            state = msgspec.json.encode({"iteration": done}).ljust(script.checkpoint_bytes)
            yield Checkpoint(iteration=done, state=state)
    if stop.requested == "cancel":
        yield Canceled()
        return
    if job.sketches:
        state = msgspec.json.encode({"iteration": done // len(job.sketches)})
        yield Sketched(sheet=_encoded(content, "JPEG"), states=(state,) * len(job.sketches), iteration=done)
        return
    painted = Image.blend(content, style, 0.6 * done / iterations)
    yield _result(job, painted, done, plan, script.faces, stopped_early=done < iterations)


class FakeEngine:
    """An engine.backends.base.Engine in this process.

    The runs follow the given scripts in turn; the last one (by default a plain Script) serves all further runs.
    """

    def __init__(self, *scripts: Script, slots: int = 1, facts: EngineFacts = FACTS) -> None:
        self.jobs: list[JobSpec] = []  #: every job that was run, in order
        self.cancels: list[tuple[str, int, bool]] = []  #: every cancel: id, attempt, keep
        self.changes: list[Steer] = []  #: every steering change
        self.slots = slots  #: may be changed: 0 is an engine that is just being restarted
        self.facts = facts
        self._scripts = list(scripts) or [Script()]
        self._runs: list[_Run] = []
        self._change = ChangeSignal()
        self._closed = False

    async def describe(self) -> EngineFacts:
        if self._closed:
            raise EngineLost("closed")
        return self.facts

    async def capacity(self) -> int:
        return 0 if self._closed else max(0, self.slots - sum(run.works for run in self._runs))

    async def run(self, job: JobSpec) -> AsyncIterator[AnyEvent]:
        run = _Run(job)
        self._runs.append(run)
        sequence = 0
        try:
            await self._take_slot(run)
            self.jobs.append(job)
            script = self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]
            for event in _like_a_worker(run, script):
                if is_step(event, job):
                    await self._pace(run, script, event.iteration)
                if run.lost or self._closed:
                    raise EngineLost("as scripted")
                if run.stop.requested is not None and not isinstance(event, TERMINAL):
                    continue
                if isinstance(event, TERMINAL):
                    run.works = False
                run.shall_hold = is_step(event, job) and event.iteration == script.hold_at
                yield msgspec.structs.replace(event, job_id=job.job_id, attempt=job.attempt, sequence=sequence)
                sequence += 1
                if run.shall_hold:
                    await self._hold(run)
        finally:
            self._runs.remove(run)
            self._change.announce()

    async def cancel(self, job_id: str, attempt: int, *, keep: bool = False) -> None:
        self.cancels.append((job_id, attempt, keep))
        for run in self._runs:
            if (run.job.job_id, run.job.attempt) == (job_id, attempt):
                run.stop.request(keep=keep)
        self._change.announce()

    async def steer(
        self, job_id: str, attempt: int, *, number: int, settings: TransferSettings, styles: tuple[bytes, ...] = ()
    ) -> None:
        change = Steer(job_id=job_id, attempt=attempt, number=number, settings=settings, styles=styles)
        self.changes.append(change)
        for run in self._runs:
            if (run.job.job_id, run.job.attempt) == (job_id, attempt):
                run.stop.steer(change)

    async def aclose(self) -> None:
        self._closed = True
        self._change.announce()

    def die(self) -> None:
        """Every run that is under way ends with EngineLost; later ones work again."""
        for run in self._runs:
            run.lost = run.works
        self._change.announce()

    def plan(self, *scripts: Script) -> None:
        """The next runs follow these, in turn."""
        self._scripts[:0] = scripts

    async def held(self) -> None:
        """Wait until a run stands still as `Script.hold_at` says."""
        await self._change.wait_for(lambda: any(run.holds for run in self._runs))

    def release(self) -> None:
        """Let every run go on that stands still, or is about to: a chat may show so sooner than it does."""
        for run in self._runs:
            run.shall_hold = run.holds = False
        self._change.announce()

    async def _take_slot(self, run: _Run) -> None:
        def occupied() -> int:
            return sum(other.works for other in self._runs)

        await self._change.wait_for(lambda: run.stops or self._closed or occupied() < self.slots)
        if self._closed:
            raise EngineLost("closed")
        run.works = run.stop.requested is None

    async def _pace(self, run: _Run, script: Script, iteration: int) -> None:
        """Take the time of one iteration, less when the run is to end."""
        if iteration == script.die_at:
            run.lost = True
        try:
            async with asyncio.timeout(script.seconds_per_iteration):
                await self._change.wait_for(lambda: run.stops or self._closed)
        except TimeoutError:
            return

    async def _hold(self, run: _Run) -> None:
        run.holds = True
        self._change.announce()
        await self._change.wait_for(lambda: run.stops or self._closed or not run.shall_hold)
        run.holds = False


@dataclass(eq=False)
class _Run:
    job: JobSpec
    stop: FakeControl = field(default_factory=FakeControl)
    works: bool = False  #: holds a slot
    shall_hold: bool = False  #: what was yielded last is that after which it stands still
    holds: bool = False
    lost: bool = False

    @property
    def stops(self) -> bool:
        return self.lost or self.stop.requested is not None


def _like_a_worker(run: _Run, script: Script) -> Iterator[AnyEvent]:
    if not run.works:  # canceled while it waited
        yield Canceled()
        return
    try:
        yield from paint(run.job, script, run.stop)
    except EngineError as error:
        yield Failed(kind=error.code, message=str(error))


def _progress(
    painted: Image.Image, done: int, iterations: int, seconds_per_iteration: float, preview: bytes | None
) -> Progress:
    left = iterations - done
    return Progress(
        iteration=done,
        iterations=iterations,
        height=painted.height,
        width=painted.width,
        losses=Losses(
            content=LossTerm(value=done / iterations, weight=1.0),
            style=LossTerm(value=left / iterations, weight=20.0),
            denoise=LossTerm(value=0.01, weight=0.1),
        ),
        seconds_left=left * seconds_per_iteration,
        preview=preview,
    )


def _result(
    job: JobSpec, painted: Image.Image, done: int, plan: tuple[PlannedScale, ...], faces: int, *, stopped_early: bool
) -> Result:
    picture = Picture(
        png=_encoded(painted, "PNG"), jpeg=_encoded(painted, "JPEG"), height=painted.height, width=painted.width
    )
    is_instant = job.settings.is_instant
    figures = Figures(
        content_residual=0.0 if is_instant else 0.5,
        style_residual=0.0 if is_instant else 0.05,
        style_to_content=0.0 if is_instant else 0.2,
        seconds=1.0,
        iterations=done,
        peak_memory_bytes=1,
        features=FeatureSource.INSTANT if is_instant else FACTS.features,
        precision=FACTS.precision,
        height=painted.height,
        width=painted.width,
        scales=plan,
        seed=job.settings.seed,
        faces=faces,
        recipe_version=RECIPE_VERSION,
    )
    return Result(pictures=(picture,), figures=figures, stopped_early=stopped_early)


def _iteration_of(state: bytes) -> int:
    try:
        return msgspec.json.decode(state, type=dict[str, int])["iteration"]
    except (msgspec.MsgspecError, KeyError) as error:
        raise BadCheckpoint("not a checkpoint of this engine") from error


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data)).convert("RGB")
    except OSError as error:
        raise BadPicture(PictureProblem.UNREADABLE, str(error)) from error


def _encoded(picture: Image.Image, file_format: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, file_format)
    return buffer.getvalue()
