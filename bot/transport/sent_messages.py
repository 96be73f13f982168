"""Keeps the numbers of what the bot said, so that it can be deleted when its reader wants to be forgotten."""

from __future__ import annotations

import logging
import time

from bot.jobs.model import Place
from bot.store import Store, StoreError
from bot.transport.messenger import OnSent

log = logging.getLogger(__name__)


def noted_in(store: Store) -> OnSent:
    """What a Messenger calls after each new message. That it cannot be noted is no reason to fail: it was sent."""

    async def note(place: Place, message_id: int) -> None:
        try:
            await store.write(lambda tx: tx.erasures.note_sent(place, message_id, time.time()))
        except StoreError as error:
            log.warning("a message was not noted: %s", error)

    return note
