"""Whether the bot may write into a chat: it is blocked and removed there, and let in again."""

from __future__ import annotations

import time

from telegram.constants import ChatMemberStatus

from bot.conversation.turn import Turn
from bot.jobs.model import StopRequest
from bot.store import Transaction

OUT = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)


async def membership(turn: Turn) -> None:
    """Where the bot is out, jobs that wait are for nobody; the result of one that runs waits until it is in again."""
    change = turn.update.my_chat_member
    assert change is not None
    chat_id, now = turn.place.chat_id, time.time()
    is_out = change.new_chat_member.status in OUT

    async def work(tx: Transaction) -> None:
        if not is_out:
            await tx.chats.reopen(chat_id)
            return
        await tx.chats.close(chat_id, now)
        for job in await tx.overview.waiting_in(chat_id):
            await tx.jobs.request_stop(job.id, StopRequest.CANCEL, now)

    await turn.commit(work)
