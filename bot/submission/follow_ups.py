"""Follow-up jobs: they go on from a result, or repeat it with a change."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.jobs.follow_ups import FollowUp
from bot.jobs.model import Job, Origin
from bot.jobs.quota import cost_of
from bot.store import Transaction
from bot.submission.admission import Refusal, RequestedWork, refusal_of
from bot.submission.policy import Policy


@dataclass(frozen=True)
class Present:
    """The follow-up exists already."""

    job: Job


async def start_follow_up(
    tx: Transaction, policy: Policy, parent_id: str, kind: str, follow_up: FollowUp, now: float
) -> Job | Present | Refusal | None:
    """Start a follow-up job. Repeated requests return the same job; None where the parent's pictures have expired."""
    parent = await tx.jobs.get(parent_id)
    if parent is None or parent.status.expired_at is not None:
        return None
    present = await tx.jobs.follow_up(parent.id, kind)
    if present is not None:
        return Present(present)
    request = replace(
        parent.request,
        settings=policy.completed(follow_up.settings),
        initial=follow_up.initial,
        steps=follow_up.steps,
        earlier=follow_up.earlier,
        sketches=follow_up.sketches,
        film=False,
    )
    work = RequestedWork(owner=parent.place.user_id, cost=cost_of(request.work), borrowed=request.borrowed)
    refused = await refusal_of(tx, policy, work, now)
    if refused is not None:
        return refused
    origin = Origin(reply_to_message_id=parent.card.message_id, parent_id=parent.id, follow_up=kind)
    return await tx.jobs.add(request, parent.place, now, origin=origin, checkpoint=follow_up.checkpoint)
