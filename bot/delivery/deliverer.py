"""The one loop that brings the cards in the chats up to what the store says, for single pictures and for series alike.

Jobs never wait for it; it skips what is outdated.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot import logs
from bot.delivery.pauses import Pauses
from bot.jobs.model import Place
from bot.store import Store, StoreUnavailable
from bot.transport.errors import CallFailed, MediaForbidden, SlowDown, TopicGone

log = logging.getLogger(__name__)

BACK_OFF = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  #: seconds before trying a card again
FORBIDDEN_RETRY = 60.0  #: seconds before trying again to show a painting where pictures may not be sent
LOOK_AGAIN = 60.0  #: seconds after which the store is asked even without a change


@dataclass(frozen=True, kw_only=True)
class Due:
    """A card that may have to change."""

    card_id: str
    urgent: int = 0  #: revision of the latest change that has to be shown at once; 0: none has


class Cards(Protocol):
    """Cards of one kind: what they show, and in which order."""

    @property
    def kind(self) -> Literal["job", "series", "guest"]:
        """What each card is about, for the log: the id of a card is that of its job or series."""

    async def due(self) -> Sequence[Due]:
        """The cards that may have to change. Raises StoreUnavailable."""

    async def step(self, card_id: str, *, hurries: bool) -> float | None:
        """Do the next thing for this card; returns seconds to wait before the step after it, or None when there is
        nothing to do until something changes. `hurries`: the bot is about to stop, so edits need no distance.

        Raises MediaForbidden where a painting may not be shown, and its owner was told that; CallFailed and
        StoreUnavailable.
        """

    async def place_of(self, card_id: str) -> Place | None:
        """Where this card is shown; None when there is none any more. Raises StoreUnavailable."""

    def forget(self, card_id: str) -> None:
        """Forget what is remembered of the card's message, because the message is out of reach."""


class Deliverer:
    """Serves each card in a task of its own, until there is nothing left to do for it."""

    def __init__(self, store: Store, cards: Cards) -> None:
        self._store = store
        self._cards = cards
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._pauses: dict[str, Pauses] = {}
        self._hurries = False
        self._runs = False

    async def run(self) -> None:
        """Deliver until canceled."""
        self._runs = True
        try:
            while True:
                seen = self._store.revision
                for due in await self._due():
                    if due.card_id not in self._tasks:
                        name = f"card of {self._cards.kind} {due.card_id}"
                        self._pauses[due.card_id] = Pauses()
                        self._tasks[due.card_id] = asyncio.create_task(self._serve(due.card_id), name=name)
                    self._pauses[due.card_id].call(due.urgent)
                await self._store.wait_for_change(seen, LOOK_AGAIN)
        finally:
            self._runs = False
            tasks = list(self._tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def flush(self, timeout: float) -> None:
        """Before the end: bring every card up to date at once, as far as that is possible in so many seconds."""
        self._hurries = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while self._runs and await self._due():
                    for pauses in self._pauses.values():
                        pauses.hurry()
                    await self._store.wait_for_change(self._store.revision, 0.1)

    async def _due(self) -> Sequence[Due]:
        try:
            return await self._cards.due()
        except StoreUnavailable as error:
            log.warning("cards have to wait: %s", error)
            return []

    async def _serve(self, card_id: str) -> None:
        failures = 0
        with logs.about(self._cards.kind, card_id):
            while True:
                seen = self._store.revision
                try:
                    pause = await self._step(card_id)
                    failures = 0
                except SlowDown as error:
                    pause = error.seconds
                except MediaForbidden as error:  # a group's permissions change without a word to bots
                    log.warning("pictures may not be sent here: %s", error)
                    pause = FORBIDDEN_RETRY
                except (CallFailed, StoreUnavailable) as error:
                    log.warning("the card has to wait: %s", error)
                    pause = BACK_OFF[min(failures, len(BACK_OFF) - 1)]
                    failures += 1
                except Exception:  # one card's trouble is not the others'
                    log.exception("the card could not be brought up to date")
                    pause = BACK_OFF[-1]
                if pause is None and self._store.revision == seen:
                    # No await since the revision was read, so no change is missed.
                    del self._tasks[card_id], self._pauses[card_id]
                    return
                await self._pauses[card_id].rest(pause or 0)

    async def _step(self, card_id: str) -> float | None:
        try:
            return await self._cards.step(card_id, hurries=self._hurries)
        except TopicGone as error:
            log.info("the topic is no more: %s", error)
            return await self._leave_topic(card_id)

    async def _leave_topic(self, card_id: str) -> float:
        """Go on in the group itself, or where that is closed, in private with the owner."""
        place = await self._cards.place_of(card_id)
        if place is None:
            return 0
        if place.topic_id:
            await self._store.write(lambda tx: tx.cards.left_topic(place.chat_id, place.topic_id))
        elif place.chat_id < 0 < place.user_id:
            await self._store.write(lambda tx: tx.cards.left_chat(place.chat_id))
        else:
            return BACK_OFF[-1]  # there is nowhere left to go
        self._cards.forget(card_id)
        return 0
