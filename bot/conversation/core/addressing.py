"""For whom a message in a group is, and commands in captions, which Telegram does not tell apart as it does others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import ExternalReplyInfo, Message
from telegram.ext import filters

from bot.conversation.core.command import Audience, Caption, Command
from bot.conversation.core.services import Services
from bot.conversation.core.update_context import UpdateContext
from bot.texts.recipe import FORMER_NAMES

_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True)
class CaptionCommand:
    """`/savestyle my-waves` as the caption of a picture."""

    name: str
    argument: str = ""
    command: Command | None = None  #: its row in the table, if there is one

    @property
    def meaning(self) -> Caption:
        """What it means there."""
        return Caption.BESIDES if self.command is None else self.command.caption


def command_in_caption(message: Message, services: Services) -> CaptionCommand | None:
    """The command with which a picture came, if it is one; None for one that is for another bot."""
    return command_of(message.caption, services)


def command_of(caption: str | None, services: Services) -> CaptionCommand | None:
    """The command in a caption, if it is one; None for one that is for another bot."""
    found = _COMMAND.fullmatch((caption or "").strip())
    if found is None:
        return None
    if found[2] is not None and found[2].lower() != services.bot_name.lower():
        return None
    name = FORMER_NAMES.get(found[1].lower(), found[1].lower())
    return CaptionCommand(name, (found[3] or "").strip(), services.commands.get(name))


def is_addressed(context: UpdateContext) -> bool:
    """Whether a message is meant for the bot: always in private; in a group one that names it, a reply to it, or a
    picture with a command that this bot knows. Posts that come from a channel by themselves only where they name it.
    """
    if context.in_private:
        return True
    message, bot_name = context.message, context.services.bot_name
    if names_bot(message, bot_name):
        return True
    if message.is_automatic_forward:
        return False
    written = command_in_caption(message, context.services)
    command = written.command if written is not None else None
    if command is not None and command.audience is not Audience.ADMINS:
        return True
    author = message.reply_to_message.from_user if message.reply_to_message else None
    return author is not None and author.id == context.services.bot_id


def names_bot(message: Message, bot_name: str) -> bool:
    """Whether a message has the bot's name in it."""
    words = f"{message.text or ''} {message.caption or ''}"
    return re.search(rf"@{re.escape(bot_name)}\b", words, re.IGNORECASE) is not None


class UnaskedPost(filters.MessageFilter):
    """Posts that Telegram forwards from a channel into its discussion group by itself, and that do not name the bot.

    Those of an album pass: one of them may name the bot for all.
    """

    def __init__(self, bot_name: str) -> None:
        super().__init__()
        self._bot_name = bot_name

    def filter(self, message: Message) -> bool:
        """See MessageFilter."""
        is_alone = bool(message.is_automatic_forward) and message.media_group_id is None
        return is_alone and not names_bot(message, self._bot_name)


def answered(message: Message) -> Message | ExternalReplyInfo | None:
    """What somebody chose to reply to, in this chat or in another, of which Telegram tells what it holds."""
    return replied_to(message) or message.external_reply


def replied_to(message: Message) -> Message | None:
    """The message that somebody chose to reply to. In a topic every message replies to the one that opened it."""
    reply = message.reply_to_message
    if reply is None or (message.is_topic_message and reply.message_id == message.message_thread_id):
        return None
    return reply
