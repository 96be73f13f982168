"""An engine as it is, and what it says counted on the way: the jobs' own path knows nothing of that."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast

from bot.operations.health import VitalSigns
from bot.operations.measures import Measures
from engine.backends.base import Engine
from engine.errors import EngineLost
from engine.events import TERMINAL, AnyEvent, EngineFacts, Notice, Progress, Result, Started
from engine.settings import JobSpec, TransferSettings


@dataclass
class _Pace:
    """How far a run is."""

    handed_over_at: float
    started_at: float | None = None
    done: int = 0  #: iterations
    end: str = "left"  #: the listener went before its end


class WatchedEngine:
    """Implements engine.backends.base.Engine by another one.

    Its numbers for engines are places at work: a job has the lowest that was free when it was handed over. Where there
    is more than one engine, that need not be the process which the log calls so.
    """

    def __init__(self, engine: Engine, signs: VitalSigns, measures: Measures) -> None:
        self._engine = engine
        self._signs = signs
        self._measures = measures

    async def describe(self) -> EngineFacts:
        """See Engine."""
        facts = self._signs.facts = await self._engine.describe()
        return facts

    async def capacity(self) -> int:
        """See Engine."""
        return await self._engine.capacity()

    async def run(self, job: JobSpec) -> AsyncIterator[AnyEvent]:
        """See Engine."""
        number, pace = self._signs.begin_run(), _Pace(time.monotonic())
        self._measures.run_began(again=job.attempt > 1)
        try:
            async with aclosing(cast(AsyncGenerator[AnyEvent, None], self._engine.run(job))) as events:
                async for event in events:
                    self._note(number, pace, event)
                    yield event
        except EngineLost:
            pace.end = "lost"
            raise
        finally:
            if pace.end in ("left", "lost"):
                self._end(number, pace, None)

    async def cancel(self, job_id: str, attempt: int, *, keep: bool = False) -> None:
        """See Engine."""
        await self._engine.cancel(job_id, attempt, keep=keep)

    async def steer(
        self, job_id: str, attempt: int, *, turns: int, settings: TransferSettings, styles: tuple[bytes, ...] = ()
    ) -> None:
        """See Engine."""
        await self._engine.steer(job_id, attempt, turns=turns, settings=settings, styles=styles)

    async def aclose(self) -> None:
        """See Engine."""
        await self._engine.aclose()

    def _note(self, number: int, pace: _Pace, event: AnyEvent) -> None:
        self._signs.heard(number, event)
        match event:
            case Started():
                pace.started_at, pace.done = time.monotonic(), event.resumed_at
                self._measures.run_started(pace.started_at - pace.handed_over_at)
            case Progress():
                self._measures.iterated(number, max(0, event.iteration - pace.done), event.height * event.width)
                pace.done = event.iteration
            case Notice():
                pace.done = event.iteration  # it goes back and does some again
        if isinstance(event, TERMINAL):
            pace.end = type(event).__name__.lower()
            painting = None
            if isinstance(event, Result) and pace.started_at is not None:
                painting = time.monotonic() - pace.started_at
            self._end(number, pace, painting)

    def _end(self, number: int, pace: _Pace, painting: float | None) -> None:
        self._signs.end_run(number)
        self._measures.run_ended(pace.end, painting)
