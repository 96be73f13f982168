"""`/healthz` and `/metrics` over HTTP, for those who watch over the bot. They name nobody and hold no secret."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.operations.health import VitalSigns
from bot.operations.measures import Measures
from bot.store import Backlog, Store, StoreError
from bot.transport.errors import CannotServe

log = logging.getLogger(__name__)

SECONDS_TO_END: Final = 1.0  #: for answers that are under way when the bot stops


class Endpoint:
    """Answers from what is known already: to ask costs a moment, and nothing where the store is busy."""

    def __init__(self, signs: VitalSigns, measures: Measures, store: Store) -> None:
        self._signs = signs
        self._measures = measures
        self._store = store

    async def serve(self, host: str, port: int) -> None:
        """Answer until cancelled. Raises CannotServe when nobody can listen there."""
        app = web.Application()
        app.router.add_get("/healthz", self.healthz)
        app.router.add_get("/metrics", self.metrics)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=SECONDS_TO_END)
        await runner.setup()
        try:
            await _listen(runner, host, port)
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def healthz(self, _: web.Request) -> web.Response:
        """200, or 503 with what is too old."""
        signs = self._signs
        reasons = [
            {
                "check": trouble.check.value,
                "message": trouble.message,
                "seconds": round(trouble.seconds, 1),
                "limit": round(trouble.limit, 1),
            }
            for trouble in signs.troubles()
        ]
        body = {
            "healthy": not reasons,
            "reasons": reasons,
            "poll_age": round(signs.poll_age(), 1),
            "engine_silence": {str(number): round(seconds, 1) for number, seconds in signs.silences().items()},
        }
        return web.json_response(body, status=503 if reasons else 200, headers={"Cache-Control": "no-store"})

    async def metrics(self, _: web.Request) -> web.Response:
        """What Prometheus reads."""
        self._measures.look(await self._backlog(), await self._room(), time.time())
        body = self._measures.exposition(self._signs)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})

    async def _backlog(self) -> Backlog | None:
        try:
            return await self._store.read(lambda tx: tx.overview.backlog())
        except StoreError as error:
            log.warning("the queue cannot be counted: %s", error)
            return None

    async def _room(self) -> int | None:
        try:
            return await self._store.files.room()
        except OSError:
            return None


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise CannotServe(f"STYLEGRAM_OPERATIONS_PORT: cannot listen on {host}:{port}: {error.strerror}") from error
    log.info("/healthz and /metrics are on %s:%d", host, port)
