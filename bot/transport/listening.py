"""How the bot listens: for strangers, too, who may find its ports and shall cost it next to nothing.

Nothing is read of a call before its handler asks for it, nothing is unpacked, nobody is told to go on (`Expect`), and
nobody is waited for: not for the rest of a head, nor for a body that the answer did without.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.transport.errors import CannotServe

log = logging.getLogger(__name__)

SECONDS_FOR_HEAD: Final = 10.0  #: from a connection, or from the answer before, to the end of a call's head
MOST_HEADERS: Final = 64
LONGEST_LINE: Final = 4096  #: bytes of a header, or of the first line
MOST_WAITING: Final = 128  #: connections that have not said what they want; more push out the oldest

#: Hears what goes wrong in handlers, and nothing of calls that are no HTTP: strangers could fill the disk with them.
_calls = logging.getLogger(f"{__name__}.calls")
_calls.addFilter(lambda record: not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError)))

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def listening(
    routes: Mapping[tuple[str, str], Handler], host: str, port: int, *, setting: str, most_bytes: int, to_end: float
) -> AsyncIterator[None]:
    """Answer calls by method and path within this block. A call's body may have `most_bytes`; at the end the answers
    that are under way have `to_end` seconds.

    Raises CannotServe, which names the setting, when nobody can listen there.
    """
    server = Listener(routes, most_bytes)
    runner = web.ServerRunner(server, shutdown_timeout=to_end)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise CannotServe(f"{setting}: cannot listen on {host}:{port}: {error.strerror}") from error
        yield
    finally:
        await runner.cleanup()


class Listener(web.Server):
    """aiohttp's server without an application: that one answers `Expect` before it looks at anything else."""

    def __init__(self, routes: Mapping[tuple[str, str], Handler], most_bytes: int) -> None:
        super().__init__(
            self._answer,
            request_factory=self._request,
            access_log=None,
            logger=_calls,
            auto_decompress=False,
            lingering_time=0,
            keepalive_timeout=SECONDS_FOR_HEAD,
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
            max_headers=MOST_HEADERS,
        )
        self._routes = routes
        self._paths = {path for _, path in routes}
        self._most_bytes = most_bytes
        # The oldest first. After an answer the library's own clock ticks (keepalive_timeout).
        self._waiting: dict[web.RequestHandler, asyncio.TimerHandle] = {}

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """Start the clock for a new connection: its request must come soon."""
        super().connection_made(handler, transport)
        if len(self._waiting) >= MOST_WAITING:
            self._hang_up(next(iter(self._waiting)))
        later = asyncio.get_running_loop().call_later
        self._waiting[handler] = later(SECONDS_FOR_HEAD, self._hang_up, handler)

    def connection_lost(self, handler: web.RequestHandler, exc: BaseException | None = None) -> None:
        """Forget a connection that has ended."""
        self._heard(handler)
        super().connection_lost(handler, exc)

    def _hang_up(self, handler: web.RequestHandler) -> None:
        self._heard(handler)
        handler.force_close()

    def _heard(self, handler: web.RequestHandler) -> None:
        timer = self._waiting.pop(handler, None)
        if timer is not None:
            timer.cancel()

    def _request(
        self, message: Any, payload: Any, protocol: web.RequestHandler, writer: Any, task: Any
    ) -> web.BaseRequest:
        self._heard(protocol)
        loop = asyncio.get_running_loop()
        return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=self._most_bytes)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        handler = self._routes.get((request.method, request.path))
        if handler is None:
            raise web.HTTPMethodNotAllowed(request.method, []) if request.path in self._paths else web.HTTPNotFound
        return await handler(request)
