"""Which messages of a group a bot in privacy mode gets to see. BotFather puts it so: those that begin with a slash or
mention the bot; Telegram's FAQ adds replies to messages meant for the bot, and messages about the chat itself."""

from __future__ import annotations

import re

from bot.sandbox.objects import Message, User

_COMMAND = re.compile(r"/\w+(?:@(\w+))?")


def is_meant_for(bot: User, message: Message, replied: Message | None) -> bool:
    """`replied`: the message that this one answers, with whatever it answers itself left out."""
    if message.is_service:
        return True
    if replied is not None and (replied.sender.id == bot.id or _addresses(bot, replied)):
        return True
    return _addresses(bot, message)


def _addresses(bot: User, message: Message) -> bool:
    """A command without a name is for every bot, and here is only the one."""
    words = message.text or message.caption or ""
    name = (bot.username or "").lower()
    command = _COMMAND.match(words)
    if command is not None and (command[1] or name).lower() == name:
        return True
    return re.search(rf"(?<!\w)@{re.escape(name)}\b", words.lower()) is not None
