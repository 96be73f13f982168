"""Reactions to what people send, in the place of messages that would say no more than that it was seen or done."""

from __future__ import annotations

from bot.conversation.core.turn import Turn
from bot.transport.signs import Sign


async def react(turn: Turn, sign: Sign) -> bool:
    """React to the message of this turn; False where that is not possible."""
    message_id = turn.message_to_quote
    return message_id is not None and await turn.services.messenger.react(turn.place.chat_id, message_id, sign)


async def acknowledge(turn: Turn, sign: Sign, words: str) -> None:
    """Say that something is done: in a group, where words disturb others, by a reaction if that is possible."""
    if turn.in_private or not await react(turn, sign):
        await turn.answer(words)
