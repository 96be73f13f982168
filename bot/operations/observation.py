"""Everything that monitors the running bot: vital signs, metrics, and their readers."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from bot.operations import systemd
from bot.operations.endpoint import Endpoint
from bot.operations.health import BEAT, LOOK_AT_ENGINE, VitalSigns
from bot.operations.metrics import Metrics
from bot.operations.watched_engine import WatchedEngine
from bot.store import Store
from engine.backends.base import Engine

log = logging.getLogger(__name__)

#: Methods whose good answer says that updates would come, if there were any.
POLLS: Final = frozenset({"getUpdates", "getWebhookInfo"})


class Observation:
    """The monitoring, as the composition root connects it."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._signs = VitalSigns()
        self._metrics = Metrics()
        self._store = store
        store.watcher = self._metrics
        self.engine = WatchedEngine(engine, self._signs, self._metrics)  #: for everybody who works with it

    def called(self, method: str, status: int | None) -> None:
        """A call to Telegram was answered, or not (None)."""
        self._metrics.called(method, status)
        if status == 200 and method in POLLS:
            self._signs.polled()

    def illegible_update(self) -> None:
        """Telegram sent an update that cannot be read, in whole or in part."""
        self._metrics.illegible_update()

    async def beat(self) -> None:
        """Report that the event loop runs, until canceled."""
        while True:
            self._signs.beat()
            await asyncio.sleep(BEAT)

    async def watch_engine(self) -> None:
        """Check whether an engine can take a job, again and again, until canceled."""
        while True:
            try:
                free = await self.engine.capacity()
            except Exception:  # a failed check must not stop the bot
                log.exception("the engine does not say how it is")
                free = 0
            self._signs.saw_engines(free)
            await asyncio.sleep(LOOK_AT_ENGINE)

    async def serve(self, host: str, port: int) -> None:
        """Answer requests about the bot's state, until canceled. Raises CannotServe."""
        await Endpoint(self._signs, self._metrics, self._store).serve(host, port)

    async def keep_systemd_informed(self) -> None:
        """Report the bot's health to systemd where it asks for that, until canceled."""
        every = systemd.watchdog_seconds()
        if every is not None:
            await systemd.keep_alive(lambda: [problem.message for problem in self._signs.problems()], every)
