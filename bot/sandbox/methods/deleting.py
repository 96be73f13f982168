"""Messages taken away."""

from __future__ import annotations

import msgspec

from bot.sandbox.errors import bad_request
from bot.sandbox.objects import Message
from bot.sandbox.parameters import Parameters
from bot.sandbox.rooms import BotStatus
from bot.sandbox.state import Sandbox

_DELETABLE_SECONDS = 48 * 3600
_MOST_AT_ONCE = 100


async def delete_message(sandbox: Sandbox, parameters: Parameters) -> bool:
    chat = sandbox.find_chat(parameters.text("chat_id"))
    stored = sandbox.find_message(chat.id, parameters.integer("message_id"))
    if stored is None:
        raise bad_request("message to delete not found")
    if not _may_delete(sandbox, stored.message):
        raise bad_request("message can't be deleted")
    with sandbox.storage.change():
        sandbox.delete_message(stored.message)
    return True


async def delete_messages(sandbox: Sandbox, parameters: Parameters) -> bool:
    """What is not there or cannot be deleted is passed over."""
    chat = sandbox.find_chat(parameters.text("chat_id"))
    try:
        numbers = msgspec.convert(parameters.json("message_ids", "message identifiers"), list[int])
    except msgspec.ValidationError:
        raise bad_request("can't parse message identifiers: expected an Array of Integer") from None
    if not 1 <= len(numbers) <= _MOST_AT_ONCE:
        raise bad_request("the number of message identifiers must be from 1 to 100")
    with sandbox.storage.change():
        for number in numbers:
            stored = sandbox.find_message(chat.id, number)
            if stored is not None and _may_delete(sandbox, stored.message):
                sandbox.delete_message(stored.message)
    return True


def _may_delete(sandbox: Sandbox, message: Message) -> bool:
    """Within 48 hours; in groups, other people's messages only as an administrator."""
    room = sandbox.rooms.room(message.chat.id)
    may_moderate = room.is_private or room.bot_status is BotStatus.ADMINISTRATOR
    is_young = sandbox.clock() - message.date <= _DELETABLE_SECONDS
    return is_young and (message.sender.id == sandbox.bot.id or may_moderate)
