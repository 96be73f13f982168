"""Changes of a job that waits or runs. Each costs the minimum."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.jobs.model import Job
from bot.jobs.steering import takes_style
from bot.store import Draft, Transaction
from bot.submission.admission import Refusal, RequestedWork, refusal_of
from bot.submission.policy import Policy
from engine.settings import TransferSettings


async def steer(
    tx: Transaction,
    policy: Policy,
    job: Job,
    settings: TransferSettings,
    now: float,
    styles: Sequence[str] = (),
    borrowed: Collection[int] = (),
) -> Job | Refusal | None:
    """Go on with these settings, and with these styles if any are given; None where it is too late.

    `borrowed`: where these styles come from, see PaintingRequest.
    """
    work = RequestedWork(owner=job.place.user_id, waits=False, borrowed=job.request.borrowed.union(borrowed))
    refused = await refusal_of(tx, policy, work, now)
    if refused is not None:
        return refused
    steered = await tx.steering.steer(job.id, settings, styles, borrowed)
    if steered is not None:
        await tx.people.spend(work.owner, work.cost, now)
    return steered


async def steer_to_style_of(tx: Transaction, policy: Policy, draft: Draft, now: float) -> Job | Refusal | None:
    """Give the job that a draft steers the draft's style; the draft then loses it. None where the job has ended: the
    draft is then an ordinary one.
    """
    assert draft.steers is not None
    job = await tx.jobs.get(draft.steers)
    pictures = draft.styles or ((draft.content,) if draft.content is not None else ())
    if job is None or not pictures or not takes_style(job):
        return None
    steered = await steer(tx, policy, job, job.request.settings, now, pictures, draft.borrowed)
    if not isinstance(steered, Job):
        return steered
    if draft.styles and draft.content is not None:
        rest = replace(draft, photos=replace(draft.one, choices=()), styles=(), borrowed=frozenset(), steers=None)
        await tx.drafts.save(rest)
    else:
        await tx.drafts.remove(draft)
    return steered


async def swap(tx: Transaction, policy: Policy, job: Job, now: float) -> bool | Refusal:
    """Swap photo and style of a job on which nothing is painted yet; False where it is too late."""
    if not job.may_swap:
        return False
    work = RequestedWork(owner=job.place.user_id, waits=False)
    refused = await refusal_of(tx, policy, work, now)
    if refused is not None:
        return refused
    await tx.jobs.requeue(job.id, job.status.attempt, engine_died=False, drop_checkpoint=True, now=now)
    swapped = await tx.job_history.swap(job.id)
    if swapped:
        await tx.people.spend(work.owner, work.cost, now)
    return swapped
