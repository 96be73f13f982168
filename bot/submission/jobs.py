"""From a draft to a job, or to the jobs of a series."""

from __future__ import annotations

from bot.jobs.instant import is_known
from bot.jobs.model import Job, Origin, PaintingRequest
from bot.jobs.quota import cost_of
from bot.jobs.regions import of_job
from bot.jobs.reuse import would_be_the_same
from bot.jobs.variants import variants
from bot.store import Draft, Transaction
from bot.submission.admission import Refusal, RequestedWork, refusal_of
from bot.submission.policy import Policy
from engine.settings import TransferSettings


async def submit(tx: Transaction, policy: Policy, draft: Draft, now: float) -> Job | Refusal:
    """Start the job of a complete draft, with its owner's settings, or deliver the painting that exists already."""
    kept = await tx.chats.preferences(draft.place.chat_id, draft.place.user_id)
    settings = policy.settings_of(kept, draft.overrides)
    request = _request(draft, settings)
    refused = await beyond_network(tx, request)
    if refused is not None:
        return refused
    may_be_there = policy.reuse and not draft.one.wants_sketches
    painting = await tx.job_history.painted_before(draft, settings) if may_be_there else None
    if painting is not None and would_be_the_same(painting, policy.engines.facts):
        return await _repeat(tx, policy, painting, draft, now)
    work = RequestedWork(owner=draft.place.user_id, cost=cost_of(request.work), borrowed=draft.borrowed)
    refused = await refusal_of(tx, policy, work, now)
    if refused is not None:
        return refused
    return await tx.jobs.add(request, draft.place, now, origin=Origin(reply_to_message_id=draft.content_message_id))


def series_work(draft: Draft, settings: TransferSettings) -> RequestedWork:
    """The work that a series of the draft's photos asks for."""
    assert draft.series is not None
    return RequestedWork(
        owner=draft.place.user_id, cost=cost_of(settings), count=len(draft.series.pictures), borrowed=draft.borrowed
    )


async def submit_series(
    tx: Transaction, policy: Policy, draft: Draft, settings: TransferSettings, now: float
) -> str | Refusal:
    """Start a job for each photo of a draft that is a series; returns the id of the series."""
    assert draft.series is not None
    refused = await series_refusal(tx, policy, draft, settings, now)
    if refused is not None:
        return refused
    series_id = await tx.series.add(draft.place, draft.content_message_id, now)
    origin = Origin(reply_to_message_id=draft.content_message_id, series_id=series_id)
    for request in _series(draft, settings):
        await tx.jobs.add(request, draft.place, now, origin=origin)
    return series_id


async def series_refusal(
    tx: Transaction, policy: Policy, draft: Draft, settings: TransferSettings, now: float
) -> Refusal | None:
    """The reason why a series of the draft's photos is not begun now; None when it is."""
    beyond = await beyond_network(tx, _series(draft, settings)[0])
    return beyond or await refusal_of(tx, policy, series_work(draft, settings), now)


async def beyond_network(tx: Transaction, request: PaintingRequest) -> Refusal | None:
    """The refusal of an instant painting in a style that the network has not learned; None for all other requests."""
    if not request.settings.is_instant:
        return None
    styles = await tx.styles.instant()
    learned = await tx.lessons.learned(request.styles)
    return None if is_known(request, {*styles, *learned}) else Refusal(reason="instant", styles=tuple(styles.values()))


async def _repeat(tx: Transaction, policy: Policy, painting: Job, draft: Draft, now: float) -> Job | Refusal:
    """Deliver the earlier painting once more. It needs no engine, but counts in the quota."""
    work = RequestedWork(owner=draft.place.user_id, waits=False, borrowed=draft.borrowed)
    refused = await refusal_of(tx, policy, work, now)
    if refused is not None:
        return refused
    await tx.people.spend(work.owner, work.cost, now)
    return await tx.job_history.repeat(painting, draft, now)


def _series(draft: Draft, settings: TransferSettings) -> list[PaintingRequest]:
    assert draft.series is not None
    return [
        PaintingRequest(settings=settings, content=photo, styles=draft.styles, borrowed=draft.borrowed)
        for photo in draft.series.pictures
    ]


def _request(draft: Draft, settings: TransferSettings) -> PaintingRequest:
    assert draft.content is not None
    styles, masks = of_job(draft.regions, draft.styles)
    return PaintingRequest(
        settings=settings,
        content=draft.content,
        styles=styles,
        masks=masks,
        protect=draft.regions.protected,
        sketches=variants(settings) if draft.one.wants_sketches else (),
        borrowed=draft.borrowed,
    )
