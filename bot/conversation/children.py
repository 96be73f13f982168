"""The buttons under a result, or under what failed: each makes a child of the job, once, or opens a draft with its
photo. `/again` is the first of them that fits, in words.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial

from bot.conversation.limits import Refusal, describe_refusal, refusal
from bot.conversation.results import kept_file, own_job, own_result
from bot.conversation.starting import Outcome, advance, describe
from bot.conversation.turn import Turn
from bot.jobs.children import OF_RESULTS, Bound, Child, Wish, child_of
from bot.jobs.limits import preferences_of
from bot.jobs.model import CAME_TO_NOTHING, FINISHED, Job, work_of
from bot.jobs.regions import Regions
from bot.store import Draft, Transaction
from bot.transport.taps import Verb

#: Verbs that ask for a child.
WISHES = frozenset(Verb(wish) for wish in Wish)
STARTED = "tap-started"


async def child_tapped(turn: Turn, wish: Wish, job_id: str) -> None:
    """Paint it once more, otherwise. Who taps again gets the same child, and a film that is ready."""
    job = await (own_result if wish in OF_RESULTS else own_job)(turn, job_id)
    if job is None:
        return
    if wish not in OF_RESULTS and job.state not in CAME_TO_NOTHING:
        await turn.end_tap(what_became_of(job))
        return
    if wish is Wish.FILM and await _send_film(turn, job):
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
    job = await own_result(turn, job_id)
    if job is None:
        return
    if not await _has(turn, job.content, job.protected):
        await turn.end_tap("tap-expired", alert=True)
        return
    draft = Draft(
        place=job.place,
        content=job.content,
        content_message_id=job.reply_to_message_id,
        regions=Regions(protected=job.protected),
        overrides=preferences_of(job.settings),
        updated_at=time.time(),
    )
    outcome = await turn.commit(partial(_wait_for_style, turn, draft))
    if outcome is None:
        await turn.answer_tap(turn.texts.say("content-kept"))
    else:
        await turn.answer_tap()
        await turn.answer(*describe(outcome, turn.services, turn.texts))


async def _wait_for_style(turn: Turn, draft: Draft, tx: Transaction) -> Outcome | None:
    """None where a tap before this one has begun this draft, and nothing came since."""
    present = await tx.drafts.get(draft.place)
    if present is not None and replace(present, updated_at=draft.updated_at) == draft:
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
    of_job = (job.content, *job.styles, *job.masks, job.protected)
    turned = [style for phase in child.phases for style in phase.styles]
    if not await _has(turn, *of_job, *turned, child.initial, child.checkpoint):
        await turn.settle()
        return Granted(turn.texts.say("tap-expired"), refused=True)
    outcome = await turn.commit(partial(_add_once, turn, job.id, wish, child))
    if isinstance(outcome, Refusal):
        return Granted(describe_refusal(outcome, turn.texts), refused=True)
    return Granted(turn.texts.say(outcome), started=outcome == STARTED)


def what_became_of(job: Job) -> str:
    """The key of what to say to those who ask for a job that is there already."""
    return "tap-child-done" if job.state in FINISHED else "tap-child-in-work"


async def _add_once(turn: Turn, parent_id: str, wish: str, child: Child, tx: Transaction) -> Refusal | str:
    """Why there is no child, or the key of what to say."""
    parent = await tx.jobs.get(parent_id)
    if parent is None or parent.expired_at is not None:
        return "tap-expired"
    present = await tx.jobs.child(parent.id, wish)
    if present is not None:
        return what_became_of(present)
    if await tx.shares.is_withdrawn(parent.borrowed):
        return "tap-withdrawn"
    now = time.time()
    refused = await refusal(
        tx, turn.services, parent.place.user_id, work_of(child.settings, child.steps, len(child.sketches)), now
    )
    if refused is not None:
        return refused
    await tx.jobs.add(
        place=parent.place,
        settings=child.settings,
        content=parent.content,
        styles=parent.styles,
        masks=parent.masks,
        protected=parent.protected,
        parent_id=parent.id,
        wish=wish,
        initial=child.initial,
        steps=child.steps,
        film=child.film,
        phases=child.phases,
        sketches=child.sketches,
        checkpoint=child.checkpoint,
        checkpoint_iteration=child.checkpoint_iteration,
        borrowed=parent.borrowed,
        reply_to_message_id=parent.card_message_id,
        now=now,
    )
    return STARTED


async def _send_film(turn: Turn, job: Job) -> bool:
    """The film of this job, or the one that was made of it; False when there is none."""
    made = job if job.film else await turn.services.store.read(lambda tx: tx.jobs.child(job.id, Wish.FILM))
    if made is None or made.result_film is None:
        return False
    film = await kept_file(turn, made.result_film)
    if film is None:
        return True
    await turn.end_tap("tap-sending")
    await turn.services.messenger.send_film(made.place, film, f"{made.file_stem}.gif", reply_to=made.card_message_id)
    return True
