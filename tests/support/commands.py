"""The names of the bot's commands, from the table by which it handles them."""

from __future__ import annotations

from bot.conversation.core.command import Audience
from bot.conversation.router import COMMANDS

NAMES = tuple(name for name, command in COMMANDS.items() if command.audience is not Audience.ADMINS)
ADMIN_NAMES = tuple(name for name, command in COMMANDS.items() if command.audience is Audience.ADMINS)
