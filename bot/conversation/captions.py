"""Commands in captions: Telegram does not tell them apart as it does others, but people write them there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from telegram import Message
from telegram.ext import MessageHandler
from telegram.ext.filters import BaseFilter, MessageFilter

from bot.conversation.core.addressing import CaptionCommand, command_in_caption, is_addressed
from bot.conversation.core.services import Services
from bot.conversation.core.update_context import Action, UpdateContext, handler_of
from bot.conversation.draft import commands
from bot.conversation.settings import panel
from bot.jobs.setting_limits import SETTINGS
from bot.texts import recipe

Handler = MessageHandler[Any, None]

#: Kinds of messages, and what is done about them; the first that fits counts.
Kinds = Sequence[tuple[BaseFilter, Action]]


class CommandInCaption(MessageFilter):
    """Messages with one of these commands, for this bot, as their caption."""

    def __init__(self, services: Services, names: Mapping[str, object]) -> None:
        super().__init__()
        self._services = services
        self._names = names

    def filter(self, message: Message) -> bool:
        command = command_in_caption(message, self._services)
        return command is not None and command.name in self._names


def captioned(kinds: Kinds, actions: Mapping[str, Action], to: Callable[[Action], Any]) -> list[Handler]:
    """Handlers of these kinds that first do what a command in the caption says."""
    return [MessageHandler(kind, to(partial(_take_both, then=action, actions=actions))) for kind, action in kinds]


def for_all(services: Services, actions: Mapping[str, Action], kinds: Kinds, who: BaseFilter | None = None) -> Handler:
    """The handler of commands in captions that everybody may use (or all of `who`), like the handlers of these in
    messages; what they came with is for those who may use the bot.
    """
    named = CommandInCaption(services, actions)
    action = partial(_for_all, kinds=kinds, actions=actions)
    return MessageHandler(named if who is None else who & named, handler_of(services, action, for_all=True))


async def _take_both(context: UpdateContext, then: Action, actions: Mapping[str, Action]) -> None:
    command = command_in_caption(context.message, context.services)
    if command is not None and not command.meaning.is_about_picture and is_addressed(context):
        if command.name not in actions:
            await commands.hint(context, commands.COMMAND)
        elif not _is_mistake(context, command):  # a mistake is told with the picture, which waits for a better value
            await actions[command.name](context)
    await then(context)


async def _for_all(context: UpdateContext, kinds: Kinds, actions: Mapping[str, Action]) -> None:
    command = command_in_caption(context.message, context.services)
    assert command is not None
    await actions[command.name](context)
    if context.is_welcome:
        await next(action for kind, action in kinds if kind.check_update(context.update))(context)


def _is_mistake(context: UpdateContext, command: CaptionCommand) -> bool:
    """Whether the command gives a setting a value that is not allowed."""
    if command.name not in SETTINGS or command.argument.casefold() in ("", panel.DEFAULT):
        return False
    return recipe.read_value(command.argument, context.services.ranges[command.name], command.name) is None
