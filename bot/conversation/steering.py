"""The buttons under a painting that is being painted: more of the style, less of it, or another style."""

from __future__ import annotations

import time
from dataclasses import replace

from bot.conversation import drafts, offers
from bot.conversation.turn import Turn
from bot.jobs.children import Bound
from bot.jobs.model import Job
from bot.jobs.steering import can_turn, takes_style, with_more_style
from bot.store import Draft, Transaction
from bot.transport.taps import Verb, is_number

STEPS = {Verb.TURN_STRONGER: 1, Verb.TURN_SOFTER: -1}
TURNED, OVER, NOT_YOURS, BEFORE = "tap-turned", "tap-over", "tap-not-yours", "tap-turned-before"


async def turn_tapped(turn: Turn, verb: Verb, subject: str) -> None:
    """Let the job go another way, once for each state of its card."""
    job_id, _, number = subject.partition(".")

    async def work(tx: Transaction) -> str:
        job = await _steerable(tx, turn, job_id, number)
        if isinstance(job, str):
            return job
        settings = with_more_style(job.settings, STEPS[verb])
        if isinstance(settings, Bound):
            return settings.value
        return TURNED if await tx.turns.turn(job.id, settings) is not None else OVER

    key = await turn.commit(work)
    await turn.answer_tap(turn.texts.say(key), alert=key == NOT_YOURS)


async def style_tapped(turn: Turn, subject: str) -> None:
    """The next picture is its style from then on; one that waits as a style already is so at once."""
    job_id, _, number = subject.partition(".")
    now = time.time()

    async def work(tx: Transaction) -> tuple[str, Draft | None]:
        job = await _steerable(tx, turn, job_id, number)
        if isinstance(job, str):
            return job, None
        draft = drafts.current(await tx.drafts.get(turn.place), turn.place, now)
        draft = replace(draft, steers=job.id, updated_at=now)
        if draft.styles:
            return (OVER if await with_style(tx, draft) is None else TURNED), None
        await tx.drafts.save(draft)
        return "tap-send-style", draft

    key, draft = await turn.commit(work)
    await turn.answer_tap(turn.texts.say(key), alert=key == NOT_YOURS)
    if draft is not None:
        await turn.answer(turn.texts.say("turn-how"), offers.to_gallery(turn.place, turn.texts))


async def with_style(tx: Transaction, draft: Draft) -> Job | None:
    """Give the job that a draft steers the style of the draft, which then goes on without it; None where the job has
    come to its end, and the draft is one like any other.
    """
    assert draft.steers is not None
    job = await tx.jobs.get(draft.steers)
    pictures = draft.styles or ((draft.content,) if draft.content is not None else ())
    if job is None or not pictures or not takes_style(job):
        return None
    turned = await tx.turns.turn(job.id, job.settings, pictures, draft.borrowed)
    if turned is None:
        return None
    if draft.styles and draft.content is not None:
        await tx.drafts.save(replace(draft, styles=(), choices=(), steers=None))
    else:
        await tx.drafts.delete(draft.place)
    return turned


async def _steerable(tx: Transaction, turn: Turn, job_id: str, number: str) -> Job | str:
    """The job, if it may still be steered as its card says; otherwise the key of what to answer."""
    job = await tx.jobs.get(job_id)
    if job is None or not is_number(number):
        return OVER
    if not turn.owns(job):
        return NOT_YOURS
    if len(job.phases) != int(number):
        return BEFORE
    return job if can_turn(job) else OVER
