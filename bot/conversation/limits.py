"""Whether somebody may have one more job now, and if not, when to come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.conversation.services import Services
from bot.jobs import quota
from bot.jobs.eta import Span, Workload, spans
from bot.jobs.operation import Mode
from bot.store import Transaction, workload
from bot.texts.look_up import Texts
from engine.events import EngineFacts
from engine.settings import TransferSettings

STORAGE = "storage"  #: the code of the problem that no more pictures of a person may be kept


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a job is not taken."""

    reason: Literal["draining", "jobs", "queue", "storage", "quota", "cost"]
    seconds: float | None = None  #: until it would be taken, where that can be known
    count: int = 1  #: of pictures that were asked for at once
    jobs: int = 0  #: how many the person has in work
    cost: float = 0.0  #: of the job, in the unit of quotas
    quota: float = 0.0  #: the person's, for a day
    free: float = 0.0  #: what is free of it


async def refusal(
    tx: Transaction, services: Services, user_id: int, settings: TransferSettings, now: float, count: int = 1
) -> Refusal | None:
    """The reason why this person cannot have a job with these settings now, or a series of `count`; None when they can.
    Who has room for one job has it for a series, but in the queue and in the quota every picture counts.

    Every way to a new job asks it first, in the transaction that adds the job.
    """
    mode = await tx.operation.mode()
    if mode is Mode.DRAINING:
        return Refusal(reason="draining")
    facts = services.facts() if mode is Mode.OPEN else None  # nobody knows when a pause will end
    work = await workload(tx, services.store.files)
    mine = await tx.overview.unfinished_by(user_id)
    if len(mine) >= services.config.jobs_per_user:
        ends = _spans(work, facts, services, now)
        seconds = min((ends[job.id].end for job in mine if job.id in ends), default=None)
        return Refusal(reason="jobs", jobs=len(mine), seconds=seconds)
    excess = len(work.waiting) + count - 1 - services.config.queue_limit
    if excess >= 0:
        ahead = work.waiting[min(excess, len(work.waiting) - 1)].id if work.waiting else ""
        span = _spans(work, facts, services, now).get(ahead)
        return Refusal(reason="queue", seconds=None if span is None else span.start)
    if not await has_room(tx, services, user_id):
        return Refusal(reason="storage")
    return await _beyond_quota(tx, services, user_id, count * quota.cost_of(settings), now, count)


async def has_room(tx: Transaction, services: Services, user_id: int) -> bool:
    """Whether one more picture of this person may be kept. What comes at the same moment may go beyond it."""
    kept = await tx.files.of_person(user_id)
    return await services.store.files.weight(kept) < services.config.storage_per_user


def describe_refusal(refusal: Refusal, texts: Texts) -> str:
    """The reason, and when to come back."""
    reason = _reason(refusal, texts)
    if refusal.seconds is None:
        return reason
    wait = texts.say("limit-wait", wait=texts.duration(refusal.seconds))
    return f"{reason} {wait}"


def _reason(refusal: Refusal, texts: Texts) -> str:
    match refusal.reason:
        case "quota" | "cost" if refusal.count > 1:
            key = "limit-series-quota" if refusal.reason == "quota" else "limit-series-cost"
            numbers = {"cost": refusal.cost, "quota": refusal.quota, "free": refusal.free}
            return texts.say(key, count=refusal.count, **numbers)
        case "draining":
            return texts.say("limit-draining")
        case "jobs":
            return texts.say("limit-jobs", count=refusal.jobs)
        case "queue":
            return texts.say("limit-queue")
        case "storage":
            return texts.problem(STORAGE)
        case "quota":
            return texts.say("limit-quota", cost=refusal.cost, quota=refusal.quota, free=refusal.free)
        case "cost":
            return texts.say("limit-cost", cost=refusal.cost, quota=refusal.quota)


async def points(tx: Transaction, services: Services, user_id: int, now: float) -> tuple[float, float]:
    """This person's daily quota, and what is free of it."""
    own = (await tx.people.standing(user_id)).daily_quota
    daily = services.config.daily_quota if own is None else own
    return daily, quota.free(await tx.people.spendings(user_id), daily, now)


async def _beyond_quota(
    tx: Transaction, services: Services, user_id: int, cost: float, now: float, count: int
) -> Refusal | None:
    daily, free = await points(tx, services, user_id, now)
    spent = await tx.people.spendings(user_id)
    seconds = quota.seconds_until(cost, spent, daily, now)
    if seconds is None:
        return Refusal(reason="cost", cost=cost, quota=daily, count=count)
    if seconds > 0:
        return Refusal(reason="quota", cost=cost, quota=daily, free=free, seconds=seconds, count=count)
    return None


def _spans(work: Workload, facts: EngineFacts | None, services: Services, now: float) -> dict[str, Span]:
    """When each job starts and ends; nothing where the engine's speed is not known."""
    return {} if facts is None else spans(work, facts, services.config.engine_count or 1, now)
