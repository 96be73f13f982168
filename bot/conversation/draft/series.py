"""`/series`: an album of photos, all painted in one style. Before it begins its owner hears what it costs."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

from bot.conversation.core.limits import describe_refusal
from bot.conversation.core.rewriting import message_tapped, rewrite
from bot.conversation.core.turn import Turn
from bot.conversation.draft import drafts, waiting, wishes
from bot.conversation.draft.card import answer_about
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.jobs.model import StopRequest
from bot.store import Transaction
from bot.submission.admission import Refusal
from bot.submission.jobs import submit_series
from bot.transport.verbs import SeriesVerb, Verb


async def series(turn: Turn) -> None:
    """`/series`, `/series waves`, `/series style=waves size=768`: of the album that waits, or of the next one."""
    await series_wanted(turn, turn.argument)


async def series_wanted(turn: Turn, words: str) -> None:
    """What comes of the wish for a series, with a style and settings in words."""
    wanted = wishes.read(wishes.naming(words, turn.services), turn.services)
    now = time.time()

    async def work(tx: Transaction) -> Outcome:
        draft = drafts.as_series(await waiting.current(tx, turn.place, now), now)
        draft, mistakes = await wishes.applied(tx, draft, wanted, now, turn.message.message_id)
        return await advance(tx, turn.services, draft, now, mistakes)

    outcome = await turn.commit(work)
    await answer_about(turn, outcome, *describe(outcome, turn.services, turn.texts))


async def tapped(turn: Turn, verb: SeriesVerb, marked: str) -> None:
    """A button about an album, or about a series that is complete."""
    outcome = await turn.commit(partial(_make_series if verb is Verb.SERIES else _begin, turn, marked))
    texts = turn.texts
    if outcome is None:
        await turn.answer_tap(texts.say("tap-draft-over"))
    elif isinstance(outcome, Outcome):
        refused = outcome.terms.refusal if outcome.terms is not None and verb is Verb.START_SERIES else None
        await turn.answer_tap(None if refused is None else describe_refusal(refused, texts), alert=refused is not None)
        await rewrite(turn, *describe(outcome, turn.services, texts))
    else:
        await turn.answer_tap(texts.say("tap-started"))


async def stop(turn: Turn, series_id: str) -> None:
    """Paint no more of its pictures; what is painted comes all the same."""

    async def work(tx: Transaction) -> str:
        now = time.time()
        jobs = await tx.series.jobs(series_id)
        stopped = [await tx.jobs.request_stop(job.id, StopRequest.CANCEL, now) for job in jobs]
        return "tap-cancelled" if any(stopped) else "tap-over"

    await turn.answer_tap(turn.texts.say(await turn.commit(work)))


async def _make_series(turn: Turn, marked: str, tx: Transaction) -> Outcome | None:
    """Of the album that the button is about; to tap again changes nothing."""
    now = time.time()
    draft = await waiting.named(tx, turn.place, marked, now)
    if draft is None:
        return None
    return await advance(tx, turn.services, drafts.as_series(draft, now), now)


async def _begin(turn: Turn, marked: str, tx: Transaction) -> Outcome | str | None:
    """A job for each photo, and no draft any more; returns the id of the series. Otherwise what the series lacks."""
    now = time.time()
    draft = await waiting.named(tx, turn.place, marked, now)
    if draft is None or draft.series is None:
        return None
    outcome = await advance(tx, turn.services, draft, now)
    if outcome.terms is None or outcome.terms.refusal is not None:
        return outcome
    begun = await submit_series(tx, turn.services.policy, outcome.draft, outcome.terms.settings, now)
    if isinstance(begun, Refusal):
        return replace(outcome, terms=replace(outcome.terms, refusal=begun))
    await tx.drafts.remove(outcome.draft)
    message = message_tapped(turn)
    if message is not None:  # what asked whether to begin becomes the card
        await tx.series.card_sent(begun, message.message_id)
    return begun
