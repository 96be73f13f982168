"""Four small pictures to choose from, before a painting is waited for: `/variants`, and the choice."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

from bot.conversation.core.rewriting import rewrite
from bot.conversation.core.turn import Turn
from bot.conversation.draft import drafts, waiting
from bot.conversation.draft.card import answer_about
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.conversation.results.follow_ups import grant, grant_child
from bot.conversation.results.results import kept_job
from bot.jobs.children import Wish, take_wish, taken
from bot.jobs.model import CAME_TO_NOTHING, Job
from bot.store import Draft, Transaction


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
    noted = [turn.texts.say("variants-noted")] if outcome.job is None else []
    await answer_about(turn, outcome, "\n".join(filter(None, [*noted, words])), buttons)


async def _latest(tx: Transaction, turn: Turn) -> Job | None:
    """The painting whose pictures are meant where none wait."""
    draft = await waiting.current(tx, turn.place, time.time())
    last = await tx.job_pictures.last(turn.place) if drafts.is_empty(draft) else None
    return None if last is None or last.state in CAME_TO_NOTHING else last


async def _sketched(turn: Turn, tx: Transaction, meant: Draft | None = None) -> Outcome:
    """The draft, of which sketches are wanted; the current one where no other is meant."""
    now = time.time()
    draft = meant or await waiting.current(tx, turn.place, now)
    return await advance(tx, turn.services, replace(draft, wants_sketches=True, updated_at=now), now)


async def sketch_tapped(turn: Turn, marked: str) -> None:
    """Variants instead of a painting, or the other way round, of the pictures that wait."""

    async def work(tx: Transaction) -> Outcome | None:
        draft = await waiting.named(tx, turn.place, marked, time.time())
        return None if draft is None else await _sketched(turn, tx, draft)

    outcome = await turn.commit(work)
    if outcome is None:
        await turn.answer_tap(turn.texts.say("tap-draft-over"))
    elif outcome.refusal is not None:
        await turn.answer_tap(describe(outcome, turn.services, turn.texts)[0], alert=True)
    else:
        noted = turn.texts.say("variants-noted")
        await turn.answer_tap(turn.texts.say("tap-started") if outcome.job is not None else noted)
        if outcome.job is not None:
            await rewrite(turn, turn.texts.say("draft-started"))
        else:
            words, buttons = describe(outcome, turn.services, turn.texts)
            await rewrite(turn, "\n".join([noted, words]), buttons)


async def take_tapped(turn: Turn, job_id: str, number: int) -> None:
    """Paint the chosen one on, from where its sketch stands."""
    job = await kept_job(turn, job_id)
    if job is None:
        return
    child = taken(job, number, turn.services.limits)
    if child is None:
        await turn.end_tap("tap-no-result")
        return
    granted = await grant_child(turn, job, take_wish(number), child)
    await turn.answer_tap(granted.words, alert=granted.refused)
