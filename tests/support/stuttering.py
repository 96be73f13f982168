"""A Bot API server on the way to the sandbox that repeats updates, also old ones, and mixes up their order."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import msgspec
from aiohttp import web

from tests.support.sandbox import SandboxServer


@dataclass
class Stuttering:
    """Stands in front of the server, and passes everything on; it changes only the answers of getUpdates."""

    token: str
    target: str
    chance: random.Random
    session: aiohttp.ClientSession
    url: str = ""
    repeated: int = 0  #: updates that were said once more than needed
    mixed_up: int = 0  #: answers whose updates were not in their order
    _said: list[dict[str, Any]] = field(default_factory=list)

    async def pass_on(self, request: web.Request) -> web.Response:
        """Handle any request."""
        headers = {"Content-Type": request.headers["Content-Type"]} if request.body_exists else {}
        address = self.target + request.path_qs
        async with self.session.request(
            request.method, address, data=await request.read(), headers=headers
        ) as response:
            body = await response.read()
            if request.path.lower().endswith("/getupdates") and response.status == 200:
                body = self._stutter(body)
            return web.Response(status=response.status, body=body, content_type=response.content_type)

    def _stutter(self, body: bytes) -> bytes:
        answer = msgspec.json.decode(body)
        fresh = answer["result"]
        old = self.chance.sample(self._said, min(3, len(self._said))) if fresh else []
        self._said += fresh
        again = [update for update in fresh if self.chance.random() < 0.5]
        updates = [*fresh, *again, *old]
        self.chance.shuffle(updates)
        self.repeated += len(again) + len(old)
        numbers = [update["update_id"] for update in updates]
        self.mixed_up += numbers != sorted(numbers)
        return msgspec.json.encode(answer | {"result": updates})


@asynccontextmanager
async def stuttering(server: SandboxServer, seed: int) -> AsyncIterator[Stuttering]:
    """A `Stuttering` in front of this server; what it does follows from the seed."""
    async with aiohttp.ClientSession() as session:
        between = Stuttering(server.token, server.url, random.Random(seed), session)  # noqa: S311 - chance from a seed
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/{path:.*}", between.pass_on)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            between.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield between
        finally:
            await runner.cleanup()
