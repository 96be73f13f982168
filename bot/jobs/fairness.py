"""Fair shares of the engine, by work: pure.

Weighted fair queueing (Demers, Keshav & Shenker 1989) with equal weights: the job starts first that would finish first
if everybody with jobs were served at once and evenly. So small jobs wait only briefly, one person's many jobs do not
hold up others, and nothing waits for ever.

Everything is counted in costs (see bot.jobs.quota), on a virtual clock that advances with the work.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: The least cost that counts: that of a usual painting. Ordinary jobs thus start in order of arrival, person by person,
#: and later small jobs do not upset what a card promises.
LEAST: Final = 1.0


def finish(cost: float, fair_time: float, unfinished: Iterable[float]) -> float:
    """The virtual time at which a new job of this cost would finish: after the same person's unfinished jobs."""
    return max(fair_time, *unfinished, 0.0) + max(LEAST, cost)


def time_after(fair_time: float, cost: float, people: int) -> float:
    """The virtual time after a job of this cost has started, while so many people (its owner included) have jobs.

    One more person is counted, who may come next. So a newcomer goes before somebody who has a backlog.
    """
    return fair_time + max(LEAST, cost) / (people + 1)
