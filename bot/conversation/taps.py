"""Taps on buttons: idempotent, and only the owner's count. Those of a card here, the others in their modules."""

from __future__ import annotations

import time

from bot.conversation import draft_taps, regions, series
from bot.conversation.children import WISHES, child_tapped, restyle
from bot.conversation.frames import use_frame
from bot.conversation.history import send_again
from bot.conversation.language import language_tapped
from bot.conversation.results import send_original
from bot.conversation.settings import panel_tapped
from bot.conversation.sharing import share_tapped, unshare_tapped
from bot.conversation.steering import style_tapped, turn_tapped
from bot.conversation.turn import Turn
from bot.conversation.variants import take_tapped
from bot.conversation.welcome import begin_tapped
from bot.jobs.children import Wish
from bot.jobs.model import FINISHED, JobState, StopRequest
from bot.store import Transaction
from bot.transport.taps import Verb, read


async def tap(turn: Turn) -> None:
    """Somebody pressed a button."""
    assert turn.update.callback_query is not None
    asked = read(turn.update.callback_query.data)
    match asked:
        case None:
            await turn.end_tap("tap-unknown")
        case Verb.CANCEL, job_id:
            await _stop(turn, job_id, StopRequest.CANCEL)
        case Verb.KEEP, job_id:
            await _stop(turn, job_id, StopRequest.KEEP)
        case Verb.ORIGINAL, job_id:
            await send_original(turn, job_id)
        case Verb.RESEND, job_id:
            await send_again(turn, job_id)
        case Verb.RESTYLE, job_id:
            await restyle(turn, job_id)
        case Verb.SHARE, job_id:
            await share_tapped(turn, job_id)
        case Verb.UNSHARE, subject:
            await unshare_tapped(turn, subject)
        case Verb.STOP_SERIES, series_id:
            await series.stop(turn, series_id)
        case (((Verb.SERIES | Verb.START_SERIES) as verb), subject):
            await series.tapped(turn, verb, subject)
        case Verb.LANGUAGE, subject:
            await language_tapped(turn, subject)
        case Verb.SET, subject:
            await panel_tapped(turn, subject)
        case Verb.SWAP, subject:
            await draft_taps.swap(turn, subject)
        case Verb.FRAME, owner:
            await use_frame(turn, owner)
        case (((Verb.EXAMPLE | Verb.GALLERY) as verb), owner):
            await begin_tapped(turn, verb, owner)
        case (((Verb.TURN_STRONGER | Verb.TURN_SOFTER) as verb), subject):
            await turn_tapped(turn, verb, subject)
        case Verb.TURN_STYLE, subject:
            await style_tapped(turn, subject)
        case Verb.TAKE, subject:
            await take_tapped(turn, subject)
        case verb, subject if verb in regions.VERBS:
            await regions.tapped(turn, verb, subject)
        case verb, job_id if verb in WISHES:
            await child_tapped(turn, Wish(verb), job_id)
        case verb, subject if verb in draft_taps.VERBS:
            await draft_taps.tapped(turn, verb, subject)


async def _stop(turn: Turn, job_id: str, request: StopRequest) -> None:
    async def work(tx: Transaction) -> str:
        job = await tx.jobs.get(job_id)
        if job is None:
            return "tap-over"
        if not turn.owns(job):
            return "tap-not-yours"
        stopped = await tx.jobs.request_stop(job_id, request, time.time()) or job
        if stopped.state is JobState.CANCELLED:
            return "tap-cancelled"
        if stopped.state in FINISHED:
            return "tap-over"
        return "tap-keeping" if stopped.stop_request is StopRequest.KEEP else "tap-cancelled"

    key = await turn.commit(work)
    await turn.answer_tap(turn.texts.say(key), alert=key == "tap-not-yours")
