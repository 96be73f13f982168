"""The people of a painting, cut out, as a sticker: made anew for each tap, in a second or so."""

from __future__ import annotations

import logging

from bot.conversation.core.update_context import UpdateContext
from bot.conversation.results.results import begins_extra, kept_file, kept_result
from bot.intake.decoder import DecoderUnavailable
from bot.jobs.region_parts import NoRegion
from engine.errors import BadPicture

log = logging.getLogger(__name__)


async def sticker_tapped(context: UpdateContext, job_id: str) -> None:
    """Send the sticker. The tap is settled first: a crash meanwhile may lose the sticker, but never sends it twice."""
    job = await kept_result(context, job_id)
    photo = await kept_file(context, job.request.content) if job is not None else None
    painting = await kept_file(context, job.result.png) if job is not None and photo is not None else None
    if job is None or photo is None or painting is None:
        return
    if not await begins_extra(context, job, "tap-cutting"):
        return
    try:
        webp = await context.services.decoder.sticker(photo, painting)
    except NoRegion:
        await context.answer(context.texts.say("no-sticker"))
    except (BadPicture, DecoderUnavailable) as error:
        log.error("a sticker could not be made: %s", error)
        await context.answer(context.texts.say("sorry"))
    else:
        name = f"{job.file_stem}.webp"
        await context.services.messenger.send_sticker(job.place, webp, name, reply_to=job.card.message_id)
