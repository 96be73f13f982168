"""What a job costs, and when somebody who has spent the day's quota can go on: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.jobs.model import JobState
from engine.errors import InvalidSettings, NotFinite, PictureProblem
from engine.settings import TransferSettings

DAY: Final = 24 * 3600.0  #: seconds after which what was spent is free again
#: A job with these settings costs 1.
UNIT: Final = TransferSettings(size=512, iterations=300)

#: What the smallest job costs: its pictures and its row have to be kept, too.
LEAST: Final = 0.05

#: Codes of failures that come from what was asked: these pictures, or these settings.
OWN_DOING: Final = frozenset({InvalidSettings.code, NotFinite.code, *PictureProblem})


@dataclass(frozen=True, kw_only=True)
class Spending:
    """One job's part of a quota."""

    cost: float
    spent_at: float  #: Unix seconds


def cost_of(settings: TransferSettings) -> float:
    """Pixels × iterations, in jobs of 512 px and 300 iterations, but at least LEAST.

    What is painted in an instant counts as one iteration.
    """
    iterations = 1 if settings.is_instant else settings.iterations
    return max(LEAST, (settings.size / UNIT.size) ** 2 * iterations / UNIT.iterations)


def is_charged(state: JobState, attempt: int, error_code: str | None) -> bool:
    """Whether a job with this end counts. It is free if it was canceled before its first attempt, or failed for a
    reason other than what was asked.
    """
    if state is JobState.CANCELED:
        return attempt > 0
    return state is not JobState.FAILED or error_code in OWN_DOING


def free(spendings: Iterable[Spending], quota: float, now: float) -> float:
    """The part of the quota that is free."""
    return max(0.0, quota - sum(spending.cost for spending in spendings if spending.spent_at > now - DAY))


def seconds_until(cost: float, spendings: Iterable[Spending], quota: float, now: float) -> float | None:
    """Seconds until this cost fits the quota: 0 when it fits now; None when it is more than the whole quota."""
    if cost > quota:
        return None
    held = sorted((spending for spending in spendings if spending.spent_at > now - DAY), key=lambda each: each.spent_at)
    left = quota - sum(spending.cost for spending in held)
    seconds = 0.0
    for spending in held:
        if left >= cost:
            break
        left += spending.cost
        seconds = spending.spent_at + DAY - now
    return seconds
