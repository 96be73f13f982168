"""The buttons under a result: each makes a child of the job, once, or opens a draft with its photo."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

from bot.conversation.limits import Refusal, describe_refusal, refusal
from bot.conversation.results import kept_file, own_result
from bot.conversation.starting import Outcome, advance, describe
from bot.conversation.turn import Turn
from bot.jobs.children import Bound, Child, Wish, child_of
from bot.jobs.limits import preferences_of
from bot.jobs.model import FINISHED, Job, work_of
from bot.store import Draft, Transaction


async def child_tapped(turn: Turn, wish: Wish, job_id: str) -> None:
    """Paint it once more, otherwise. Who taps again gets the same child, and a film that is ready."""
    job = await own_result(turn, job_id)
    if job is None:
        return
    if wish is Wish.FILM and await _send_film(turn, job):
        return
    child = child_of(job, wish, turn.services.limits)
    if isinstance(child, Bound):
        await turn.end_tap(child.value, alert=True)
        return
    initial = None if child.steps is None else job.result_png
    if not await _has(turn, job.content, *job.styles, initial):
        await turn.end_tap("tap-expired", alert=True)
        return
    outcome = await turn.commit(partial(_add_once, turn, job.id, wish, child))
    if isinstance(outcome, Refusal):
        await turn.answer_tap(describe_refusal(outcome, turn.texts), alert=True)
    else:
        await turn.answer_tap(turn.texts.say(outcome))


async def restyle(turn: Turn, job_id: str) -> None:
    """The same photo, in a style that is still to come, with everything else as it was."""
    job = await own_result(turn, job_id)
    if job is None:
        return
    if not await _has(turn, job.content):
        await turn.end_tap("tap-expired", alert=True)
        return
    draft = Draft(
        place=job.place,
        content=job.content,
        content_message_id=job.reply_to_message_id,
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


async def _add_once(turn: Turn, parent_id: str, wish: Wish, child: Child, tx: Transaction) -> Refusal | str:
    """Why there is no child, or the key of what to say."""
    parent = await tx.jobs.get(parent_id)
    if parent is None or parent.expired_at is not None:
        return "tap-expired"
    present = await tx.jobs.child(parent.id, wish)
    if present is not None:
        return "tap-child-done" if present.state in FINISHED else "tap-child-in-work"
    now = time.time()
    refused = await refusal(tx, turn.services, parent.place.user_id, work_of(child.settings, child.steps), now)
    if refused is not None:
        return refused
    await tx.jobs.add(
        place=parent.place,
        settings=child.settings,
        content=parent.content,
        styles=parent.styles,
        parent_id=parent.id,
        wish=wish,
        initial=None if child.steps is None else parent.result_png,
        steps=child.steps,
        film=child.film,
        reply_to_message_id=parent.card_message_id,
        now=now,
    )
    return "tap-started"


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
