"""How long jobs take: what the engine measured of itself, set right by what jobs have taken since. Pure."""

from __future__ import annotations

import bisect
import heapq
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.jobs.model import Job, JobState
from engine.events import EngineFacts, PlannedScale
from engine.pyramid import scales
from engine.settings import TransferSettings

#: Height to width of a picture whose size is not known: what most cameras take.
USUAL_RATIO = (3, 4)
#: Bounds of what is learned from finished jobs, so that a jump of the clock in one of them does no harm.
LEAST_FACTOR, MOST_FACTOR = 0.5, 4.0
#: Seconds of work that it takes to believe what jobs took rather than what the engine measured of itself.
TRUST = 10.0


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


def seconds_of(planned: Iterable[PlannedScale], facts: EngineFacts, *, iterations_done: int = 0) -> float:
    """Seconds of the iterations at these scales, or of those after the first `iterations_done`."""
    seconds = 0.0
    for scale in planned:
        skipped = min(iterations_done, scale.iterations)
        iterations_done -= skipped
        megapixels = scale.height * scale.width / 1e6
        each = facts.seconds_per_iteration + facts.seconds_per_megapixel * megapixels
        seconds += (scale.iterations - skipped) * each
    return seconds


def seconds_for(
    settings: TransferSettings, facts: EngineFacts, *, ratio: tuple[int, int] = USUAL_RATIO, iterations_done: int = 0
) -> float:
    """Seconds that an engine needs for a job, or for what is left of it after `iterations_done`.

    `ratio` is the content picture's (height, width), in any unit.
    """
    planned = scales(*ratio, settings.size, settings.iterations, settings.coarse_to_fine)
    return facts.seconds_to_start + seconds_of(planned, facts, iterations_done=iterations_done)


def factor(painted: Iterable[Job], facts: EngineFacts) -> float:
    """By how much longer than foretold jobs take: the median of these, in which each weighs as many seconds as were
    foretold for it, and the engine's own word TRUST seconds; 1 without any.

    They were on the machine as it is at work, with all that is beside the engine; its own measurement was not. But a
    single small job says little: the first one waits for what is built only once.
    """
    ratios = [(1.0, TRUST)]
    for job in painted:
        if job.figures is not None and job.started_at is not None and job.finished_at is not None:
            foretold = facts.seconds_to_start + seconds_of(job.figures.scales, facts)
            ratios.append(((job.finished_at - job.started_at) / foretold, foretold))
    return min(max(_weighted_median(ratios), LEAST_FACTOR), MOST_FACTOR)


def _weighted_median(values: Iterable[tuple[float, float]]) -> float:
    """Of (value, weight): the least value such that it and the smaller ones weigh half of all, or more."""
    ordered = sorted(values)
    sums = list(itertools.accumulate(weight for _, weight in ordered))
    return ordered[bisect.bisect_left(sums, sums[-1] / 2)][0]


def seconds_left(job: Job, work: Workload, facts: EngineFacts, now: float) -> float:
    """Seconds of work in a job that waits (it goes on from its checkpoint) or runs; 0 once it has ended. `now` is in
    Unix seconds.
    """
    if job.progress is not None and job.progress.seconds_left is not None and job.state is JobState.RUNNING:
        return job.progress.seconds_left
    if job.state not in (JobState.QUEUED, JobState.RUNNING):
        return 0.0
    shape = work.shapes.get(job.content, USUAL_RATIO)
    foretold = seconds_for(job.work, facts, ratio=shape, iterations_done=job.checkpoint_iteration)
    since = now if job.state is JobState.QUEUED or job.started_at is None else job.started_at
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
