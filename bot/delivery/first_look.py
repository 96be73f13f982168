"""How long a new card waits for its first picture: what is painted in an instant is what the card is sent as. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from bot.jobs.forecast import Waiting
from bot.jobs.instant import is_known
from bot.jobs.model import Job, JobState

LONGEST: Final = 1.5  #: seconds without a card; the picture usually takes a fifth of a second


def seconds_until_sent(job: Job, waiting: Waiting | None, instant_styles: Collection[str], held: float) -> float:
    """Seconds that the card of this job may still wait; 0: it is sent now.

    `waiting`: where it stands in the queue now. None: nowhere; a job that was read as queued has begun since then.
    `held`: seconds that its card has waited already.
    """
    if job.status.preview is not None or not is_known(job.request, instant_styles) or job.request.film:
        return 0.0
    is_running = job.state is JobState.RUNNING and job.status.stop_request is None
    starts_now = (waiting is None or waiting.seconds == 0.0) and job.state is JobState.QUEUED
    if not (is_running or starts_now) or job.status.checkpoint is not None:
        return 0.0
    return max(0.0, LONGEST - held)
