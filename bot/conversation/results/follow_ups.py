"""The buttons under a result, or under what failed: each starts a follow-up, once, or opens a draft with its
photo. `/again` is the first of them that fits, in words.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial

from bot.conversation.core.refusals import describe_refusal
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import drafts, waiting
from bot.conversation.draft.card import answer_about
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.conversation.results.results import kept_job, kept_result
from bot.jobs.follow_ups import OF_RESULTS, Bound, FollowUp, FollowUpKind, follow_up_of
from bot.jobs.model import CAME_TO_NOTHING, FINISHED, Job
from bot.jobs.regions import Regions
from bot.jobs.setting_limits import preferences_of
from bot.store import Draft, OnePhoto, Transaction
from bot.submission.admission import Refusal
from bot.submission.follow_ups import Present, start_follow_up

STARTED = "tap-started"


async def follow_up_tapped(context: UpdateContext, kind: FollowUpKind, job_id: str) -> None:
    """Start a follow-up job. Repeated taps get the same one."""
    job = await (kept_result if kind in OF_RESULTS else kept_job)(context, job_id)
    if job is None:
        return
    if kind not in OF_RESULTS and job.state not in CAME_TO_NOTHING:
        await context.end_tap(what_became_of(job))
        return
    granted = await grant(context, job, kind)
    await context.answer_tap(granted.words, alert=granted.refused)


async def again(context: UpdateContext) -> None:
    """`/again`: this person's latest job here once more, with another seed; as it was, if it came to nothing."""
    job = await context.services.store.read(lambda tx: tx.job_history.last(context.place))
    if job is None:
        await context.settle()
        await context.answer(context.texts.say("history-none"))
    elif job.state not in FINISHED:
        await context.settle()
        await context.answer(context.texts.say(what_became_of(job)))
    else:
        granted = await grant(context, job, FollowUpKind.RETRY if job.state in CAME_TO_NOTHING else FollowUpKind.AGAIN)
        if not granted.started:  # otherwise its card speaks
            await context.answer(granted.words)


async def restyle(context: UpdateContext, job_id: str) -> None:
    """The same photo, in a style that is still to come, with everything else as it was, but without regions."""
    job = await kept_result(context, job_id)
    if job is None:
        return
    if not await _has(context, job.request.content, job.request.protect):
        await context.end_tap("tap-expired", alert=True)
        return
    draft = Draft(
        place=job.place,
        photos=OnePhoto(picture=job.request.content, regions=Regions(protected=job.request.protect)),
        content_message_id=job.origin.reply_to_message_id,
        portrait=job.request.content if job.result.figures is not None and job.result.figures.faces else None,
        overrides=preferences_of(job.request.settings),
        updated_at=time.time(),
    )
    outcome = await context.commit(partial(_wait_for_style, context, draft))
    if outcome is None:
        await context.answer_tap(context.texts.say("content-kept"))
    else:
        await context.answer_tap()
        await answer_about(context, outcome, *describe(outcome, context.services, context.texts))


async def _wait_for_style(context: UpdateContext, draft: Draft, tx: Transaction) -> Outcome | None:
    """None where a tap before this one has begun this draft, and nothing came since."""
    present = await waiting.current(tx, draft.place, draft.updated_at)
    begun = drafts.begun_anew(present, draft.updated_at)
    draft = replace(draft, number=begun.number, card_message_id=begun.card_message_id)
    if present.number is not None and replace(present, updated_at=draft.updated_at, said=()) == draft:
        return None
    return await advance(tx, context.services, draft, draft.updated_at)


async def _has(context: UpdateContext, *names: str | None) -> bool:
    """Whether these pictures are still kept."""
    return not await context.services.store.files.missing([name for name in names if name is not None])


@dataclass(frozen=True)
class Granted:
    """What is to be said about a follow-up."""

    words: str
    started: bool = False
    refused: bool = False


async def grant(context: UpdateContext, job: Job, kind: FollowUpKind) -> Granted:
    """Start a follow-up of this kind, if it may be and there is none."""
    follow_up = follow_up_of(job, kind, context.services.limits)
    if isinstance(follow_up, Bound):
        await context.settle()
        return Granted(context.texts.say(follow_up.value), refused=True)
    return await grant_follow_up(context, job, kind, follow_up)


async def grant_follow_up(context: UpdateContext, job: Job, kind: str, follow_up: FollowUp) -> Granted:
    """Start this follow-up, once for each kind."""
    of_job = (job.request.content, *job.request.styles, *job.request.masks, job.request.protect)
    earlier = [style for segment in follow_up.earlier for style in segment.styles]
    checkpoint = follow_up.checkpoint[0] if follow_up.checkpoint is not None else None
    if not await _has(context, *of_job, *earlier, follow_up.initial, checkpoint):
        await context.settle()
        return Granted(context.texts.say("tap-expired"), refused=True)
    policy, now = context.services.policy, time.time()
    outcome = await context.commit(lambda tx: start_follow_up(tx, policy, job.id, kind, follow_up, now))
    match outcome:
        case None:
            return Granted(context.texts.say("tap-expired"), refused=True)
        case Refusal():
            return Granted(describe_refusal(outcome, context.texts), refused=True)
        case Present():
            return Granted(context.texts.say(what_became_of(outcome.job)))
        case Job():
            return Granted(context.texts.say(STARTED), started=True)


def what_became_of(job: Job) -> str:
    """The key of what to say to those who ask for a job that is there already."""
    return "tap-follow-up-done" if job.state in FINISHED else "tap-follow-up-in-work"
