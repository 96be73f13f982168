"""Changing the words of the message under which somebody tapped, so that it says what has become of it."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup, Message

from bot.conversation.core.update_context import UpdateContext
from bot.transport.rate_limit import Urgency


def message_tapped(context: UpdateContext) -> Message | None:
    """The message of the button, if the bot remembers that it said it to this person: a client can tap under any
    message of the bot, with any data. None otherwise, and when Telegram does not tell what the message says any more.
    """
    query = context.update.callback_query
    if query is None or context.reader != context.place.user_id:
        return None
    return query.message if isinstance(query.message, Message) else None


async def rewrite(
    context: UpdateContext, words: str, buttons: InlineKeyboardMarkup | None = None, *, keep_buttons: bool = False
) -> None:
    """Make the message say this, a text or the caption of a picture; say it anew where it cannot be changed."""
    message = message_tapped(context)
    if message is None:
        await context.answer(words, buttons)
        return
    messenger = context.services.messenger
    edit = messenger.edit_caption if message.photo else messenger.edit_text
    buttons = message.reply_markup if keep_buttons else buttons
    await edit(context.place.chat_id, message.message_id, words, buttons, Urgency.ANSWER)


async def show_instead(context: UpdateContext, jpeg: bytes, caption: str, buttons: InlineKeyboardMarkup | None) -> None:
    """Make the message show this picture; send it where the message cannot be changed."""
    message = message_tapped(context)
    if message is None:
        await context.show(jpeg, caption, buttons)
        return
    messenger = context.services.messenger
    await messenger.edit_photo(context.place.chat_id, message.message_id, jpeg, caption, buttons, Urgency.ANSWER)
