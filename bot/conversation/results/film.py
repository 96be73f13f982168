"""The film of a painting: made of what was seen on the way, in seconds, and kept for who asks again."""

from __future__ import annotations

import logging

from bot.conversation.core.rewriting import message_tapped
from bot.conversation.core.turn import Turn
from bot.conversation.results.results import kept_file, kept_result
from bot.intake.decoder import DecoderUnavailable
from bot.intake.messages import FilmKind
from bot.jobs.model import Job
from bot.store import OwnerFull, StoreFull
from bot.transport.errors import CallFailed, Refused
from engine.errors import BadPicture

log = logging.getLogger(__name__)


async def film_tapped(turn: Turn, job_id: str) -> None:
    """Send it, and make the painting a live photo."""
    job = await kept_result(turn, job_id)
    if job is None:
        return
    if job.result.film is not None:
        film = await kept_file(turn, job.result.film)
        if film is not None:
            await turn.end_tap("tap-sending")
            await _send(turn, job, film)
    elif not job.status.frames:
        await turn.end_tap("tap-no-film", alert=True)
    else:
        await turn.end_tap("tap-filming")
        await _make(turn, job, FilmKind.MP4)


async def _make(turn: Turn, job: Job, kind: FilmKind) -> None:
    files, decoder = turn.services.store.files, turn.services.decoder
    assert job.result.jpeg is not None
    try:
        film = await decoder.film([await files.read(name) for name in (*job.status.frames, job.result.jpeg)], kind)
    except FileNotFoundError:
        await turn.answer(turn.texts.say("tap-expired"))
    except BadPicture as error:
        log.error("a film could not be made: %s", error)
        if kind is FilmKind.MP4:  # a machine without the encoder can make the other
            await _make(turn, job, FilmKind.GIF)
        else:
            await turn.answer(turn.texts.say("sorry"))
    except DecoderUnavailable as error:
        log.error("a film could not be made: %s", error)
        await turn.answer(turn.texts.say("sorry"))
    else:
        if await _send(turn, job, film):
            await _keep(turn, job, film)


async def _send(turn: Turn, job: Job, film: bytes) -> bool:
    """Whether this film was sent; where Telegram does not take an MP4, a GIF goes instead."""
    kind = FilmKind.GIF if film.startswith(b"GIF8") else FilmKind.MP4
    name = f"{job.file_stem}.{kind}"
    try:
        await turn.services.messenger.send_film(job.place, film, name, reply_to=job.card.message_id)
    except Refused as error:
        if kind is FilmKind.GIF or not job.status.frames:
            raise
        log.warning("an MP4 is refused: %s", error)
        await _make(turn, job, FilmKind.GIF)
        return False
    if kind is FilmKind.MP4:
        await _bring_to_life(turn, job, film)
    return True


async def _keep(turn: Turn, job: Job, film: bytes) -> None:
    try:
        name = await turn.keep(film)
        await turn.services.store.write(lambda tx: tx.job_pictures.filmed(job.id, name))
    except (OwnerFull, StoreFull) as error:
        log.warning("a film is not kept: %s", error)


async def _bring_to_life(turn: Turn, job: Job, mp4: bytes) -> None:
    """The painting under which the tap was moves from now on while it is pressed. No harm where that cannot be."""
    message = message_tapped(turn)
    if message is None or not message.photo or message.live_photo is not None or job.result.jpeg is None:
        return
    try:
        jpeg = await turn.services.store.files.read(job.result.jpeg)
        await turn.services.messenger.edit_live_photo(
            turn.place.chat_id, message.message_id, jpeg, mp4, message.caption_html or "", message.reply_markup
        )
    except (CallFailed, FileNotFoundError) as error:
        log.info("a painting does not become a live photo: %s", error)
