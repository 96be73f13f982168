"""Changing the words of the message under which somebody tapped, so that it says what has become of it."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup, Message

from bot.conversation.turn import Turn
from bot.transport.pace import Urgency


def message_tapped(turn: Turn) -> Message | None:
    """The message of the button; None when Telegram does not tell it any more."""
    query = turn.update.callback_query
    return query.message if query is not None and isinstance(query.message, Message) else None


async def rewrite(
    turn: Turn, words: str, buttons: InlineKeyboardMarkup | None = None, *, keep_buttons: bool = False
) -> None:
    """Make the message say this, a text or the caption of a picture."""
    message = message_tapped(turn)
    if message is None:
        return
    messenger = turn.services.messenger
    edit = messenger.edit_caption if message.photo else messenger.edit_text
    buttons = message.reply_markup if keep_buttons else buttons
    await edit(turn.place.chat_id, message.message_id, words, buttons, Urgency.ANSWER)
