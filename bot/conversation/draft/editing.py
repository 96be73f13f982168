"""Messages that were edited: a caption that was put right counts as if it had been so from the beginning."""

from __future__ import annotations

import time

from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import caption_request, waiting
from bot.conversation.draft.albums import Albums
from bot.conversation.draft.caption_request import CaptionRequest
from bot.conversation.draft.card import answer_about
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.store import Transaction
from bot.texts import recipe


async def edited(context: UpdateContext, albums: Albums) -> None:
    """What the caption or the message asks for now, of a draft that waits; whatever else was edited stays as it was."""
    message = context.update.edited_message
    if message is None:
        await context.settle()
        return
    if message.media_group_id is not None and await albums.expects(context.place, message.media_group_id):
        await context.commit(lambda tx: tx.drafts.edit_album_item(context.place, message.message_id, message.caption))
        albums.wake()
        return
    words = caption_request.of_caption(message.caption or message.text, context.services)
    wanted = caption_request.read(words, context.services)
    outcome = await context.commit(lambda tx: _asked_anew(tx, context, message.message_id, wanted))
    if isinstance(outcome, str):
        await context.answer(context.texts.say(outcome), as_reply=True)
    elif outcome is not None:
        await _tell(context, outcome, wanted)


async def _asked_anew(
    tx: Transaction, context: UpdateContext, message_id: int, wanted: CaptionRequest
) -> Outcome | str | None:
    """None where it is about nothing, a key of what to say where it comes too late."""
    now = time.time()
    draft = await waiting.said_by(tx, context.place, message_id, now)
    if draft is not None:
        draft, mistakes = await caption_request.applied(tx, draft, wanted, now, message_id)
        return await advance(tx, context.services, draft, now, mistakes)
    jobs = await tx.overview.unfinished_of(context.place.chat_id, context.place.user_id) if wanted else []
    return "edit-too-late" if any(job.origin.reply_to_message_id == message_id for job in jobs) else None


async def _tell(context: UpdateContext, outcome: Outcome, wanted: CaptionRequest) -> None:
    words, buttons = describe(outcome, context.services, context.texts)
    if wanted.settings and outcome.job is None and not outcome.mistakes and outcome.refusal is None:
        noted = recipe.line_of(wanted.settings)
        words = "\n".join(filter(None, [context.texts.say("settings-noted", recipe=noted), words]))
    await answer_about(context, outcome, words, buttons)
