"""Inline queries as clients make them: the bot's name and some words, then one of what it offers."""

from __future__ import annotations

from bot.sandbox.errors import UserError
from bot.sandbox.inline import AskedInline
from bot.sandbox.objects import Message
from bot.sandbox.user_side.posting import Seat, post

_MOST = 256  #: characters of a query


def ask(seat: Seat, words: str) -> AskedInline:
    """Somebody wrote `@bot words` here, and did not send it."""
    if not seat.sandbox.abilities.now.inline:
        raise UserError("The bot has no inline mode: BotFather's /setinline would switch it on.")
    chat_type = "sender" if seat.room.is_private else seat.chat.type
    with seat.sandbox.storage.change():
        return seat.sandbox.inline.add(seat.user, seat.chat.id, chat_type, words[:_MOST])


def choose(seat: Seat, query_id: str, result_id: str) -> Message:
    """Send one of the results, as a message of one's own that names the bot."""
    asked = seat.sandbox.inline.find(query_id)
    offered = asked.offer.results if asked is not None and asked.offer is not None else ()
    result = next((each for each in offered if each.id == result_id), None)
    if asked is None or result is None or asked.query.sender.id != seat.user.id:
        raise UserError("There is no such result any more.")
    content = {
        "photo": result.photo,
        "caption": result.caption or None,
        "caption_entities": result.caption_entities,
        "reply_markup": result.reply_markup,
        "via_bot": seat.sandbox.bot,
    }
    return post(seat, [content])[0]
