"""The buttons under a result, or under what failed: each makes a child of the job, once, or opens a draft with its
photo. `/again` is the first of them that fits, in words.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial

from bot.conversation.core.limits import describe_refusal
from bot.conversation.core.turn import Turn
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


async def child_tapped(turn: Turn, wish: Wish, job_id: str) -> None:
    """Paint it once more, otherwise. Who taps again gets the same child."""
    job = await (kept_result if wish in OF_RESULTS else kept_job)(turn, job_id)
    if job is None:
        return
    if wish not in OF_RESULTS and job.state not in CAME_TO_NOTHING:
        await turn.end_tap(what_became_of(job))
        return
    granted = await grant(turn, job, wish)
    await turn.answer_tap(granted.words, alert=granted.refused)


async def again(turn: Turn) -> None:
    """`/again`: this person's latest job here once more, with another seed; as it was, if it came to nothing."""
    job = await turn.services.store.read(lambda tx: tx.job_pictures.last(turn.place))
    if job is None:
        await turn.settle()
        await turn.answer(turn.texts.say("history-none"))
    elif job.state not in FINISHED:
        await turn.settle()
        await turn.answer(turn.texts.say(what_became_of(job)))
    else:
        granted = await grant(turn, job, Wish.RETRY if job.state in CAME_TO_NOTHING else Wish.AGAIN)
        if not granted.started:  # otherwise its card speaks
            await turn.answer(granted.words)


async def restyle(turn: Turn, job_id: str) -> None:
    """The same photo, in a style that is still to come, with everything else as it was, but without regions."""
    job = await kept_result(turn, job_id)
    if job is None:
        return
    if not await _has(turn, job.request.content, job.request.protect):
        await turn.end_tap("tap-expired", alert=True)
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
    outcome = await turn.commit(partial(_wait_for_style, turn, draft))
    if outcome is None:
        await turn.answer_tap(turn.texts.say("content-kept"))
    else:
        await turn.answer_tap()
        await answer_about(turn, outcome, *describe(outcome, turn.services, turn.texts))


async def _wait_for_style(turn: Turn, draft: Draft, tx: Transaction) -> Outcome | None:
    """None where a tap before this one has begun this draft, and nothing came since."""
    present = await waiting.current(tx, draft.place, draft.updated_at)
    begun = drafts.begun_anew(present, draft.updated_at)
    draft = replace(draft, number=begun.number, card_message_id=begun.card_message_id)
    if present.number is not None and replace(present, updated_at=draft.updated_at, said=()) == draft:
        return None
    return await advance(tx, turn.services, draft, draft.updated_at)


async def _has(turn: Turn, *names: str | None) -> bool:
    """Whether these pictures are still kept."""
    return not await turn.services.store.files.missing([name for name in names if name is not None])


@dataclass(frozen=True)
class Granted:
    """What is to be said about a wish."""

    words: str
    started: bool = False
    refused: bool = False


async def grant(turn: Turn, job: Job, wish: Wish) -> Granted:
    """Make the child that a wish asks for, if it may be made and is not there."""
    child = child_of(job, wish, turn.services.limits)
    if isinstance(child, Bound):
        await turn.settle()
        return Granted(turn.texts.say(child.value), refused=True)
    return await grant_child(turn, job, wish, child)


async def grant_child(turn: Turn, job: Job, wish: str, child: Child) -> Granted:
    """Make this child, once for each wish."""
    of_job = (job.request.content, *job.request.styles, *job.request.masks, job.request.protect)
    turned = [style for segment in child.earlier for style in segment.styles]
    checkpoint = child.checkpoint[0] if child.checkpoint is not None else None
    if not await _has(turn, *of_job, *turned, child.initial, checkpoint):
        await turn.settle()
        return Granted(turn.texts.say("tap-expired"), refused=True)
    policy, now = turn.services.policy, time.time()
    outcome = await turn.commit(lambda tx: follow_up(tx, policy, job.id, wish, child, now))
    match outcome:
        case None:
            return Granted(turn.texts.say("tap-expired"), refused=True)
        case Refusal():
            return Granted(describe_refusal(outcome, turn.texts), refused=True)
        case Present():
            return Granted(turn.texts.say(what_became_of(outcome.job)))
        case Job():
            return Granted(turn.texts.say(STARTED), started=True)


def what_became_of(job: Job) -> str:
    """The key of what to say to those who ask for a job that is there already."""
    return "tap-child-done" if job.state in FINISHED else "tap-child-in-work"
