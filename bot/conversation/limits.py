"""Whether somebody may have one more job now, and if not, when to come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.conversation.services import Services
from bot.jobs import quota
from bot.jobs.eta import seconds_left, starts
from bot.jobs.model import Job
from bot.jobs.operation import Mode
from bot.store import Transaction
from bot.texts.look_up import Texts
from engine.events import EngineFacts
from engine.settings import TransferSettings

STORAGE = "storage"  #: the code of the problem that no more pictures of a person may be kept


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a job is not taken."""

    reason: Literal["draining", "jobs", "queue", "storage", "quota", "cost"]
    seconds: float | None = None  #: until it would be taken, where that can be known
    jobs: int = 0  #: how many the person has in work
    cost: float = 0.0  #: of the job, in the unit of quotas
    quota: float = 0.0  #: the person's, for a day
    free: float = 0.0  #: what is free of it


class _Span(NamedTuple):
    """Seconds from now."""

    start: float
    end: float


async def refusal(
    tx: Transaction, services: Services, user_id: int, settings: TransferSettings, now: float
) -> Refusal | None:
    """The reason why this person cannot have a job with these settings now; None when they can.

    Every way to a new job asks it first, in the transaction that adds the job.
    """
    mode = await tx.operation.mode()
    if mode is Mode.DRAINING:
        return Refusal(reason="draining")
    facts = services.facts() if mode is Mode.OPEN else None  # nobody knows when a pause will end
    running, waiting = await tx.jobs.running(), await tx.jobs.waiting()
    mine = await tx.overview.unfinished_by(user_id)
    if len(mine) >= services.config.jobs_per_user:
        ends = _spans(running, waiting, facts, services)
        seconds = min((ends[job.id].end for job in mine if job.id in ends), default=None)
        return Refusal(reason="jobs", jobs=len(mine), seconds=seconds)
    excess = len(waiting) - services.config.queue_limit
    if excess >= 0:
        span = _spans(running, waiting, facts, services).get(waiting[excess].id)
        return Refusal(reason="queue", seconds=None if span is None else span.start)
    if not await has_room(tx, services, user_id):
        return Refusal(reason="storage")
    return await _beyond_quota(tx, services, user_id, quota.cost_of(settings), now)


async def has_room(tx: Transaction, services: Services, user_id: int) -> bool:
    """Whether one more picture of this person may be kept. What comes at the same moment may go beyond it."""
    kept = await tx.overview.files_of(user_id)
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


async def _beyond_quota(tx: Transaction, services: Services, user_id: int, cost: float, now: float) -> Refusal | None:
    own = (await tx.people.standing(user_id)).daily_quota
    daily = services.config.daily_quota if own is None else own
    spent = await tx.people.spendings(user_id)
    seconds = quota.seconds_until(cost, spent, daily, now)
    if seconds is None:
        return Refusal(reason="cost", cost=cost, quota=daily)
    if seconds > 0:
        free = quota.free(spent, daily, now)
        return Refusal(reason="quota", cost=cost, quota=daily, free=free, seconds=seconds)
    return None


def _spans(
    running: Sequence[Job], waiting: Sequence[Job], facts: EngineFacts | None, services: Services
) -> dict[str, _Span]:
    """When each job starts and ends; nothing where the engine's speed is not known."""
    if facts is None:
        return {}
    at_work, ahead = ([seconds_left(job, facts) for job in jobs] for jobs in (running, waiting))
    begin = starts(at_work, ahead, services.config.engine_count or 1)
    spans = {job.id: _Span(0.0, left) for job, left in zip(running, at_work, strict=True)}
    return spans | {job.id: _Span(start, start + left) for job, start, left in zip(waiting, begin, ahead, strict=True)}
