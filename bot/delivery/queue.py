"""Where each waiting job stands, and for how long: computed once for each state of the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.delivery.card import Waiting
from bot.jobs.eta import seconds_left, starts
from bot.jobs.model import Job
from bot.jobs.operation import Mode
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
            running, waiting, mode = await self._store.read(_running_and_waiting)
            on_hold = mode is not Mode.OPEN
            self._places = places(running, waiting, self._facts(), self._engines, on_hold=on_hold)
            self._revision = revision
        return self._places.get(job_id)


def places(
    running: Sequence[Job],
    waiting: Sequence[Job],
    facts: EngineFacts | None,
    engines: int,
    *,
    on_hold: bool = False,
) -> dict[str, Waiting]:
    """Job id → its place and, where the engine's speed is known and it is not on hold, its time. `waiting` is in the
    order of the queue.
    """
    seconds: list[float] | list[None] = [None] * len(waiting)
    if facts is not None and not on_hold:
        at_work, ahead = ([seconds_left(job, facts) for job in jobs] for jobs in (running, waiting))
        seconds = starts(at_work, ahead, engines)
    return {
        job.id: Waiting(place=place, seconds=wait, on_hold=on_hold)
        for place, (job, wait) in enumerate(zip(waiting, seconds, strict=True), 1)
    }


async def _running_and_waiting(tx: Transaction) -> tuple[list[Job], list[Job], Mode]:
    return await tx.jobs.running(), await tx.jobs.waiting(), await tx.operation.mode()
