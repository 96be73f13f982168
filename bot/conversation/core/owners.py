"""In whose name somebody writes or taps: what the bot keeps is theirs. Telegram gives all anonymous admins one id, all
channels another, and all posts that it forwards by itself a third: the chat behind them is the owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatID

from bot.jobs.model import Place

#: Telegram's own ids, behind which nobody in particular is.
SHARED: Final = frozenset({ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL, ChatID.SERVICE_CHAT})


@dataclass(frozen=True)
class Tapped:
    """The message of the bot under which somebody tapped."""

    chat_id: int
    message_id: int


def owner_of(message: Message) -> int:
    """Who wrote a message: a person, or (a negative number) the chat that somebody writes for. A post that Telegram
    forwards from the channel of a discussion group belongs to the group, whose admins can answer for it.
    """
    if message.is_automatic_forward:
        return message.chat_id
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user is not None else 0


def place_of(update: Update) -> Place:
    """Where an update comes from, and in whose name."""
    if update.guest_message is not None:  # in a chat that is none of the bot's: the person's own stands for it
        owner = owner_of(update.guest_message)
        return Place(chat_id=owner, user_id=owner)
    chat, message = update.effective_chat, update.effective_message
    if update.inline_query is not None:  # it comes from no chat that the bot would know: as if in private
        return Place(chat_id=update.inline_query.from_user.id, user_id=update.inline_query.from_user.id)
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Place(chat_id=chat.id if chat else 0, user_id=_owner_in(update), topic_id=topic or 0)


def _owner_in(update: Update) -> int:
    message = update.message or update.edited_message
    if message is not None:
        return owner_of(message)
    return update.effective_user.id if update.effective_user is not None else 0


def tapped_in(query: CallbackQuery | None) -> Tapped | None:
    """None for what is no tap, or a tap under a message that is in no chat of the bot."""
    message = query.message if query is not None else None
    return None if message is None else Tapped(message.chat.id, message.message_id)
