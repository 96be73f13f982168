"""What the store learns from what is said: the numbers of the bot's messages, so that they can be deleted when their
reader wants to be forgotten, groups that have become supergroups, and chats that are closed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

from telegram import Bot

from bot.jobs.model import Place
from bot.store import SentMessage, Store, StoreError
from bot.transport.calls import BACK_OFF
from bot.transport.chat_calls import Listeners, OnClosed, OnDeleted, OnMoved, OnSent
from bot.transport.messenger import Messenger
from bot.transport.rate_limit import Gates

log = logging.getLogger(__name__)


def remembering(
    bot: Bot,
    store: Store,
    gates: Gates | None = None,
    back_off: Sequence[float] = BACK_OFF,
    *,
    files: Path | None = None,
) -> Messenger:
    """A Messenger whose news the store hears, whoever it speaks for. `files`: see Messenger."""
    return Messenger(
        bot,
        gates,
        back_off,
        listeners=Listeners(noted_in(store), forgotten_in(store), moved_in(store), closed_in(store)),
        files=files,
    )


def noted_in(store: Store) -> OnSent:
    """What a Messenger calls after each new message. That it cannot be noted is no reason to fail: it was sent."""

    async def note(place: Place, message_id: int, began: float) -> None:
        try:
            await store.write(lambda tx: tx.erasures.note_sent(place, message_id, began))
        except StoreError as error:
            log.warning("a message was not noted: %s", error)

    return note


def forgotten_in(store: Store) -> OnDeleted:
    """What a Messenger calls after it deleted messages: nobody is the reader of what is not there any more."""

    async def forget(chat_id: int, message_ids: Sequence[int]) -> None:
        deleted = [SentMessage(chat_id=chat_id, message_id=message_id) for message_id in message_ids]
        try:
            await store.write(lambda tx: tx.erasures.forget_sent(deleted))
        except StoreError as error:
            log.warning("deleted messages were not forgotten: %s", error)

    return forget


def moved_in(store: Store) -> OnMoved:
    """What a Messenger calls when a chat has moved. If it cannot be noted, the next call to the old chat finds it."""

    async def move(old: int, new: int) -> None:
        try:
            await store.write(lambda tx: tx.moves.move(old, new))
        except StoreError as error:
            log.warning("a move was not noted: %s", error)

    return move


def closed_in(store: Store) -> OnClosed:
    """What a Messenger calls when nothing can be sent into a chat. If it cannot be noted, the next call finds it."""

    async def close(chat_id: int) -> None:
        log.info("a chat is closed")
        try:
            await store.write(lambda tx: tx.chats.close(chat_id, time.time()))
        except StoreError as error:
            log.warning("a closed chat was not noted: %s", error)

    return close
