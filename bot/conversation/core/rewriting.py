"""Changing the words of the message under which somebody tapped, so that it says what has become of it."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup, Message

from bot.conversation.core.turn import Turn
from bot.transport.rate_limit import Urgency


def message_tapped(turn: Turn) -> Message | None:
    """The message of the button, if the bot remembers that it said it to this person: a client can tap under any
    message of the bot, with any data. None otherwise, and when Telegram does not tell what the message says any more.
    """
    query = turn.update.callback_query
    if query is None or turn.reader != turn.place.user_id:
        return None
    return query.message if isinstance(query.message, Message) else None


async def rewrite(
    turn: Turn, words: str, buttons: InlineKeyboardMarkup | None = None, *, keep_buttons: bool = False
) -> None:
    """Make the message say this, a text or the caption of a picture; say it anew where it cannot be changed."""
    message = message_tapped(turn)
    if message is None:
        await turn.answer(words, buttons)
        return
    messenger = turn.services.messenger
    edit = messenger.edit_caption if message.photo else messenger.edit_text
    buttons = message.reply_markup if keep_buttons else buttons
    await edit(turn.place.chat_id, message.message_id, words, buttons, Urgency.ANSWER)


async def show_instead(turn: Turn, jpeg: bytes, caption: str, buttons: InlineKeyboardMarkup | None) -> None:
    """Make the message show this picture; send it where the message cannot be changed."""
    message = message_tapped(turn)
    if message is None:
        await turn.show(jpeg, caption, buttons)
        return
    messenger = turn.services.messenger
    await messenger.edit_photo(turn.place.chat_id, message.message_id, jpeg, caption, buttons, Urgency.ANSWER)
