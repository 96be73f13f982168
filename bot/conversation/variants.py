"""Four small pictures to choose from, before a painting is waited for: `/variants`, and the choice."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

from bot.conversation import drafts, offers
from bot.conversation.children import grant, grant_child
from bot.conversation.results import own_job
from bot.conversation.starting import Outcome, advance, describe
from bot.conversation.turn import Turn
from bot.jobs.children import TAKE, Wish, taken
from bot.jobs.model import CAME_TO_NOTHING, Job
from bot.store import Transaction
from bot.transport.taps import is_number


async def variants(turn: Turn) -> None:
    """`/variants`: of the pictures that wait, or else of the latest painting's, or else of those that come next."""
    last = await turn.services.store.read(lambda tx: _latest(tx, turn))
    if last is not None:
        granted = await grant(turn, last, Wish.VARIANTS)
        if not granted.started:  # otherwise its card speaks
            await turn.answer(granted.words)
        return
    outcome = await turn.commit(partial(_sketched, turn))
    words, buttons = describe(outcome, turn.services, turn.texts)
    if outcome.job is None:
        await turn.answer("\n".join(filter(None, [turn.texts.say("variants-noted"), words])), buttons)


async def _latest(tx: Transaction, turn: Turn) -> Job | None:
    """The painting whose pictures are meant where none wait."""
    draft = drafts.current(await tx.drafts.get(turn.place), turn.place, time.time())
    last = await tx.job_pictures.last(turn.place) if drafts.is_empty(draft) else None
    return None if last is None or last.state in CAME_TO_NOTHING else last


async def _sketched(turn: Turn, tx: Transaction) -> Outcome:
    """The draft, of which sketches are wanted."""
    now = time.time()
    draft = drafts.current(await tx.drafts.get(turn.place), turn.place, now)
    return await advance(tx, turn.services, replace(draft, wants_sketches=True, updated_at=now), now)


async def sketch_tapped(turn: Turn, marked: str) -> None:
    """Variants instead of a painting, or the other way round, of the pictures that wait."""

    async def work(tx: Transaction) -> Outcome | None:
        draft = drafts.current(await tx.drafts.get(turn.place), turn.place, time.time())
        return await _sketched(turn, tx) if offers.is_about(draft, marked) else None

    outcome = await turn.commit(work)
    if outcome is None:
        await turn.answer_tap(turn.texts.say("tap-draft-over"))
    elif outcome.refusal is not None:
        await turn.answer_tap(describe(outcome, turn.services, turn.texts)[0], alert=True)
    else:
        await turn.answer_tap(turn.texts.say("tap-started" if outcome.job is not None else "variants-noted"))


async def take_tapped(turn: Turn, subject: str) -> None:
    """Paint the chosen one on, from where its sketch stands."""
    job_id, _, number = subject.partition(".")
    job = await own_job(turn, job_id)
    if job is None:
        return
    child = taken(job, int(number), turn.services.limits) if is_number(number) else None
    if child is None:
        await turn.end_tap("tap-no-result")
        return
    granted = await grant_child(turn, job, f"{TAKE}.{number}", child)
    await turn.answer_tap(granted.words, alert=granted.refused)
