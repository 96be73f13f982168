"""The film of a painting: made of what was seen on the way, in seconds, and kept for later requests."""

from __future__ import annotations

import logging

from bot.conversation.core.rewriting import message_tapped
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.results.results import kept_file, kept_result
from bot.intake.decoder import DecoderUnavailable
from bot.intake.messages import FilmKind
from bot.jobs.model import Job
from bot.store import OwnerFull, StoreFull
from bot.transport.errors import CallFailed, CallRefused
from engine.errors import BadPicture

log = logging.getLogger(__name__)


async def film_tapped(context: UpdateContext, job_id: str) -> None:
    """Send it, and make the painting a live photo."""
    job = await kept_result(context, job_id)
    if job is None:
        return
    if job.result.film is not None:
        film = await kept_file(context, job.result.film)
        if film is not None:
            await context.end_tap("tap-sending")
            await _send(context, job, film)
    elif not job.status.stills:
        await context.end_tap("tap-no-film", alert=True)
    else:
        await context.end_tap("tap-filming")
        await _make(context, job, FilmKind.MP4)


async def _make(context: UpdateContext, job: Job, kind: FilmKind) -> None:
    files, decoder = context.services.store.files, context.services.decoder
    assert job.result.jpeg is not None
    try:
        film = await decoder.film([await files.read(name) for name in (*job.status.stills, job.result.jpeg)], kind)
    except FileNotFoundError:
        await context.answer(context.texts.say("tap-expired"))
    except BadPicture as error:
        log.error("a film could not be made: %s", error)
        if kind is FilmKind.MP4:  # a machine without the encoder can make the other
            await _make(context, job, FilmKind.GIF)
        else:
            await context.answer(context.texts.say("sorry"))
    except DecoderUnavailable as error:
        log.error("a film could not be made: %s", error)
        await context.answer(context.texts.say("sorry"))
    else:
        if await _send(context, job, film):
            await _keep(context, job, film)


async def _send(context: UpdateContext, job: Job, film: bytes) -> bool:
    """Whether this film was sent; where Telegram does not take an MP4, a GIF goes instead."""
    kind = FilmKind.GIF if film.startswith(b"GIF8") else FilmKind.MP4
    name = f"{job.file_stem}.{kind}"
    try:
        await context.services.messenger.send_film(job.place, film, name, reply_to=job.card.message_id)
    except CallRefused as error:
        if kind is FilmKind.GIF or not job.status.stills:
            raise
        log.warning("an MP4 is refused: %s", error)
        await _make(context, job, FilmKind.GIF)
        return False
    if kind is FilmKind.MP4:
        await _bring_to_life(context, job, film)
    return True


async def _keep(context: UpdateContext, job: Job, film: bytes) -> None:
    try:
        name = await context.keep(film)
        await context.services.store.write(lambda tx: tx.job_history.filmed(job.id, name))
    except (OwnerFull, StoreFull) as error:
        log.warning("a film is not kept: %s", error)


async def _bring_to_life(context: UpdateContext, job: Job, mp4: bytes) -> None:
    """Make the painting under the tap a live photo, which moves while it is pressed; without one the film is enough."""
    message = message_tapped(context)
    if message is None or not message.photo or message.live_photo is not None or job.result.jpeg is None:
        return
    try:
        jpeg = await context.services.store.files.read(job.result.jpeg)
        await context.services.messenger.edit_live_photo(
            context.place.chat_id, message.message_id, jpeg, mp4, message.caption_html or "", message.reply_markup
        )
    except (CallFailed, FileNotFoundError) as error:
        log.info("a painting does not become a live photo: %s", error)
