"""All that watches over the running bot: its vital signs, its figures, and those who want to know them."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from bot.operations import systemd
from bot.operations.endpoint import Endpoint
from bot.operations.health import BEAT, LOOK_AT_ENGINE, VitalSigns
from bot.operations.measures import Measures
from bot.operations.watched_engine import WatchedEngine
from bot.store import Store
from engine.backends.base import Engine

log = logging.getLogger(__name__)

#: Methods whose good answer says that updates would come, if there were any.
POLLS: Final = frozenset({"getUpdates", "getWebhookInfo"})


class Observation:
    """What of it the composition root connects."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._signs = VitalSigns()
        self._measures = Measures()
        self._store = store
        store.watcher = self._measures
        self.engine = WatchedEngine(engine, self._signs, self._measures)  #: for everybody who works with it

    def called(self, method: str, status: int | None) -> None:
        """A call to Telegram was answered, or not (None)."""
        self._measures.called(method, status)
        if status == 200 and method in POLLS:
            self._signs.polled()

    async def beat(self) -> None:
        """Show that the event loop turns, until cancelled."""
        while True:
            self._signs.beat()
            await asyncio.sleep(BEAT)

    async def watch_engine(self) -> None:
        """See whether there is one for the next job, until cancelled."""
        while True:
            try:
                free = await self.engine.capacity()
            except Exception:  # who only watches ends nothing
                log.exception("the engine does not say how it is")
                free = 0
            self._signs.saw_engines(free)
            await asyncio.sleep(LOOK_AT_ENGINE)

    async def serve(self, host: str, port: int) -> None:
        """Answer who asks how the bot is, until cancelled. Raises CannotServe."""
        await Endpoint(self._signs, self._measures, self._store).serve(host, port)

    async def keep_systemd_informed(self) -> None:
        """Of the bot's health, until cancelled, where it wants to hear of that."""
        every = systemd.watchdog_seconds()
        if every is not None:
            await systemd.keep_alive(lambda: [trouble.message for trouble in self._signs.troubles()], every)
