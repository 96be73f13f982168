"""Questions in the chat that have no purpose any more once a painting has ended."""

from __future__ import annotations

from contextlib import suppress

from bot.jobs.model import CAME_TO_NOTHING, Job
from bot.store import Draft, Store, Transaction
from bot.texts.look_up import Texts
from bot.transport.errors import CallFailed, OtherKind
from bot.transport.messenger import Messenger
from bot.transport.rate_limit import Urgency


async def withdraw(store: Store, messenger: Messenger, texts: Texts, job: Job) -> None:
    """Take back the question for another style: a painting that has ended takes none.

    What its owner sends next is a photo like any other.
    """

    async def work(tx: Transaction) -> list[Draft]:
        asking = [draft for draft in await tx.drafts.all_of(job.place) if draft.steers == job.id]
        for draft in asking:
            await tx.drafts.remove(draft)
        return asking

    if not [draft for draft in await store.read(lambda tx: tx.drafts.all_of(job.place)) if draft.steers == job.id]:
        return
    words = texts.say("tap-over" if job.state in CAME_TO_NOTHING else "steer-over")
    for draft in await store.write(work):
        if draft.card_message_id is not None:
            with suppress(CallFailed):  # harmless: the next picture is taken as usual, even if the question stays
                await _say(messenger, job.place.chat_id, draft.card_message_id, words)


async def _say(messenger: Messenger, chat_id: int, message_id: int, words: str) -> None:
    """The gallery may have been opened in the question's place: then it is a picture."""
    try:
        await messenger.edit_text(chat_id, message_id, words, None, Urgency.RESULT)
    except OtherKind:
        await messenger.edit_caption(chat_id, message_id, words, None, Urgency.RESULT)
