"""Which messages of a group a bot in privacy mode gets to see. BotFather puts it so: those that begin with a slash or
mention the bot; Telegram's FAQ adds replies to messages meant for the bot, messages about the chat itself, and those
that people sent by its inline mode.
"""

from __future__ import annotations

import re

from bot.sandbox.objects import Message, User

_COMMAND = re.compile(r"/\w+(?:@(\w+))?")


def is_meant_for(bot: User, message: Message, replied: Message | None) -> bool:
    """Whether a bot in privacy mode gets this message. `replied`: what it replies to, without the reply in that one."""
    if message.is_service or (message.via_bot is not None and message.via_bot.id == bot.id):
        return True
    if replied is not None and (replied.sender.id == bot.id or _addresses(bot, replied)):
        return True
    return _addresses(bot, message)


def _addresses(bot: User, message: Message) -> bool:
    """Whether a message begins with a command for the bot or names it. A command without a name is for every bot."""
    name = (bot.username or "").lower()
    command = _COMMAND.match(message.text or message.caption or "")
    return (command is not None and (command[1] or name).lower() == name) or names(bot, message)


def names(bot: User, message: Message) -> bool:
    """Whether a message has the bot's name in it."""
    name, words = (bot.username or "").lower(), message.text or message.caption or ""
    return re.search(rf"(?<!\w)@{re.escape(name)}\b", words.lower()) is not None
