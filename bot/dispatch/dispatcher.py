"""Gives waiting jobs to the engine as slots become free, and passes on what owners ask of running jobs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar, cast

from bot import logs
from bot.dispatch.lessons import LOOK_FOR_STYLES, Tutor
from bot.dispatch.recorder import Recorder
from bot.dispatch.specs import spec_of
from bot.jobs.forecast import Engines
from bot.jobs.model import Job, StopRequest
from bot.jobs.operation import Mode
from bot.jobs.setting_limits import smaller
from bot.store import KeptLesson, Store, StoreUnavailable, Transaction
from engine.backends.base import Engine
from engine.errors import BadCheckpoint, BeyondMemory, EngineLost, OutOfMemory
from engine.events import (
    AnyEvent,
    Canceled,
    Checkpoint,
    Failed,
    Notice,
    Progress,
    QuickLook,
    Result,
    Sketched,
    Started,
    Steered,
)
from engine.settings import JobSpec

log = logging.getLogger(__name__)
T = TypeVar("T")
Terminal = Result | Sketched | Canceled | Failed

LOOK_WHILE_WAITING = 0.5  #: seconds between two looks for a free engine; nobody tells when it becomes free
LOOK_AGAIN = 60.0  #: seconds after which the store is asked even without a change
BUSY_STORE = 1.0  #: seconds after which a busy store is asked again
PICTURE_GONE = "picture"  #: the code of a failure that sending the pictures again mends


@dataclass(eq=False)
class _Run:
    """A job at work."""

    job: Job
    started: bool = False  #: its first event has come, so that its slot counts as taken
    unkept: bool = False  #: its result has come and is not kept yet: on a full disk, no other job shall add one
    asked_to: StopRequest | None = None  #: what the engine was told
    changes: int = 0  #: that the engine was told of
    styles: tuple[str, ...] = ()  #: of the latest of these
    over: bool = False  #: the engine has said its last word
    task: asyncio.Task[None] = field(init=False)


class Dispatcher:
    """Claims waiting jobs, runs them on the engine, and records the results."""

    def __init__(
        self, store: Store, engine: Engine, engines: Engines | None = None, tutor: Tutor | None = None
    ) -> None:
        """`tutor`: what gives the engine lessons while there is no job; without it, the engine rests."""
        self._store = store
        self._engine = engine
        self._engines = engines or Engines()
        self._tutor = tutor
        self._idle_since: float | None = None  # by time.monotonic(); None: there is a job
        self._runs: dict[tuple[str, int], _Run] = {}  # by job and attempt: one may begin while the former still ends

    async def run(self) -> None:
        """Dispatch until canceled. Jobs that run then stay marked as running; the next start puts them back.

        Raises what went wrong unexpectedly in one of its tasks.
        """
        back = await self._persist(lambda tx: tx.jobs.requeue_running(time.time()))
        if back:
            log.info("%d interrupted jobs go on", len(back))
        try:
            async with asyncio.TaskGroup() as tasks:
                while True:
                    seen = self._store.revision
                    timeout = await self._look(tasks)
                    await self._store.wait_for_change(seen, timeout)
        finally:
            self._runs.clear()

    async def _look(self, tasks: asyncio.TaskGroup) -> float:
        """Start waiting jobs and stop others. Returns the seconds after which to look again at the latest."""
        try:
            running, waits, is_open = await self._store.read(_what_is_to_do)
            await self._pass_on_stops(running)
            await self._pass_on_changes(running)
            if self._tutor is not None and (waits or not is_open):
                await self._tutor.break_off()
            while waits and await self._has_room():
                job = await self._store.write(lambda tx: tx.jobs.claim(time.time()))
                if job is None:
                    return LOOK_AGAIN
                run = _Run(job, changes=len(job.request.earlier), styles=job.request.styles)
                self._runs[job.id, job.status.attempt] = run
                run.task = tasks.create_task(self._work(run), name=f"job {job.id}")
            rests = await self._teach(tasks, is_idle=is_open and not (waits or self._runs))
        except StoreUnavailable as error:
            log.warning("jobs have to wait: %s", error)
            return BUSY_STORE
        return LOOK_WHILE_WAITING if waits else rests

    async def _teach(self, tasks: asyncio.TaskGroup, *, is_idle: bool) -> float:
        """Let the engine learn while nothing is to be painted. Returns as `_look`."""
        if self._tutor is None:
            return LOOK_AGAIN
        if not is_idle:
            self._idle_since = None
            return LOOK_FOR_STYLES
        self._idle_since = self._idle_since or time.monotonic()
        idle = time.monotonic() - self._idle_since
        return await self._tutor.seconds_until_due(idle, lambda work: tasks.create_task(work, name="lesson"))

    async def _has_room(self) -> bool:
        # Those that were just handed over may not count as busy yet.
        handed_over = sum(not run.started or run.unkept for run in self._runs.values())
        return await self._engine.capacity() > handed_over

    async def _pass_on_stops(self, running: list[Job]) -> None:
        """Pass on requests to stop. An old attempt that still runs is stopped like a canceled one."""
        requests = {(job.id, job.status.attempt): job.status.stop_request for job in running}
        for attempt, run in list(self._runs.items()):
            request = requests.get(attempt, StopRequest.CANCEL)
            if run.over or request in (None, run.asked_to):
                continue
            keep = request is StopRequest.KEEP
            if keep and not run.started:
                continue  # there is nothing to keep before the engine has begun
            if run.started:
                run.asked_to = request  # before, the engine may not know the job yet: it is told again then
            await self._engine.cancel(*attempt, keep=keep)

    async def _pass_on_changes(self, running: list[Job]) -> None:
        """Pass on the owners' steering changes."""
        for job in running:
            run = self._runs.get((job.id, job.status.attempt))
            if run is None or not run.started or run.over or len(job.request.earlier) <= run.changes:
                continue
            new = () if job.request.styles == run.styles else job.request.styles
            try:
                pictures = tuple([await self._store.files.read(style) for style in new])
            except FileNotFoundError:  # the person is being forgotten
                continue
            run.changes, run.styles = len(job.request.earlier), job.request.styles
            attempt, settings = job.status.attempt, job.request.work
            await self._engine.steer(job.id, attempt, number=run.changes, settings=settings, styles=pictures)

    async def _work(self, run: _Run) -> None:
        with logs.about("job", run.job.id):
            try:
                await self._attempt(run)
            except EngineLost as error:
                await self._put_back(run.job, error)
            except Exception:  # one job's trouble is not the others'
                log.exception("the job could not be carried out")
                await self._fail(run.job, "internal")
            finally:
                del self._runs[run.job.id, run.job.status.attempt]

    async def _attempt(self, run: _Run) -> None:
        """One attempt, from the checkpoint if there is one."""
        try:
            house, learned = await self._store.read(partial(_instant_styles, run.job.request.styles))
            spec = await spec_of(run.job, self._store.files, self._engines.facts, house, learned)
        except FileNotFoundError:
            log.error("a picture of the job is no longer kept")
            await self._fail(run.job, PICTURE_GONE)
            return
        try:
            end = await self._follow(run, spec)
        finally:
            run.over = True
        await self._conclude(run.job, end)

    async def _follow(self, run: _Run, spec: JobSpec) -> Terminal:
        """Record the events of a run; returns the last one. Raises EngineLost."""
        recorder = Recorder(self._store, run.job, self._engines.facts)
        # Closing the events ends the run in the engine, also when this task is canceled.
        async with aclosing(cast(AsyncGenerator[AnyEvent, None], self._engine.run(spec))) as events:
            async for event in events:
                run.started = True
                match event:
                    case Started():
                        await recorder.started(event)
                    case Progress():
                        await recorder.progress(event)
                    case QuickLook():
                        await recorder.quick_look(event)
                    case Notice():
                        log.warning("%s", event.message)
                    case Steered():
                        log.info(
                            "steering change %d takes effect before iteration %d", event.number, event.iteration + 1
                        )
                        await self._persist(partial(_note_steered, run.job, event))
                    case Checkpoint():
                        await recorder.checkpoint(event)
                    case Result():
                        run.unkept = run.over = True
                        await recorder.result(event)
                        return event
                    case Sketched():
                        run.unkept = run.over = True
                        await recorder.sketched(event)
                        return event
                    case Canceled() | Failed():
                        return event
        raise EngineLost("the run ended without its last event")

    async def _conclude(self, job: Job, end: Terminal) -> None:
        match end:
            case Result() | Sketched():
                return
            case Canceled():
                await self._persist(lambda tx: tx.jobs.mark_canceled(job.id, job.status.attempt, time.time()))
                log.info("canceled")
            case Failed(kind=BadCheckpoint.code) if job.status.checkpoint is not None:
                await self._put_back(job, end.message, engine_died=False, drop_checkpoint=True)
            case Failed(kind=OutOfMemory.code | BeyondMemory.code):
                await self._paint_smaller(job, end)
            case Failed(retryable=True):
                await self._put_back(job, end.message)
            case Failed():
                log.error("failed (%s): %s", end.kind, end.message)
                await self._fail(job, end.kind)

    async def _put_back(
        self, job: Job, reason: object, *, engine_died: bool = True, drop_checkpoint: bool = False
    ) -> None:
        """Put the job back into the queue, to go on from its checkpoint. What may happen again counts as a death of the
        engine: after the third, the store gives the job up.
        """
        log.warning("interrupted: %s", reason)
        await self._persist(
            lambda tx: tx.jobs.requeue(
                job.id, job.status.attempt, engine_died=engine_died, drop_checkpoint=drop_checkpoint, now=time.time()
            )
        )

    async def _paint_smaller(self, job: Job, end: Failed) -> None:
        """Try a smaller size, if there is one; the card says so. A refusal costs nothing, so a size may be refused
        again and again. Running out of memory takes time and may disturb others, so that happens twice at most.
        """
        ran_out_before = end.kind == job.status.error_code == OutOfMemory.code
        latest = await self._persist(lambda tx: tx.jobs.get(job.id)) or job  # it may have been steered
        settings = None if ran_out_before else smaller(latest.request.settings)
        if settings is None:
            log.error("failed (%s): %s", end.kind, end.message)
            await self._fail(job, end.kind)
            return
        log.warning("too little memory, so it is painted with %d pixels: %s", settings.size, end.message)
        attempt = job.status.attempt
        await self._persist(lambda tx: tx.jobs.paint_smaller(job.id, attempt, settings, end.kind, time.time()))

    async def _fail(self, job: Job, code: str) -> None:
        await self._persist(lambda tx: tx.jobs.fail(job.id, job.status.attempt, code, time.time()))

    async def _persist(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Write something that must not get lost, however long the database is busy or its disk is full."""
        while True:
            try:
                return await self._store.write(work)
            except StoreUnavailable as error:
                log.error("waiting for the store: %s", error)
                await asyncio.sleep(BUSY_STORE)


async def _instant_styles(styles: Sequence[str], tx: Transaction) -> tuple[dict[str, str], dict[str, KeptLesson]]:
    """The house's styles that are painted in an instant, by their pictures; and the finished lessons of `styles`."""
    return await tx.styles.instant(), await tx.lessons.learned(styles)


async def _note_steered(job: Job, event: Steered, tx: Transaction) -> None:
    await tx.steering.made(job.id, job.status.attempt, event.number, event.iteration)


async def _what_is_to_do(tx: Transaction) -> tuple[list[Job], bool, bool]:
    """The running jobs, whether others wait, and whether the operator lets the engine work as usual."""
    return await tx.jobs.running(), await tx.overview.any_waits(), await tx.operation.mode() is Mode.OPEN
