"""The answer to people who send more than the bot can handle."""

from __future__ import annotations

from typing import Any

from telegram.ext import TypeHandler

from bot.conversation.core.addressing import is_addressed
from bot.conversation.core.services import Services
from bot.conversation.core.update_context import UpdateContext, handler_of
from bot.transport.backlog import Overload


def overload_handler(services: Services) -> TypeHandler[Overload, Any, None]:
    """The handler of Overload, which the queue of updates puts in the place of updates that it drops."""
    handle = handler_of(services, _say_so)

    async def callback(overload: Overload, context: object) -> None:
        await handle(overload.update, context)

    return TypeHandler(Overload, callback)


async def _say_so(context: UpdateContext) -> None:
    if is_addressed(context):
        await context.answer(context.texts.say("too-many-messages"))
