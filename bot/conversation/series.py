"""`/series`: an album of photos, all painted in one style. Before it begins its owner hears what it costs."""

from __future__ import annotations

import time
from functools import partial

from bot.conversation import drafts, offers, wishes
from bot.conversation.limits import describe_refusal
from bot.conversation.rewriting import rewrite
from bot.conversation.starting import Outcome, advance, describe
from bot.conversation.turn import Turn
from bot.jobs.model import StopRequest
from bot.store import Draft, Transaction
from bot.texts.style_names import asking_for
from bot.transport.taps import Verb


async def series(turn: Turn) -> None:
    """`/series`, `/series waves`, `/series style=waves size=768`: of the album that waits, or of the next one."""
    await series_wanted(turn, turn.argument)


async def series_wanted(turn: Turn, words: str) -> None:
    """What comes of the wish for a series, with a style and settings in words."""
    named = words if "=" in words or not words else asking_for("-".join(words.split()))
    wanted = wishes.read(named, turn.services)
    now = time.time()

    async def work(tx: Transaction) -> Outcome:
        draft = drafts.as_series(drafts.current(await tx.drafts.get(turn.place), turn.place, now), now)
        draft, mistakes = await wishes.applied(tx, draft, wanted, now)
        return await advance(tx, turn.services, draft, now, mistakes)

    await turn.answer(*describe(await turn.commit(work), turn.services, turn.texts))


async def tapped(turn: Turn, verb: Verb, subject: str) -> None:
    """A button about an album, or about a series that is complete."""
    owner, _, marked = subject.partition(".")
    if owner != str(turn.place.user_id):
        await turn.end_tap("tap-not-yours", alert=True)
        return
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
        await rewrite(turn, texts.say("series-started", count=outcome))


async def stop(turn: Turn, series_id: str) -> None:
    """Paint no more of its pictures; what is painted comes all the same."""

    async def work(tx: Transaction) -> str:
        found = await tx.series.get(series_id)
        if found is None:
            return "tap-over"
        if (found.place.chat_id, found.place.user_id) != (turn.place.chat_id, turn.place.user_id):
            return "tap-not-yours"
        now = time.time()
        jobs = await tx.series.jobs(series_id)
        stopped = [await tx.jobs.request_stop(job.id, StopRequest.CANCEL, now) for job in jobs]
        return "tap-cancelled" if any(stopped) else "tap-over"

    key = await turn.commit(work)
    await turn.answer_tap(turn.texts.say(key), alert=key == "tap-not-yours")


async def _make_series(turn: Turn, marked: str, tx: Transaction) -> Outcome | None:
    """Of the album that the button is about; to tap again changes nothing."""
    now = time.time()
    draft = drafts.current(await tx.drafts.get(turn.place), turn.place, now)
    if not offers.is_about(draft, marked):
        return None
    return await advance(tx, turn.services, drafts.as_series(draft, now), now)


async def _begin(turn: Turn, marked: str, tx: Transaction) -> Outcome | int | None:
    """A job for each photo, and no draft any more; returns how many. Otherwise what the series lacks."""
    now = time.time()
    draft = await tx.drafts.get(turn.place)
    if draft is None or draft.series is None or not offers.is_about(draft, marked):
        return None
    outcome = await advance(tx, turn.services, draft, now)
    if outcome.terms is None or outcome.terms.refusal is not None:
        return outcome
    await _add(tx, outcome.draft, outcome, now)
    await tx.drafts.delete(draft.place)
    return outcome.terms.count


async def _add(tx: Transaction, draft: Draft, outcome: Outcome, now: float) -> None:
    assert outcome.terms is not None
    assert draft.series is not None
    series_id = await tx.series.add(draft.place, draft.content_message_id, now)
    for photo in draft.series:
        await tx.jobs.add(
            place=draft.place,
            settings=outcome.terms.settings,
            content=photo,
            styles=draft.styles,
            borrowed=draft.borrowed,
            series_id=series_id,
            reply_to_message_id=draft.content_message_id,
            now=now,
        )
