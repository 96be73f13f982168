"""The buttons under a result, or under what failed: each makes a child of the job, once, or opens a draft with its
photo. `/again` is the first of them that fits, in words.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial

from bot.conversation.core.limits import describe_refusal
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import drafts, waiting
from bot.conversation.draft.card import answer_about
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.conversation.results.results import kept_job, kept_result
from bot.jobs.children import OF_RESULTS, Bound, Child, Wish, child_of
from bot.jobs.limits import preferences_of
from bot.jobs.model import CAME_TO_NOTHING, FINISHED, Job
from bot.jobs.regions import Regions
from bot.store import Draft, Transaction
from bot.submission.admission import Refusal
from bot.submission.follow_ups import Present, follow_up

STARTED = "tap-started"


async def child_tapped(context: UpdateContext, wish: Wish, job_id: str) -> None:
    """Paint it once more, otherwise. Who taps again gets the same child."""
    job = await (kept_result if wish in OF_RESULTS else kept_job)(context, job_id)
    if job is None:
        return
    if wish not in OF_RESULTS and job.state not in CAME_TO_NOTHING:
        await context.end_tap(what_became_of(job))
        return
    granted = await grant(context, job, wish)
    await context.answer_tap(granted.words, alert=granted.refused)


async def again(context: UpdateContext) -> None:
    """`/again`: this person's latest job here once more, with another seed; as it was, if it came to nothing."""
    job = await context.services.store.read(lambda tx: tx.job_pictures.last(context.place))
    if job is None:
        await context.settle()
        await context.answer(context.texts.say("history-none"))
    elif job.state not in FINISHED:
        await context.settle()
        await context.answer(context.texts.say(what_became_of(job)))
    else:
        granted = await grant(context, job, Wish.RETRY if job.state in CAME_TO_NOTHING else Wish.AGAIN)
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
        content=job.request.content,
        content_message_id=job.origin.reply_to_message_id,
        regions=Regions(protected=job.request.protect),
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
    """What is to be said about a wish."""

    words: str
    started: bool = False
    refused: bool = False


async def grant(context: UpdateContext, job: Job, wish: Wish) -> Granted:
    """Make the child that a wish asks for, if it may be made and is not there."""
    child = child_of(job, wish, context.services.limits)
    if isinstance(child, Bound):
        await context.settle()
        return Granted(context.texts.say(child.value), refused=True)
    return await grant_child(context, job, wish, child)


async def grant_child(context: UpdateContext, job: Job, wish: str, child: Child) -> Granted:
    """Make this child, once for each wish."""
    of_job = (job.request.content, *job.request.styles, *job.request.masks, job.request.protect)
    earlier = [style for segment in child.earlier for style in segment.styles]
    checkpoint = child.checkpoint[0] if child.checkpoint is not None else None
    if not await _has(context, *of_job, *earlier, child.initial, checkpoint):
        await context.settle()
        return Granted(context.texts.say("tap-expired"), refused=True)
    policy, now = context.services.policy, time.time()
    outcome = await context.commit(lambda tx: follow_up(tx, policy, job.id, wish, child, now))
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
    return "tap-child-done" if job.state in FINISHED else "tap-child-in-work"
