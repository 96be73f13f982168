"""`/history`: this person's last paintings in this chat on one sheet, to be had again, each with its buttons."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.conversation.core.update_context import UpdateContext
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


async def history(context: UpdateContext) -> None:
    """`/history`: one picture with all paintings, newest first, whose numbers are those of the buttons."""
    chat_id, user_id = context.place.chat_id, context.place.user_id
    jobs = await context.commit(lambda tx: tx.overview.results_of(chat_id, user_id, MOST))
    shown, tiles = await _tiles(context, jobs)
    if not tiles:
        await context.answer(context.texts.say("history-none"))
        return
    sheet = await context.services.decoder.sheet(tiles, 1)
    reply_to = None if context.in_private else context.message.message_id
    await context.services.messenger.send_photo(
        context.place, sheet, context.texts.say("history-shown"), reply_to=reply_to, buttons=_buttons(shown)
    )


async def send_again(context: UpdateContext, job_id: str) -> None:
    """A painting as a new message, with the buttons to go on from it."""
    job = await kept_result(context, job_id)
    jpeg = await kept_file(context, job.result.jpeg) if job is not None else None
    if job is None or jpeg is None:
        return
    await context.end_tap("history-sending")
    await _send(context, job, jpeg)


async def asked_again(context: UpdateContext, job_id: str) -> bool:
    """Send a painting that a link asks for; False where it is not this person's, or is not kept any more."""
    job = await context.services.store.read(lambda tx: tx.jobs.get(job_id))
    if job is None or job.place.user_id != context.place.user_id or job.result.jpeg is None:
        return False
    try:
        jpeg = await context.services.store.files.read(job.result.jpeg)
    except FileNotFoundError:
        return False
    await context.settle()
    await _send(context, job, jpeg)
    return True


async def _send(context: UpdateContext, job: Job, jpeg: bytes) -> None:
    style = await context.services.store.read(lambda tx: tx.shares.name_for(job))
    messenger, words = context.services.messenger, painting.words(job, context.texts, style)
    buttons = painting.buttons(job, context.texts, style, messenger.ways)
    _, photo = await messenger.send_painting(context.place, jpeg, words, buttons)
    if photo is not None:
        await context.services.store.write(lambda tx: tx.job_history.note_photo(job.id, photo))


async def _tiles(context: UpdateContext, jobs: Sequence[Job]) -> tuple[list[Job], list[bytes]]:
    """The jobs whose pictures are there, and these made small."""
    shown, tiles = [], []
    for job in jobs:
        if job.result.png is None:
            continue
        try:
            png = await context.services.store.files.read(job.result.png)
            tiles.append(await context.services.decoder.tile(png))
        except (FileNotFoundError, BadPicture, DecoderUnavailable):
            continue
        shown.append(job)
    return shown, tiles


def _buttons(jobs: Sequence[Job]) -> InlineKeyboardMarkup:
    """One for each painting, numbered as on the sheet: it comes with its own buttons, *Again* among them."""
    keys = [button(str(number), JobButton(job.id, Verb.RESEND)) for number, job in enumerate(jobs, 1)]
    return InlineKeyboardMarkup([keys[start : start + IN_A_ROW] for start in range(0, len(keys), IN_A_ROW)])
