"""What people hear who send more than the bot can read."""

from __future__ import annotations

from typing import Any

from telegram.ext import TypeHandler

from bot.conversation.core.addressing import is_addressed
from bot.conversation.core.services import Services
from bot.conversation.core.update_context import UpdateContext, handler_of
from bot.transport.backlog import Surplus


def surplus_handler(services: Services) -> TypeHandler[Surplus, Any, None]:
    """For what the queue of updates puts in the place of those that it drops."""
    handle = handler_of(services, _say_so)

    async def callback(surplus: Surplus, context: object) -> None:
        await handle(surplus.update, context)

    return TypeHandler(Surplus, callback)


async def _say_so(context: UpdateContext) -> None:
    if is_addressed(context):
        await context.answer(context.texts.say("too-many-messages"))
