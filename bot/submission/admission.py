"""Whether somebody may have more work done now, and if not, when to come back.

Only the functions of this package make work. They ask here, in the transaction that writes the work down.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from bot.jobs import quota
from bot.jobs.operation import Mode
from bot.store import Transaction, forecast
from bot.submission.policy import Policy


@dataclass(frozen=True, kw_only=True)
class RequestedWork:
    """The work that is asked for."""

    owner: int
    cost: float = quota.LEAST  #: of each job; what needs no engine costs the least there is
    count: int = 1  #: of jobs
    waits: bool = True  #: whether it takes places in the queue, and among the jobs of its owner
    borrowed: Collection[int] = ()  #: numbers of other people's shared styles that it uses


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why work is refused."""

    reason: Literal["draining", "withdrawn", "jobs", "queue", "storage", "quota", "cost", "instant"]
    seconds: float | None = None  #: until it would be taken, where that can be known
    count: int = 1  #: of pictures that were asked for at once
    jobs: int = 0  #: how many the person has in work
    cost: float = 0.0  #: of the job, in the unit of quotas
    quota: float = 0.0  #: the person's, for a day
    free: float = 0.0  #: the part of the quota that is free
    styles: tuple[str, ...] = ()  #: those that can be painted in an instant, where this one cannot


async def refusal_of(tx: Transaction, policy: Policy, work: RequestedWork, now: float) -> Refusal | None:
    """The reason why this work is not taken now; None when it is.

    A series needs one place among its owner's jobs, but every picture of it counts in the queue and in the quota.
    """
    mode = await tx.operation.mode()
    if mode is Mode.DRAINING:
        return Refusal(reason="draining")
    if await tx.shares.is_withdrawn(work.borrowed):
        return Refusal(reason="withdrawn")
    if work.waits:
        refused = await _beyond_places(tx, policy, work, now)
        if refused is not None:
            return refused
    if not await has_room(tx, policy, work.owner):
        return Refusal(reason="storage")
    return await _beyond_quota(tx, policy, work, now)


async def has_room(tx: Transaction, policy: Policy, owner: int) -> bool:
    """Whether more of this person's pictures may be kept. The result of a job may go beyond the limit."""
    return await tx.charges.size_bytes_of(owner) < policy.storage_per_user


async def points(tx: Transaction, policy: Policy, owner: int, now: float) -> tuple[float, float]:
    """This person's daily quota, and how much of it is free."""
    own = (await tx.people.standing(owner)).daily_quota
    daily = policy.daily_quota if own is None else own
    return daily, quota.free(await tx.people.spendings(owner), daily, now)


async def _beyond_places(tx: Transaction, policy: Policy, work: RequestedWork, now: float) -> Refusal | None:
    foreseen = await forecast(tx, policy.engines, now)
    mine = await tx.overview.unfinished_by(work.owner)
    if len(mine) >= policy.jobs_per_user:
        return Refusal(reason="jobs", jobs=len(mine), seconds=min(foreseen.ends(mine), default=None))
    waiting = foreseen.work.waiting
    excess = len(waiting) + work.count - 1 - policy.queue_limit
    if excess >= 0:
        seconds = foreseen.start(waiting[min(excess, len(waiting) - 1)].id) if waiting else None
        return Refusal(reason="queue", seconds=seconds)
    return None


async def _beyond_quota(tx: Transaction, policy: Policy, work: RequestedWork, now: float) -> Refusal | None:
    daily, free = await points(tx, policy, work.owner, now)
    cost, spent = work.count * work.cost, await tx.people.spendings(work.owner)
    seconds = quota.seconds_until(cost, spent, daily, now)
    if seconds is None:
        return Refusal(reason="cost", cost=cost, quota=daily, count=work.count)
    if seconds > 0:
        return Refusal(reason="quota", cost=cost, quota=daily, free=free, seconds=seconds, count=work.count)
    return None
