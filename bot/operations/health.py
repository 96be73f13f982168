"""Health: whether the bot does its work, judged by recent results. A live process alone proves nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from engine.events import AnyEvent, EngineFacts, Started

BEAT: Final = 1.0  #: seconds between two signs of the event loop
LOOK_AT_ENGINE: Final = 5.0  #: seconds between two looks
LATEST_BEAT: Final = 10.0  #: seconds since the last one
#: Seconds since Telegram last answered as it should when it was asked for updates (every 25 s), or with a webhook, how
#: that one is (every 60 s).
LATEST_POLL: Final = 180.0
#: Seconds without a free engine or a run: one may need 300 to start.
LATEST_ENGINE: Final = 360.0
#: Seconds without a word of a run, and how many times the predicted time of an iteration on top: above what a local
#: engine's own watchdog allows, which replaces one that hangs, so that only what it does not mend is told.
SILENCE: Final = 180.0
SILENT_ITERATIONS: Final = 20.0


class Check(StrEnum):
    """What is checked. The value is a stable code."""

    LOOP = "event_loop"
    POLL = "poll"
    ENGINE = "engine"
    RUN = "run"


@dataclass(frozen=True, kw_only=True)
class HealthProblem:
    """Something is older than its limit."""

    check: Check
    seconds: float  #: its age
    limit: float
    engine: int | None = None  #: for RUN, which one

    @property
    def message(self) -> str:
        """The trouble in words, for the operator."""
        match self.check:
            case Check.LOOP:
                what = "the event loop stood still"
            case Check.POLL:
                what = "no good answer when asked for updates"
            case Check.ENGINE:
                what = "no engine is ready or at work"
            case Check.RUN:
                what = f"engine {self.engine} says nothing of its job"
        return f"{what} for {self.seconds:.0f} s; {self.limit:.0f} s are allowed"


@dataclass
class Run:
    """A job at work."""

    heard_at: float
    slowest: float = 0.0  #: predicted seconds of an iteration at its largest scale, or to start

    def silence_allowed(self) -> float:
        """The silence that is allowed for this run, in seconds."""
        return SILENCE + SILENT_ITERATIONS * self.slowest


@dataclass
class VitalSigns:
    """Last-seen timestamps, on the monotonic clock."""

    clock: Callable[[], float] = time.monotonic
    runs: dict[int, Run] = field(default_factory=dict)  #: by the number of the engine
    facts: EngineFacts | None = None
    free: int = 0  #: engines that could take a job
    lag: float = 0.0  #: seconds by which the last beat was late

    def __post_init__(self) -> None:
        self.beaten_at = self.polled_at = self.engine_at = self.clock()

    def beat(self) -> None:
        """The event loop is alive."""
        now = self.clock()
        self.lag = max(0.0, now - self.beaten_at - BEAT)
        self.beaten_at = now

    def saw_engines(self, free: int) -> None:
        """This many engines could take a job."""
        self.free = free
        if free or self.runs:
            self.engine_at = self.clock()

    def polled(self) -> None:
        """Telegram answered normally."""
        self.polled_at = self.clock()

    def begin_run(self) -> int:
        """A job goes to an engine; it gets the lowest free number."""
        number = next(number for number in range(1, len(self.runs) + 2) if number not in self.runs)
        self.runs[number] = Run(self.clock(), 0.0 if self.facts is None else self.facts.seconds_to_start)
        return number

    def heard(self, number: int, event: AnyEvent) -> None:
        """This engine reported progress of its job."""
        run = self.runs[number]
        run.heard_at = self.clock()
        if isinstance(event, Started) and self.facts is not None:
            run.slowest = max([self.facts.seconds_to_start, *map(self.facts.seconds_of_iteration, event.scales)])

    def end_run(self, number: int) -> None:
        """This engine reported the end of its job, or died. Idempotent."""
        self.runs.pop(number, None)

    def poll_age(self) -> float:
        """Seconds since the last good answer."""
        return self.clock() - self.polled_at

    def silences(self) -> dict[int, float]:
        """Seconds since the last report, by the number of each engine at work."""
        now = self.clock()
        return {number: now - run.heard_at for number, run in sorted(self.runs.items())}

    def problems(self) -> list[HealthProblem]:
        """What is wrong now; usually nothing."""
        return [problem for problem in self._aged() if problem.seconds > problem.limit]

    def _aged(self) -> Iterator[HealthProblem]:
        now = self.clock()
        yield HealthProblem(check=Check.LOOP, seconds=now - self.beaten_at, limit=LATEST_BEAT)
        yield HealthProblem(check=Check.POLL, seconds=now - self.polled_at, limit=LATEST_POLL)
        yield HealthProblem(check=Check.ENGINE, seconds=now - self.engine_at, limit=LATEST_ENGINE)
        for number, silence in self.silences().items():
            limit = self.runs[number].silence_allowed()
            yield HealthProblem(check=Check.RUN, seconds=silence, limit=limit, engine=number)
