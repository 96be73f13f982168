"""Where each waiting job stands, and for how long: computed once for each state of the store."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.delivery.card import Waiting
from bot.jobs.eta import Workload, spans
from bot.jobs.operation import Mode
from bot.store import Store, Transaction, workload
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
            work, mode = await self._store.read(self._look)
            self._places = places(work, self._facts(), self._engines, time.time(), on_hold=mode is not Mode.OPEN)
            self._revision = revision
        return self._places.get(job_id)

    async def _look(self, tx: Transaction) -> tuple[Workload, Mode]:
        return await workload(tx, self._store.files), await tx.operation.mode()


def places(
    work: Workload, facts: EngineFacts | None, engines: int, now: float, *, on_hold: bool = False
) -> dict[str, Waiting]:
    """Job id → its place and, where the engine's speed is known and it is not on hold, its time. `now` is in Unix
    seconds.
    """
    times = {} if facts is None or on_hold else spans(work, facts, engines, now)
    return {
        job.id: Waiting(place=place, seconds=times[job.id].start if job.id in times else None, on_hold=on_hold)
        for place, job in enumerate(work.waiting, 1)
    }
