"""`/healthz` and `/metrics` over HTTP, for monitoring. They name nobody and hold no secret."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.operations.health import VitalSigns
from bot.operations.metrics import Metrics
from bot.store import BacklogCounts, Store, StoreError
from bot.transport.browsers import own
from bot.transport.listening import listening

log = logging.getLogger(__name__)

SECONDS_TO_END: Final = 1.0  #: for answers that are under way when the bot stops


class Endpoint:
    """Answers from what is known already, so a request costs little and does not need the store."""

    def __init__(self, signs: VitalSigns, metrics: Metrics, store: Store) -> None:
        self._signs = signs
        self._metrics = metrics
        self._store = store

    async def serve(self, host: str, port: int) -> None:
        """Answer until canceled. Raises CannotServe when it cannot listen there."""
        names = frozenset({host})
        routes = {
            ("GET", "/healthz"): own(names, self.healthz),
            ("GET", "/metrics"): own(names, self.metrics),
        }
        async with listening(
            routes, host, port, setting="STYLEGRAM_OPERATIONS_PORT", most_bytes=0, to_end=SECONDS_TO_END
        ):
            log.info("/healthz and /metrics are on %s:%d", host, port)
            await asyncio.Event().wait()

    async def healthz(self, _: web.BaseRequest) -> web.Response:
        """200, or 503 with a list of what is too old."""
        signs = self._signs
        reasons = [
            {
                "check": problem.check.value,
                "message": problem.message,
                "seconds": round(problem.seconds, 1),
                "limit": round(problem.limit, 1),
            }
            for problem in signs.problems()
        ]
        body = {
            "healthy": not reasons,
            "reasons": reasons,
            "poll_age": round(signs.poll_age(), 1),
            "engine_silence": {str(number): round(seconds, 1) for number, seconds in signs.silences().items()},
        }
        return web.json_response(body, status=503 if reasons else 200, headers={"Cache-Control": "no-store"})

    async def metrics(self, _: web.BaseRequest) -> web.Response:
        """The metrics, for Prometheus."""
        self._metrics.look(await self._backlog(), await self._free_bytes(), time.time())
        body = self._metrics.exposition(self._signs)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})

    async def _backlog(self) -> BacklogCounts | None:
        try:
            return await self._store.read(lambda tx: tx.overview.backlog())
        except StoreError as error:
            log.warning("the queue cannot be counted: %s", error)
            return None

    async def _free_bytes(self) -> int | None:
        try:
            return await self._store.files.free_bytes()
        except OSError:
            return None
