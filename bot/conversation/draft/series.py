"""`/series`: an album of photos, all painted in one style. Before it begins its owner hears what it costs."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

from bot.conversation.core.refusals import describe_refusal
from bot.conversation.core.rewriting import message_tapped, rewrite
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import caption_request, drafts, waiting
from bot.conversation.draft.card import answer_about
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.jobs.model import StopRequest
from bot.store import Transaction
from bot.submission.admission import Refusal
from bot.submission.jobs import submit_series
from bot.transport.verbs import SeriesVerb, Verb


async def series(context: UpdateContext) -> None:
    """`/series`, `/series waves`, `/series style=waves size=768`: of the album that waits, or of the next one."""
    await series_wanted(context, context.argument)


async def series_wanted(context: UpdateContext, words: str) -> None:
    """What comes of a request for a series, with a style and settings in words."""
    wanted = caption_request.read(caption_request.naming(words, context.services), context.services)
    now = time.time()

    async def work(tx: Transaction) -> Outcome:
        draft = drafts.as_series(await waiting.current(tx, context.place, now), now)
        draft, mistakes = await caption_request.applied(tx, draft, wanted, now, context.message.message_id)
        return await advance(tx, context.services, draft, now, mistakes)

    outcome = await context.commit(work)
    await answer_about(context, outcome, *describe(outcome, context.services, context.texts))


async def series_tapped(context: UpdateContext, verb: SeriesVerb, marked: str) -> None:
    """A button about an album, or about a series that is complete."""
    outcome = await context.commit(partial(_make_series if verb is Verb.SERIES else _begin, context, marked))
    texts = context.texts
    if outcome is None:
        await context.answer_tap(texts.say("tap-draft-over"))
    elif isinstance(outcome, Outcome):
        refused = outcome.terms.refusal if outcome.terms is not None and verb is Verb.START_SERIES else None
        await context.answer_tap(
            None if refused is None else describe_refusal(refused, texts), alert=refused is not None
        )
        await rewrite(context, *describe(outcome, context.services, texts))
    else:
        await context.answer_tap(texts.say("tap-started"))


async def stop(context: UpdateContext, series_id: str) -> None:
    """Paint no more pictures of the series; finished paintings are still delivered."""

    async def work(tx: Transaction) -> str:
        now = time.time()
        jobs = await tx.series.jobs(series_id)
        stopped = [await tx.jobs.request_stop(job.id, StopRequest.CANCEL, now) for job in jobs]
        return "tap-canceled" if any(stopped) else "tap-over"

    await context.answer_tap(context.texts.say(await context.commit(work)))


async def _make_series(context: UpdateContext, marked: str, tx: Transaction) -> Outcome | None:
    """Of the album that the button is about; to tap again changes nothing."""
    now = time.time()
    draft = await waiting.named(tx, context.place, marked, now)
    if draft is None:
        return None
    return await advance(tx, context.services, drafts.as_series(draft, now), now)


async def _begin(context: UpdateContext, marked: str, tx: Transaction) -> Outcome | str | None:
    """A job for each photo, and no draft any more; returns the id of the series. Otherwise what the series lacks."""
    now = time.time()
    draft = await waiting.named(tx, context.place, marked, now)
    if draft is None or draft.series is None:
        return None
    outcome = await advance(tx, context.services, draft, now)
    if outcome.terms is None or outcome.terms.refusal is not None:
        return outcome
    begun = await submit_series(tx, context.services.policy, outcome.draft, outcome.terms.settings, now)
    if isinstance(begun, Refusal):
        return replace(outcome, terms=replace(outcome.terms, refusal=begun))
    await tx.drafts.remove(outcome.draft)
    message = message_tapped(context)
    if message is not None:  # what asked whether to begin becomes the card
        await tx.series.card_sent(begun, message.message_id)
    return begun
