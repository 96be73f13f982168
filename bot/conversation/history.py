"""`/history`: this person's last paintings in this chat on one sheet, to be had again or painted again."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.conversation.results import kept_file, own_result
from bot.conversation.turn import Turn
from bot.intake.decoder import DecoderUnavailable
from bot.jobs.model import Job
from bot.texts import recipe
from bot.transport.taps import Verb, button
from engine.errors import BadPicture

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


async def send_again(turn: Turn, job_id: str) -> None:
    """A painting as a new message, with the buttons to go on from it."""
    job = await own_result(turn, job_id)
    jpeg = await kept_file(turn, job.result_jpeg) if job is not None else None
    if job is None or jpeg is None:
        return
    await turn.end_tap("history-sending")
    original = button(turn.texts.say("button-original"), Verb.ORIGINAL, job.id)
    buttons = InlineKeyboardMarkup([[original, button(turn.texts.say("button-again"), Verb.AGAIN, job.id)]])
    style = await turn.services.store.read(lambda tx: tx.shares.name_for(job))
    await turn.services.messenger.send_photo(turn.place, jpeg, recipe.line(job.settings, style), buttons=buttons)


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
        rows.append([button(f"🔁 {number}", Verb.AGAIN, job.id) for number, job in numbered])
    return InlineKeyboardMarkup(rows)
