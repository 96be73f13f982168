"""Reactions to what people send, in the place of messages that would say no more than that it was seen or done."""

from __future__ import annotations

from bot.conversation.core.update_context import UpdateContext
from bot.transport.signs import Sign


async def react(context: UpdateContext, sign: Sign) -> bool:
    """React to the message of this update; False where that is not possible."""
    message_id = context.message_to_quote
    return message_id is not None and await context.services.messenger.react(context.place.chat_id, message_id, sign)


async def acknowledge(context: UpdateContext, sign: Sign, words: str) -> None:
    """Say that something is done: in a group, where words disturb others, by a reaction if that is possible."""
    if context.in_private or not await react(context, sign):
        await context.answer(words)
