"""Extras made of a painting without the engine, anew for each tap: stickers. Each costs the minimum."""

from __future__ import annotations

from bot.jobs.model import Job
from bot.store import Transaction
from bot.submission.admission import Refusal, RequestedWork, refusal_of
from bot.submission.policy import Policy


async def take_extra(tx: Transaction, policy: Policy, job: Job, now: float) -> Refusal | None:
    """Charge for an extra; returns None where it may be made, otherwise why not."""
    work = RequestedWork(owner=job.place.user_id, waits=False)
    refused = await refusal_of(tx, policy, work, now)
    if refused is None:
        await tx.people.spend(work.owner, work.cost, now)
    return refused
