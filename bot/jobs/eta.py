"""How long one job takes: what the engine measured of itself, corrected by what jobs have taken since. Pure."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Sequence

from bot.jobs.model import Job
from engine.events import EngineFacts, PlannedScale
from engine.pyramid import scales
from engine.settings import TransferSettings

#: Height to width of a picture whose size is not known: what most cameras take.
USUAL_RATIO = (3, 4)
#: Bounds of what is learned from finished jobs, so that a jump of the clock in one of them does no harm.
LEAST_FACTOR, MOST_FACTOR = 0.5, 4.0
#: Seconds of work that it takes to believe what jobs took rather than what the engine measured of itself.
TRUST = 10.0


def seconds_of(planned: Sequence[PlannedScale], facts: EngineFacts, *, iterations_done: int = 0) -> float:
    """Seconds of a run at these scales, its set-ups and its end, or of what follows the first `iterations_done`."""
    # The end, the figures of the finished picture and its files, takes about as long as the last set-up.
    seconds = sum(facts.seconds_of_set_up(scale) for scale in planned[-1:])
    for scale in planned:
        skipped = min(iterations_done, scale.iterations)
        iterations_done -= skipped
        if skipped < scale.iterations:
            seconds += facts.seconds_of_set_up(scale)
        seconds += (scale.iterations - skipped) * facts.seconds_of_iteration(scale)
    return seconds


def seconds_for(
    settings: TransferSettings, facts: EngineFacts, *, ratio: tuple[int, int] = USUAL_RATIO, iterations_done: int = 0
) -> float:
    """Seconds that an engine needs for a job, or for what is left of it after `iterations_done`.

    `ratio` is the content picture's (height, width), in any unit. What is painted in an instant takes about as long as
    one iteration, and needs no start.
    """
    if settings.is_instant:
        (scale,) = scales(*ratio, settings.size, 1, coarse_to_fine=False)
        return facts.seconds_of_iteration(scale)
    planned = scales(*ratio, settings.size, settings.iterations, settings.coarse_to_fine)
    return facts.seconds_to_start + seconds_of(planned, facts, iterations_done=iterations_done)


def factor(painted: Iterable[Job], facts: EngineFacts) -> float:
    """The ratio of the seconds that jobs take to the seconds that were predicted for them.

    It is a weighted median: each job has the weight of its predicted seconds, and the engine's own measurement, with
    the ratio 1, has the weight TRUST. The engine measures itself alone on the machine, and jobs do not run alone; but
    one small job says little, because the first one also waits for what is built only once. Without jobs it is 1. What
    was painted in an instant says nothing about the others.
    """
    ratios = [(1.0, TRUST)]
    for job in painted:
        if job.request.settings.is_instant:
            continue
        if job.result.figures is not None and job.status.started_at is not None and job.status.finished_at is not None:
            foretold = facts.seconds_to_start + seconds_of(job.result.figures.scales, facts)
            ratios.append(((job.status.finished_at - job.status.started_at) / foretold, foretold))
    return min(max(_weighted_median(ratios), LEAST_FACTOR), MOST_FACTOR)


def _weighted_median(values: Iterable[tuple[float, float]]) -> float:
    """The least value such that it and the smaller ones weigh at least half of all. Takes (value, weight) pairs."""
    ordered = sorted(values)
    sums = list(itertools.accumulate(weight for _, weight in ordered))
    return ordered[bisect.bisect_left(sums, sums[-1] / 2)][0]
