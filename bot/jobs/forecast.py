"""When jobs start and end: one forecast, from the queue, the running jobs and the engine's speed. Pure.

The cards of single pictures and of series go by it, and so does the answer to a person whose job is not taken yet.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from bot.jobs.eta import USUAL_RATIO, factor, seconds_for
from bot.jobs.model import Job, JobState
from engine.events import EngineFacts


@dataclass
class Engines:
    """The engines that this bot has, as far as they are known. The parts that forecast times share one such object."""

    count: int = 1
    facts: EngineFacts | None = None  #: what the engine measured of itself; None until it has


@dataclass(frozen=True, kw_only=True)
class Workload:
    """What is at work, and what says how long it will take."""

    running: Sequence[Job]
    waiting: Sequence[Job]  #: in the order of the queue
    painted: Sequence[Job] = ()  #: of late, each in one go
    shapes: Mapping[str, tuple[int, int]] = field(default_factory=dict)  #: content picture → (height, width) in pixels


class Span(NamedTuple):
    """Of a job, in seconds from now."""

    start: float
    end: float


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Where a job stands in the queue."""

    place: int  #: 1 for the next
    seconds: float | None  #: until it starts, where the engine's speed is known
    on_hold: bool = False  #: the operator lets no job start
    warms_up: bool = False  #: no engine has been ready yet since the bot's start


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """The jobs at one moment. All times are in seconds from then."""

    work: Workload
    now: float  #: that moment, in Unix seconds
    facts: EngineFacts | None  #: None until an engine has timed itself: then no time can be told
    engines: int = 1
    on_hold: bool = False  #: the operator lets no job start: then no time can be told, either

    def waiting(self, job_id: str) -> Waiting | None:
        """Where this job stands in the queue; None when it does not wait."""
        place = self._places.get(job_id)
        if place is None:
            return None
        warms_up = self.facts is None
        return Waiting(place=place, seconds=self.start(job_id), on_hold=self.on_hold, warms_up=warms_up)

    def start(self, job_id: str) -> float | None:
        """Until this job starts: 0 when it runs, None when that cannot be told."""
        span = self._spans.get(job_id)
        return None if span is None else span.start

    def ends(self, jobs: Iterable[Job]) -> list[float]:
        """Until each of these jobs ends, as far as that can be told."""
        return [self._spans[job.id].end for job in jobs if job.id in self._spans]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {job.id: place for place, job in enumerate(self.work.waiting, 1)}

    @cached_property
    def _spans(self) -> dict[str, Span]:
        if self.facts is None or self.on_hold:
            return {}
        return spans(self.work, self.facts, self.engines, self.now)


def seconds_left(job: Job, work: Workload, facts: EngineFacts, now: float) -> float:
    """Seconds of work in a job that waits (it goes on from its checkpoint) or runs; 0 once it has ended. `now` is in
    Unix seconds.
    """
    progress = job.status.progress
    if progress is not None and progress.seconds_left is not None and job.state is JobState.RUNNING:
        return progress.seconds_left
    if job.state not in (JobState.QUEUED, JobState.RUNNING):
        return 0.0
    shape = work.shapes.get(job.request.content, USUAL_RATIO)
    foretold = seconds_for(job.request.work, facts, ratio=shape, iterations_done=job.status.checkpoint_iteration)
    since = now if job.state is JobState.QUEUED or job.status.started_at is None else job.status.started_at
    return max(0.0, factor(work.painted, facts) * foretold - (now - since))


def spans(work: Workload, facts: EngineFacts, engines: int, now: float) -> dict[str, Span]:
    """Job id → when it starts and ends, for every running and waiting job. `now` is in Unix seconds."""
    at_work, ahead = ([seconds_left(job, work, facts, now) for job in jobs] for jobs in (work.running, work.waiting))
    begin = starts(at_work, ahead, engines)
    running = {job.id: Span(0.0, left) for job, left in zip(work.running, at_work, strict=True)}
    waiting = zip(work.waiting, begin, ahead, strict=True)
    return running | {job.id: Span(start, start + left) for job, start, left in waiting}


def starts(running: Iterable[float], waiting: Iterable[float], engines: int) -> list[float]:
    """Seconds until each waiting job starts.

    `running`: seconds left of each running job; `waiting`: seconds of each waiting job, in the order of the queue;
    `engines`: how many work (none at the moment counts as one: it is being restarted).
    """
    free_at = sorted(running)
    free_at = [0.0] * (max(1, engines) - len(free_at)) + free_at
    heapq.heapify(free_at)
    # A job starts when the first engine is free, which then is busy for as long as the job takes.
    return [heapq.heapreplace(free_at, free_at[0] + seconds) for seconds in waiting]
