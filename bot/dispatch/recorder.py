"""Records the engine's events about a job: files first, then the row that names them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from bot.jobs.eta import factor, seconds_of
from bot.jobs.model import Job, JobProgress
from bot.store import LATELY, Store, StoreFull, StoreUnavailable
from engine.events import Checkpoint, EngineFacts, Progress, QuickLook, Result, Sketched, Started

log = logging.getLogger(__name__)
T = TypeVar("T")

PROGRESS_GAP = 1.0  #: seconds between two commits of progress without a preview
ROOM_AGAIN = 5.0  #: seconds before each new try to keep a result on a full disk
RESULT_TRIES = (1.0, 3.0, 10.0, 30.0)  #: seconds before each new try to keep a result, which took minutes to paint


class Recorder:
    """Records one attempt of one job. Progress that cannot be stored is skipped; a result is tried again."""

    def __init__(self, store: Store, job: Job, facts: EngineFacts | None) -> None:
        self._store = store
        self._job = job
        self._facts = facts
        self._recorded_at = -PROGRESS_GAP
        self._ends_at: float | None = None  #: as foretold when it began, on the monotonic clock

    async def started(self, event: Started) -> None:
        """The engine has the pictures."""
        log.info(
            "started with %s features in %s: %s iterations from %s",
            event.features,
            event.precision,
            event.iterations,
            event.resumed_at,
        )

        async def record() -> None:
            foretold = await self._foretold(event)
            self._ends_at = None if foretold is None else time.monotonic() + foretold
            progress = JobProgress(
                iteration=event.resumed_at, iterations=event.iterations, losses=None, seconds_left=foretold
            )
            await self._record_progress(progress)

        await self._optional(record)

    async def quick_look(self, event: QuickLook) -> None:
        """Record a quick look, before the painting begins."""

        async def record() -> None:
            preview = await self._store.files.put(event.preview)
            iterations = self._job.request.work.iterations
            progress = JobProgress(iteration=0, iterations=iterations, losses=None, seconds_left=None)
            await self._record_progress(progress, preview)

        await self._optional(record)

    async def progress(self, event: Progress) -> None:
        """Record one of many reports; some are left out."""
        now = time.monotonic()
        if event.preview is None and now - self._recorded_at < PROGRESS_GAP:
            return
        self._recorded_at = now

        async def record() -> None:
            preview = await self._store.files.put(event.preview) if event.preview is not None else None
            progress = JobProgress(
                iteration=event.iteration,
                iterations=event.iterations,
                losses=event.losses,
                seconds_left=self._seconds_left(event, now),
            )
            await self._record_progress(progress, preview)

        await self._optional(record)

    def _seconds_left(self, event: Progress, now: float) -> float | None:
        """As measured; before the engine has timed an iteration, as foretold."""
        if event.seconds_left is None and self._ends_at is not None and now < self._ends_at:
            return self._ends_at - now
        return event.seconds_left

    async def checkpoint(self, event: Checkpoint) -> None:
        """Record the state from which to go on after a crash."""
        job = self._job

        async def record() -> None:
            name = await self._store.files.put(event.state)
            attempt = job.status.attempt
            await self._store.write(lambda tx: tx.jobs.record_checkpoint(job.id, attempt, name, event.iteration))

        await self._optional(record)

    async def result(self, event: Result) -> None:
        """Record the painting. On a full disk it waits for room. Raises OSError or StoreUnavailable when it cannot be
        stored for another reason, even after a while.
        """
        await self._kept(partial(self._keep_result, event), f"{event.figures.seconds:.1f} s")

    async def sketched(self, event: Sketched) -> None:
        """Record the beginnings of several paintings: see `result`."""
        await self._kept(partial(self._keep_sketches, event), f"{len(event.states)} sketches")

    async def _kept(self, keep: Callable[[], Awaitable[bool]], what: str) -> None:
        pauses = iter(RESULT_TRIES)
        while True:
            try:
                kept = await keep()
            except (OSError, StoreUnavailable) as error:
                pause = ROOM_AGAIN if isinstance(error, StoreFull) else next(pauses, None)
                if pause is None:
                    raise
                log.error("the result cannot be kept, next try in %g s: %s", pause, error)
                await asyncio.sleep(pause)
            else:
                log.info("%s: %s", "done" if kept else "ignored as outdated", what)
                return

    async def _keep_result(self, event: Result) -> bool:
        job, picture = self._job, event.pictures[0]
        png = await self._store.files.put(picture.png)
        jpeg = await self._store.files.put(picture.jpeg)
        film = None if event.film is None else await self._store.files.put(event.film)
        return await self._store.write(
            lambda tx: tx.jobs.finish(
                job.id,
                job.status.attempt,
                result_png=png,
                result_jpeg=jpeg,
                result_film=film,
                figures=event.figures,
                now=time.time(),
            )
        )

    async def _keep_sketches(self, event: Sketched) -> bool:
        sheet = await self._store.files.put(event.sheet)
        states = [await self._store.files.put(state) for state in event.states]
        job, iteration = self._job, event.iteration
        return await self._store.write(
            lambda tx: tx.jobs.finish_sketches(
                job.id, job.status.attempt, sheet=sheet, states=states, iteration=iteration, now=time.time()
            )
        )

    async def _record_progress(self, progress: JobProgress, preview: str | None = None) -> None:
        job = self._job
        await self._store.write(lambda tx: tx.jobs.record_progress(job.id, job.status.attempt, progress, preview))

    async def _foretold(self, event: Started) -> float | None:
        """Predicted seconds until the end, before the run has a pace of its own; None where the engine's speed is
        unknown.
        """
        facts = self._facts
        if facts is None:
            return None
        if self._job.request.settings.is_instant:
            return facts.seconds_of_iteration(event.scales[0])
        painted = await self._store.read(lambda tx: tx.overview.painted(LATELY))
        return factor(painted, facts) * seconds_of(event.scales, facts, iterations_done=event.resumed_at)

    async def _optional(self, record: Callable[[], Awaitable[T]]) -> None:
        try:
            await record()
        except (OSError, StoreUnavailable) as error:
            log.warning("progress could not be recorded: %s", error)
