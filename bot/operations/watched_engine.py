"""A wrapper around an engine that counts its events. The path of the jobs knows nothing of it."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast

from bot.operations.health import VitalSigns
from bot.operations.metrics import Metrics
from engine.backends.base import Engine
from engine.errors import EngineLost
from engine.events import TERMINAL, AnyEvent, EngineFacts, Notice, Progress, Result, Started
from engine.settings import JobSpec, TransferSettings


@dataclass
class _RunProgress:
    """How far a run is."""

    handed_over_at: float
    started_at: float | None = None
    done: int = 0  #: iterations
    end: str = "left"  #: the listener went before its end


class WatchedEngine:
    """Implements engine.backends.base.Engine with another engine.

    Its engine numbers are slots: a job gets the lowest that is free. With more than one engine, the number may differ
    from that of the process in the log.
    """

    def __init__(self, engine: Engine, signs: VitalSigns, metrics: Metrics) -> None:
        self._engine = engine
        self._signs = signs
        self._metrics = metrics

    async def describe(self) -> EngineFacts:
        """See Engine."""
        facts = self._signs.facts = await self._engine.describe()
        return facts

    async def capacity(self) -> int:
        """See Engine."""
        return await self._engine.capacity()

    async def run(self, job: JobSpec) -> AsyncIterator[AnyEvent]:
        """See Engine."""
        number, progress = self._signs.begin_run(), _RunProgress(time.monotonic())
        self._metrics.run_began(again=job.attempt > 1)
        try:
            async with aclosing(cast(AsyncGenerator[AnyEvent, None], self._engine.run(job))) as events:
                async for event in events:
                    self._note(number, progress, event)
                    yield event
        except EngineLost:
            progress.end = "lost"
            raise
        finally:
            if progress.end in ("left", "lost"):
                self._end(number, progress, None)

    async def cancel(self, job_id: str, attempt: int, *, keep: bool = False) -> None:
        """See Engine."""
        await self._engine.cancel(job_id, attempt, keep=keep)

    async def steer(
        self, job_id: str, attempt: int, *, number: int, settings: TransferSettings, styles: tuple[bytes, ...] = ()
    ) -> None:
        """See Engine."""
        await self._engine.steer(job_id, attempt, number=number, settings=settings, styles=styles)

    async def aclose(self) -> None:
        """See Engine."""
        await self._engine.aclose()

    def _note(self, number: int, progress: _RunProgress, event: AnyEvent) -> None:
        self._signs.heard(number, event)
        match event:
            case Started():
                progress.started_at, progress.done = time.monotonic(), event.resumed_at
                self._metrics.run_started(progress.started_at - progress.handed_over_at)
            case Progress():
                self._metrics.iterated(number, max(0, event.iteration - progress.done), event.height * event.width)
                progress.done = event.iteration
            case Notice():
                progress.done = event.iteration  # it goes back and does some again
        if isinstance(event, TERMINAL):
            progress.end = type(event).__name__.lower()
            painting = None
            if isinstance(event, Result) and progress.started_at is not None:
                painting = time.monotonic() - progress.started_at
            self._end(number, progress, painting)

    def _end(self, number: int, progress: _RunProgress, painting: float | None) -> None:
        self._signs.end_run(number)
        self._metrics.run_ended(progress.end, painting)
