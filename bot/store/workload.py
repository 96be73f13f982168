"""What is at work and how long such work took of late, read for those who foretell times."""

from __future__ import annotations

from bot.jobs.eta import Workload
from bot.store.files import PictureFiles
from bot.store.store import Transaction

LATELY = 7  #: finished jobs that say how long jobs take


async def workload(tx: Transaction, files: PictureFiles) -> Workload:
    """The running and waiting jobs, and what says how long they will take."""
    running, waiting = await tx.jobs.running(), await tx.jobs.waiting()
    shapes = await files.shapes({job.content for job in (*running, *waiting)})
    return Workload(running=running, waiting=waiting, painted=await tx.overview.painted(LATELY), shapes=shapes)
