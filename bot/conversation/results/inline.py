"""Inline queries: a button under a painting leads to a chat of one's choice, and the bot offers the painting there."""

from __future__ import annotations

import re

from telegram import InlineQueryResultCachedPhoto, InlineQueryResultsButton
from telegram.constants import ParseMode

from bot.conversation.core.update_context import UpdateContext
from bot.jobs.model import Job
from bot.store import Transaction
from bot.texts import start_links
from bot.transport import painting

_JOB = re.compile(r"[0-9a-f]{16}")


async def inline_asked(context: UpdateContext) -> None:
    """The painting that the query names, to its owner alone. Where Telegram's number of it is not known, a button leads
    to the chat with the bot, where it comes once more.
    """
    query = context.update.inline_query
    assert query is not None
    await context.settle()
    named = query.query.strip()
    found = await context.services.store.read(lambda tx: _found(tx, context, named)) if _JOB.fullmatch(named) else None
    if found is None:
        await context.services.messenger.offer(query.id, [], None)
        return
    job, photo, style = found
    if photo is None:
        again = InlineQueryResultsButton(
            context.texts.say("inline-again"), start_parameter=start_links.of_painting(job.id)
        )
        await context.services.messenger.offer(query.id, [], again)
        return
    ways = context.services.messenger.ways
    by = context.texts.say("share-caption", bot=ways.bot_name)
    result = InlineQueryResultCachedPhoto(
        id=job.id,
        photo_file_id=photo,
        title=context.texts.say("inline-title"),
        caption=by if style is None else f"<b>{painting.style_title(style, context.texts)}</b> · {by}",
        parse_mode=ParseMode.HTML,
        reply_markup=painting.like_this(job, context.texts, style, ways),
    )
    await context.services.messenger.offer(query.id, [result], None)


async def _found(tx: Transaction, context: UpdateContext, job_id: str) -> tuple[Job, str | None, str | None] | None:
    """The painting, its file_id, and its style's name for everybody; None for what is not this person's."""
    job = await tx.jobs.get(job_id)
    if job is None or job.place.user_id != context.place.user_id:
        return None
    return job, await tx.job_history.photo(job_id), await tx.shares.name_for(job)
