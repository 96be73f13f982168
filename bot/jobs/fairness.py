"""Fair shares of the engine, by work: pure.

Whichever job would be finished first, if all people with jobs were served at once and evenly, starts first: weighted
fair queueing (Demers, Keshav & Shenker 1989), with equal weights. So little work waits for little, nobody's many jobs
hold up another's one, and nothing waits for ever: later jobs come before one only while their owners' shares last.

All is counted in costs (see bot.jobs.quota), by a time that goes on with the work: no clock is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: What a job counts for at least: a usual painting. Among ordinary ones the order is then that of arrival, person by
#: person, and what a card promises is not upset by each smaller one that comes later.
LEAST: Final = 1.0


def finish(cost: float, fair_time: float, unfinished: Iterable[float]) -> float:
    """When a new job of this cost would be finished: after those of the same person that are not, which finish then."""
    return max(fair_time, *unfinished, 0.0) + max(LEAST, cost)


def time_after(fair_time: float, cost: float, people: int) -> float:
    """The time once a job of this cost has started, with so many people who have jobs, its owner included.

    One more is counted, who may come next: so whoever has had nothing comes before whoever has piled something up.
    """
    return fair_time + max(LEAST, cost) / (people + 1)
