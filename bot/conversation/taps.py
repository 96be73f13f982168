"""Taps on the buttons of a card: idempotent, and only its owner's count."""

from __future__ import annotations

import time

from bot.conversation import drafts
from bot.conversation.language import language_tapped
from bot.conversation.starting import Outcome, advance, describe
from bot.conversation.turn import Turn
from bot.jobs.model import Job, JobState, StopRequest
from bot.store import Transaction
from bot.transport.taps import Verb, read


async def tap(turn: Turn) -> None:
    """Somebody pressed a button."""
    assert turn.update.callback_query is not None
    asked = read(turn.update.callback_query.data)
    match asked:
        case None:
            await _end(turn, "tap-unknown")
        case Verb.START, _:
            await _start(turn)
        case Verb.CANCEL, job_id:
            await _stop(turn, job_id, StopRequest.CANCEL)
        case Verb.KEEP, job_id:
            await _stop(turn, job_id, StopRequest.KEEP)
        case Verb.ORIGINAL, job_id:
            await _send_original(turn, job_id)
        case Verb.LANGUAGE, subject:
            await language_tapped(turn, subject)


async def _end(turn: Turn, key: str, *, alert: bool = False) -> None:
    await turn.settle()
    await turn.answer_tap(turn.texts.say(key), alert=alert)


async def _stop(turn: Turn, job_id: str, request: StopRequest) -> None:
    async def work(tx: Transaction) -> str:
        job = await tx.jobs.get(job_id)
        if job is None:
            return "tap-over"
        if not _is_owner(turn, job):
            return "tap-not-yours"
        stopped = await tx.jobs.request_stop(job_id, request, time.time())
        if stopped is None:
            return "tap-over"
        if stopped.state is JobState.CANCELLED:
            return "tap-cancelled"
        return "tap-keeping" if stopped.stop_request is StopRequest.KEEP else "tap-stopping"

    key = await turn.commit(work)
    await turn.answer_tap(turn.texts.say(key), alert=key == "tap-not-yours")


async def _send_original(turn: Turn, job_id: str) -> None:
    job = await turn.services.store.read(lambda tx: tx.jobs.get(job_id))
    if job is not None and not _is_owner(turn, job):
        await _end(turn, "tap-not-yours", alert=True)
        return
    if job is None or job.expired_at is not None:
        await _end(turn, "tap-expired", alert=True)
        return
    if job.result_png is None:
        await _end(turn, "tap-no-result")
        return
    try:
        png = await turn.services.store.files.read(job.result_png)
    except FileNotFoundError:
        await _end(turn, "tap-expired", alert=True)
        return
    await _end(turn, "tap-sending")
    name = f"stylegram-{job.id[:8]}.png"
    await turn.services.messenger.send_document(job.place, png, name, reply_to=job.card_message_id)


async def _start(turn: Turn) -> None:
    now = time.time()

    async def work(tx: Transaction) -> Outcome | None:
        draft = drafts.current(await tx.drafts.get(turn.place), turn.place, now)
        return await advance(tx, turn.services, draft, now) if drafts.is_complete(draft) else None

    outcome = await turn.commit(work)
    if outcome is None:
        await turn.answer_tap(turn.texts.say("nothing-to-start"))
    elif outcome.job is not None:
        await turn.answer_tap(turn.texts.say("tap-started"))
    else:
        text, _ = describe(outcome, turn.services, turn.texts)
        await turn.answer_tap(text, alert=True)


def _is_owner(turn: Turn, job: Job) -> bool:
    return (job.place.chat_id, job.place.user_id) == (turn.place.chat_id, turn.place.user_id)
