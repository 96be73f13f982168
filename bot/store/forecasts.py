"""What a forecast of times is made of, read from the tables."""

from __future__ import annotations

from bot.jobs.forecast import Engines, Forecast, Workload
from bot.jobs.operation import Mode
from bot.store.transaction import Transaction

LATELY = 7  #: finished jobs that say how long jobs take


async def forecast(tx: Transaction, engines: Engines, now: float) -> Forecast:
    """When the jobs start and end, as it looks now (Unix seconds). Raises NotSeen, for the store."""
    work, mode = await workload(tx), await tx.operation.mode()
    return Forecast(work=work, now=now, facts=engines.facts, engines=engines.count, on_hold=mode is not Mode.OPEN)


async def workload(tx: Transaction) -> Workload:
    """The running and waiting jobs, and what says how long they will take. Raises NotSeen, for the store."""
    running, waiting = await tx.jobs.running(), await tx.jobs.waiting()
    shapes = tx.seen.shapes({job.request.content for job in (*running, *waiting)})
    return Workload(running=running, waiting=waiting, painted=await tx.overview.painted(LATELY), shapes=shapes)
