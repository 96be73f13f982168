"""Inline queries: a button under a painting leads to a chat of one's choice, and the bot offers the painting there."""

from __future__ import annotations

import re

from telegram import InlineQueryResultCachedPhoto, InlineQueryResultsButton
from telegram.constants import ParseMode

from bot.conversation.core.turn import Turn
from bot.jobs.model import Job
from bot.store import Transaction
from bot.texts import start_links
from bot.transport import painting

_JOB = re.compile(r"[0-9a-f]{16}")


async def asked(turn: Turn) -> None:
    """The painting that the query names, to its owner alone. Where Telegram's number of it is not known, a button leads
    to the chat with the bot, where it comes once more.
    """
    query = turn.update.inline_query
    assert query is not None
    await turn.settle()
    named = query.query.strip()
    found = await turn.services.store.read(lambda tx: _found(tx, turn, named)) if _JOB.fullmatch(named) else None
    if found is None:
        await turn.services.messenger.offer(query.id, [], None)
        return
    job, photo, style = found
    if photo is None:
        again = InlineQueryResultsButton(
            turn.texts.say("inline-again"), start_parameter=start_links.of_painting(job.id)
        )
        await turn.services.messenger.offer(query.id, [], again)
        return
    ways = turn.services.messenger.ways
    by = turn.texts.say("share-caption", bot=ways.bot_name)
    result = InlineQueryResultCachedPhoto(
        id=job.id,
        photo_file_id=photo,
        title=turn.texts.say("inline-title"),
        caption=by if style is None else f"<b>{painting.title(style, turn.texts)}</b> · {by}",
        parse_mode=ParseMode.HTML,
        reply_markup=painting.like_this(job, turn.texts, style, ways),
    )
    await turn.services.messenger.offer(query.id, [result], None)


async def _found(tx: Transaction, turn: Turn, job_id: str) -> tuple[Job, str | None, str | None] | None:
    """The painting, its file_id, and its style's name for everybody; None for what is not this person's."""
    job = await tx.jobs.get(job_id)
    if job is None or job.place.user_id != turn.place.user_id:
        return None
    return job, await tx.job_pictures.photo(job_id), await tx.shares.name_for(job)
