"""Where each waiting job stands, and for how long: computed once for each state of the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.delivery.card import Waiting
from bot.jobs.eta import seconds_left, seconds_to_wait
from bot.jobs.model import Job
from bot.store import Store, Transaction
from engine.events import EngineFacts


class Queue:
    """The queue as the cards show it."""

    def __init__(self, store: Store, facts: Callable[[], EngineFacts | None], engines: int) -> None:
        self._store = store
        self._facts = facts
        self._engines = engines
        self._revision = -1
        self._places: dict[str, Waiting] = {}

    async def find(self, job_id: str) -> Waiting | None:
        """Where this job stands; None when it does not wait."""
        revision = self._store.revision
        if self._revision != revision:
            running, waiting = await self._store.read(_running_and_waiting)
            self._places = places(running, waiting, self._facts(), self._engines)
            self._revision = revision
        return self._places.get(job_id)


def places(
    running: Sequence[Job], waiting: Sequence[Job], facts: EngineFacts | None, engines: int
) -> dict[str, Waiting]:
    """Job id → its place and, where the engine's speed is known, its time. `waiting` is in the order of the queue."""
    if facts is None:
        return {job.id: Waiting(place=place, seconds=None) for place, job in enumerate(waiting, 1)}
    at_work = [seconds_left(job, facts) for job in running]
    ahead: list[float] = []
    result = {}
    for place, job in enumerate(waiting, 1):
        result[job.id] = Waiting(place=place, seconds=seconds_to_wait(at_work, ahead, engines))
        ahead.append(seconds_left(job, facts))
    return result


async def _running_and_waiting(tx: Transaction) -> tuple[list[Job], list[Job]]:
    return await tx.jobs.running(), await tx.jobs.waiting()
