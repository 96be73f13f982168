"""What the store learns from what is said: the numbers of the bot's messages, so that they can be deleted when their
reader wants to be forgotten, and groups that have become supergroups.
"""

from __future__ import annotations

import logging
import time

from bot.jobs.model import Place
from bot.store import Store, StoreError
from bot.transport.messenger import OnMoved, OnSent

log = logging.getLogger(__name__)


def noted_in(store: Store) -> OnSent:
    """What a Messenger calls after each new message. That it cannot be noted is no reason to fail: it was sent."""

    async def note(place: Place, message_id: int) -> None:
        try:
            await store.write(lambda tx: tx.erasures.note_sent(place, message_id, time.time()))
        except StoreError as error:
            log.warning("a message was not noted: %s", error)

    return note


def moved_in(store: Store) -> OnMoved:
    """What a Messenger calls when a chat has moved. If it cannot be noted, the next call to the old chat finds it."""

    async def move(old: int, new: int) -> None:
        try:
            await store.write(lambda tx: tx.moves.move(old, new))
        except StoreError as error:
            log.warning("a move was not noted: %s", error)

    return move
