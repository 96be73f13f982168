"""The forecast that the cards go by: made once for each state of the store."""

from __future__ import annotations

import time

from bot.jobs.forecast import Engines, Forecast
from bot.store import Store, forecast

STALE = 5.0  #: seconds after which times are told anew though nothing has changed


class Forecasts:
    """Keeps the latest one: all cards that wait ask for it whenever one of them moves."""

    def __init__(self, store: Store, engines: Engines) -> None:
        self._store = store
        self._engines = engines
        self._revision = -1
        self._latest: Forecast | None = None

    async def latest(self) -> Forecast:
        """As the jobs stand. Raises StoreUnavailable."""
        revision, now = self._store.revision, time.time()
        if self._latest is None or self._revision != revision or self._is_stale(self._latest, now):
            self._latest = await self._store.read(lambda tx: forecast(tx, self._engines, now))
            self._revision = revision
        return self._latest

    def _is_stale(self, latest: Forecast, now: float) -> bool:
        return latest.facts is not self._engines.facts or not 0 <= now - latest.now < STALE
