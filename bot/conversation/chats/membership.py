"""What becomes of a chat: the bot is blocked or removed there, and let in again; a group becomes a supergroup."""

from __future__ import annotations

import logging
import time

from telegram.constants import ChatMemberStatus

from bot.conversation.core.update_context import UpdateContext

log = logging.getLogger(__name__)

OUT = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)


async def membership(context: UpdateContext) -> None:
    """Close the chat in the store when the bot has left it, and open it again when the bot is back."""
    change = context.update.my_chat_member
    assert change is not None
    chat_id = change.chat.id  # the one that it is about, even if it has become another meanwhile
    if change.new_chat_member.status in OUT:
        await context.commit(lambda tx: tx.chats.close(chat_id, time.time()))
    else:
        await context.commit(lambda tx: tx.chats.reopen(chat_id))


async def migration(context: UpdateContext) -> None:
    """Move everything to the supergroup. The news comes twice: last in the old chat, and first in the new one."""
    message = context.message
    old, new = message.migrate_from_chat_id or message.chat_id, message.migrate_to_chat_id or message.chat_id
    await context.commit(lambda tx: tx.moves.move(old, new))
    log.info("group %d has become the supergroup %d", old, new)
