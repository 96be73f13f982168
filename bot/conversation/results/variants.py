"""Four small pictures to choose from, before a painting is waited for: `/variants`, and the choice."""

from __future__ import annotations

import time
from functools import partial

from bot.conversation.core.rewriting import rewrite
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import drafts, waiting
from bot.conversation.draft.card import answer_about
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.conversation.results.follow_ups import grant, grant_follow_up
from bot.conversation.results.results import kept_job
from bot.jobs.follow_ups import FollowUpKind, take_key, taken
from bot.jobs.model import CAME_TO_NOTHING, Job
from bot.store import Draft, Transaction


async def variants(context: UpdateContext) -> None:
    """`/variants`: of the pictures that wait, or else of the latest painting's, or else of those that come next."""
    last = await context.services.store.read(lambda tx: _latest(tx, context))
    if last is not None:
        granted = await grant(context, last, FollowUpKind.VARIANTS)
        if not granted.started:  # otherwise its card speaks
            await context.answer(granted.words)
        return
    outcome = await context.commit(partial(_sketched, context))
    words, buttons = describe(outcome, context.services, context.texts)
    noted = [context.texts.say("variants-noted")] if outcome.job is None else []
    await answer_about(context, outcome, "\n".join(filter(None, [*noted, words])), buttons)


async def _latest(tx: Transaction, context: UpdateContext) -> Job | None:
    """The painting whose pictures are meant where none wait."""
    draft = await waiting.current(tx, context.place, time.time())
    last = await tx.job_history.last(context.place) if drafts.is_empty(draft) else None
    return None if last is None or last.state in CAME_TO_NOTHING else last


async def _sketched(context: UpdateContext, tx: Transaction, meant: Draft | None = None) -> Outcome:
    """The draft, of which sketches are wanted; the current one where no other is meant."""
    now = time.time()
    draft = meant or await waiting.current(tx, context.place, now)
    return await advance(tx, context.services, drafts.with_sketches(draft, now), now)


async def sketch_tapped(context: UpdateContext, marked: str) -> None:
    """Variants instead of a painting, or the other way round, of the pictures that wait."""

    async def work(tx: Transaction) -> Outcome | None:
        draft = await waiting.named(tx, context.place, marked, time.time())
        return None if draft is None else await _sketched(context, tx, draft)

    outcome = await context.commit(work)
    if outcome is None:
        await context.answer_tap(context.texts.say("tap-draft-over"))
    elif outcome.refusal is not None:
        await context.answer_tap(describe(outcome, context.services, context.texts)[0], alert=True)
    else:
        noted = context.texts.say("variants-noted")
        await context.answer_tap(context.texts.say("tap-started") if outcome.job is not None else noted)
        if outcome.job is not None:
            await rewrite(context, context.texts.say("draft-started"))
        else:
            words, buttons = describe(outcome, context.services, context.texts)
            await rewrite(context, "\n".join([noted, words]), buttons)


async def take_tapped(context: UpdateContext, job_id: str, number: int) -> None:
    """Continue the chosen sketch into a painting."""
    job = await kept_job(context, job_id)
    if job is None:
        return
    follow_up = taken(job, number, context.services.limits)
    if follow_up is None:
        await context.end_tap("tap-no-result")
        return
    granted = await grant_follow_up(context, job, take_key(number), follow_up)
    await context.answer_tap(granted.words, alert=granted.refused)
