"""For whom a message in a group is, and commands in captions, which Telegram does not tell apart as it does others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message

from bot.conversation.turn import Turn

#: Commands that a picture may carry in its caption.
IN_CAPTIONS = frozenset({"style", "content", "savestyle", "series", "region", "protect"})

_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True)
class CaptionCommand:
    """`/savestyle my-waves` as the caption of a picture."""

    name: str
    argument: str = ""


def command_in_caption(message: Message, bot_name: str) -> CaptionCommand | None:
    """The command with which a picture came; None for one that is for another bot."""
    return command_of(message.caption, bot_name)


def command_of(caption: str | None, bot_name: str) -> CaptionCommand | None:
    """The same, of the caption alone."""
    found = _COMMAND.fullmatch((caption or "").strip())
    if found is None or found[1].lower() not in IN_CAPTIONS:
        return None
    if found[2] is not None and found[2].lower() != bot_name.lower():
        return None
    return CaptionCommand(found[1].lower(), (found[3] or "").strip())


def is_addressed(turn: Turn) -> bool:
    """Whether a message is meant for the bot: always in private; in a group a reply to it, one that names it, or a
    picture with a command.
    """
    if turn.in_private:
        return True
    message, bot_name = turn.message, turn.services.bot_name
    if command_in_caption(message, bot_name) is not None:
        return True
    words = f"{message.text or ''} {message.caption or ''}"
    author = message.reply_to_message.from_user if message.reply_to_message else None
    names_it = re.search(rf"@{re.escape(bot_name)}\b", words, re.IGNORECASE) is not None
    return names_it or (author is not None and author.id == turn.services.bot_id)


def replied_to(message: Message) -> Message | None:
    """The message that somebody chose to reply to. In a topic every message replies to the one that opened it."""
    reply = message.reply_to_message
    if reply is None or (message.is_topic_message and reply.message_id == message.message_thread_id):
        return None
    return reply
