"""`/history`: this person's last paintings in this chat on one sheet, to be had again, each with its buttons."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.conversation.core.turn import Turn
from bot.conversation.results.results import kept_file, kept_result
from bot.intake.decoder import DecoderUnavailable
from bot.jobs.model import Job
from bot.transport import painting
from bot.transport.button_kinds import JobButton
from bot.transport.buttons import button
from bot.transport.verbs import Verb
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
    job = await kept_result(turn, job_id)
    jpeg = await kept_file(turn, job.result.jpeg) if job is not None else None
    if job is None or jpeg is None:
        return
    await turn.end_tap("history-sending")
    await _send(turn, job, jpeg)


async def asked_again(turn: Turn, job_id: str) -> bool:
    """The same, asked for by a link; False where it is not this person's, or is not kept any more."""
    job = await turn.services.store.read(lambda tx: tx.jobs.get(job_id))
    if job is None or job.place.user_id != turn.place.user_id or job.result.jpeg is None:
        return False
    try:
        jpeg = await turn.services.store.files.read(job.result.jpeg)
    except FileNotFoundError:
        return False
    await turn.settle()
    await _send(turn, job, jpeg)
    return True


async def _send(turn: Turn, job: Job, jpeg: bytes) -> None:
    style = await turn.services.store.read(lambda tx: tx.shares.name_for(job))
    messenger, words = turn.services.messenger, painting.words(job, turn.texts, style)
    buttons = painting.buttons(job, turn.texts, style, messenger.ways)
    _, photo = await messenger.send_painting(turn.place, jpeg, words, buttons)
    if photo is not None:
        await turn.services.store.write(lambda tx: tx.job_pictures.note_photo(job.id, photo))


async def _tiles(turn: Turn, jobs: Sequence[Job]) -> tuple[list[Job], list[bytes]]:
    """The jobs whose pictures are there, and these made small."""
    shown, tiles = [], []
    for job in jobs:
        if job.result.png is None:
            continue
        try:
            png = await turn.services.store.files.read(job.result.png)
            tiles.append(await turn.services.decoder.tile(png))
        except (FileNotFoundError, BadPicture, DecoderUnavailable):
            continue
        shown.append(job)
    return shown, tiles


def _buttons(jobs: Sequence[Job]) -> InlineKeyboardMarkup:
    """One for each painting, numbered as on the sheet: it comes with its own buttons, *Again* among them."""
    keys = [button(str(number), JobButton(job.id, Verb.RESEND)) for number, job in enumerate(jobs, 1)]
    return InlineKeyboardMarkup([keys[start : start + IN_A_ROW] for start in range(0, len(keys), IN_A_ROW)])
