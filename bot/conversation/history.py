"""`/history`: this person's last paintings in this chat on one sheet, to be had again or painted again."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence

import msgspec
from telegram import InlineKeyboardMarkup

from bot.conversation.limits import Refusal, describe_refusal, refusal
from bot.conversation.turn import Turn
from bot.intake.decoder import DecoderUnavailable
from bot.jobs.model import Job
from bot.store import Transaction
from bot.texts import recipe
from bot.transport.taps import Verb, button, read
from engine.errors import BadPicture
from engine.settings import RANGES

MOST = 10  #: paintings on the sheet
IN_A_ROW = 5  #: buttons


async def history(turn: Turn) -> None:
    """One picture with all of them, newest first: the quickest to look at. Numbers lead from it to the buttons."""
    chat_id, user_id = turn.place.chat_id, turn.place.user_id
    jobs = await turn.commit(lambda tx: tx.overview.results_of(chat_id, user_id, MOST))
    shown, tiles = await _tiles(turn, jobs)
    if not tiles:
        await turn.answer(turn.texts.say("history-none"))
        return
    sheet = await turn.services.decoder.sheet(tiles, 1)
    reply_to = None if turn.in_private else turn.message.message_id
    await turn.services.messenger.send_photo(
        turn.place, sheet, turn.texts.say("history-shown"), reply_to=reply_to, buttons=_buttons(shown)
    )


async def history_tapped(turn: Turn) -> None:
    """One of the buttons below the sheet, or below a painting that was sent again."""
    query = turn.update.callback_query
    asked = read(query.data if query is not None else None)
    match asked:
        case Verb.RESEND, job_id:
            await _send_again(turn, job_id)
        case Verb.RERUN, job_id:
            await _paint_anew(turn, job_id)
        case _:
            await turn.settle()
            await turn.answer_tap(turn.texts.say("tap-unknown"))


async def _send_again(turn: Turn, job_id: str) -> None:
    job = await turn.commit(lambda tx: tx.jobs.get(job_id))
    problem = _problem(turn, job)
    if problem is not None or job is None or job.result_jpeg is None:
        await turn.answer_tap(turn.texts.say(problem or "tap-expired"), alert=True)
        return
    try:
        jpeg = await turn.services.store.files.read(job.result_jpeg)
    except FileNotFoundError:  # it expired in this moment
        await turn.answer_tap(turn.texts.say("tap-expired"), alert=True)
        return
    await turn.answer_tap(turn.texts.say("history-sending"))
    original = button(turn.texts.say("button-original"), Verb.ORIGINAL, job.id)
    buttons = InlineKeyboardMarkup([[original, button(turn.texts.say("button-rerun"), Verb.RERUN, job.id)]])
    await turn.services.messenger.send_photo(turn.place, jpeg, recipe.write(job.settings), buttons=buttons)


async def _paint_anew(turn: Turn, job_id: str) -> None:
    outcome = await turn.commit(lambda tx: _add_rerun(turn, job_id, tx))
    if isinstance(outcome, Refusal):
        await turn.answer_tap(describe_refusal(outcome, turn.texts), alert=True)
    else:
        await turn.answer_tap(turn.texts.say(outcome), alert=outcome != "tap-started")


async def _add_rerun(turn: Turn, job_id: str, tx: Transaction) -> Refusal | str:
    """A job like an earlier one but for chance; returns the answer. While it is at work, there is no second one."""
    job = await tx.jobs.get(job_id)
    problem = _problem(turn, job)
    if problem is not None or job is None:
        return problem or "tap-expired"
    at_work = await tx.overview.children_at_work(job.id)
    if any(_but_for_chance(child) == _but_for_chance(job) for child in at_work):
        return "tap-started"
    now = time.time()
    refused = await refusal(tx, turn.services, job.place.user_id, job.settings, now)
    if refused is not None:
        return refused
    seed = secrets.randbelow(int(RANGES["seed"].high) + 1)
    await tx.jobs.add(
        place=job.place,
        settings=msgspec.structs.replace(job.settings, seed=seed),
        content=job.content,
        styles=job.styles,
        parent_id=job.id,
        reply_to_message_id=job.reply_to_message_id,
        now=now,
    )
    return "tap-started"


def _but_for_chance(job: Job) -> object:
    return msgspec.structs.replace(job.settings, seed=0)


def _problem(turn: Turn, job: Job | None) -> str | None:
    """Why nothing can be done with this painting, as the key of a sentence."""
    if job is None or job.expired_at is not None:
        return "tap-expired"
    if not turn.owns(job):
        return "tap-not-yours"
    return None


async def _tiles(turn: Turn, jobs: Sequence[Job]) -> tuple[list[Job], list[bytes]]:
    """The jobs whose pictures are there, and these made small."""
    shown, tiles = [], []
    for job in jobs:
        if job.result_png is None:
            continue
        try:
            png = await turn.services.store.files.read(job.result_png)
            tiles.append(await turn.services.decoder.tile(png))
        except (FileNotFoundError, BadPicture, DecoderUnavailable):
            continue
        shown.append(job)
    return shown, tiles


def _buttons(jobs: Sequence[Job]) -> InlineKeyboardMarkup:
    """For each five paintings, a row to have them again and one to paint them again."""
    rows = []
    for start in range(0, len(jobs), IN_A_ROW):
        numbered = list(enumerate(jobs[start : start + IN_A_ROW], start + 1))
        rows.append([button(f"🖼 {number}", Verb.RESEND, job.id) for number, job in numbered])
        rows.append([button(f"🔁 {number}", Verb.RERUN, job.id) for number, job in numbered])
    return InlineKeyboardMarkup(rows)
