"""Where a message stands among topics and threads."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.sandbox.objects import Chat, Message
from bot.sandbox.state import Sandbox


def place_in_threads(sandbox: Sandbox, chat: Chat, thread_id: int | None, replied: Message | None) -> dict[str, Any]:
    """What a message says of the topic or the thread that it is in, and of what it replies to.

    In a topic, a message that replies to nothing replies to the topic's first message. In supergroups without topics
    replies make threads too, but those are no topics.
    """
    if replied is not None and replied.is_topic_message:
        thread_id = replied.message_thread_id
    if thread_id is not None and chat.type == "private":
        return {"message_thread_id": thread_id, "is_topic_message": True, "reply_to_message": quoted_message(replied)}
    if thread_id is not None and chat.is_forum:
        opening = sandbox.find_message(chat.id, thread_id)
        replied = replied or (opening.message if opening is not None else None)
        return {"message_thread_id": thread_id, "is_topic_message": True, "reply_to_message": quoted_message(replied)}
    if replied is None:
        return {"message_thread_id": thread_id}
    if chat.type != "supergroup":
        return {"reply_to_message": quoted_message(replied)}
    return {
        "message_thread_id": replied.message_thread_id or replied.message_id,
        "reply_to_message": quoted_message(replied),
    }


def quoted_message(message: Message | None) -> Message | None:
    """A message as it stands in a reply: without what it replies to itself."""
    return msgspec.structs.replace(message, reply_to_message=None) if message is not None else None
