"""Whether the bot may write into a chat: it is blocked and removed there, and let in again."""

from __future__ import annotations

import time

from telegram.constants import ChatMemberStatus

from bot.conversation.turn import Turn

OUT = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)


async def membership(turn: Turn) -> None:
    """Nothing can be sent where the bot is out."""
    change = turn.update.my_chat_member
    assert change is not None
    chat_id = turn.place.chat_id
    if change.new_chat_member.status in OUT:
        await turn.commit(lambda tx: tx.chats.close(chat_id, time.time()))
    else:
        await turn.commit(lambda tx: tx.chats.reopen(chat_id))
