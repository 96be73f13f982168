"""How long jobs take, from what the engine measured of itself: pure."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from bot.jobs.model import Job, JobState
from engine.events import EngineFacts
from engine.pyramid import scales
from engine.settings import TransferSettings

#: Height to width of a picture whose size is not known: what most cameras take.
USUAL_RATIO = (3, 4)


def seconds_for(
    settings: TransferSettings, facts: EngineFacts, *, ratio: tuple[int, int] = USUAL_RATIO, iterations_done: int = 0
) -> float:
    """Seconds that an engine needs for a job, or for what is left of it after `iterations_done`.

    `ratio` is the content picture's (height, width), in any unit.
    """
    height, width = ratio
    seconds = facts.seconds_to_start
    for scale in scales(height, width, settings.size, settings.iterations, settings.coarse_to_fine):
        skipped = min(iterations_done, scale.iterations)
        iterations_done -= skipped
        megapixels = scale.height * scale.width / 1e6
        each = facts.seconds_per_iteration + facts.seconds_per_megapixel * megapixels
        seconds += (scale.iterations - skipped) * each
    return seconds


def seconds_left(job: Job, facts: EngineFacts) -> float:
    """Seconds of work in a job that waits (it goes on from its checkpoint) or runs; 0 once it has ended."""
    if job.state is JobState.QUEUED:
        return seconds_for(job.work, facts, iterations_done=job.checkpoint_iteration)
    if job.state is not JobState.RUNNING:
        return 0.0
    if job.progress is not None and job.progress.seconds_left is not None:
        return job.progress.seconds_left
    return seconds_for(job.work, facts, iterations_done=job.checkpoint_iteration)


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
