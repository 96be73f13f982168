"""The stand-in server: `python -m bot.sandbox.server --port P --data DIR`. Loopback only, unless told else for a
container, whose loopback nobody reaches; it answers to names of loopback alone even then.

Announces itself with one line of JSON on standard output: `{"url": …, "port": …, "token": …}`.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import json
import logging
import signal
import sys
import warnings
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web
from PIL import Image

from bot import logs
from bot.config import LogFormat, LogLevel
from bot.sandbox import bot_api, page_api
from bot.sandbox.bot_api import SANDBOX
from bot.sandbox.guard import add_headers, guard
from bot.sandbox.state import Sandbox

LOOPBACK = "127.0.0.1"
#: The exit status where the port is taken.
PORT_TAKEN = 98
_MAX_REQUEST_BYTES = 60 * 2**20
_SHUTDOWN_SECONDS = 2.0

_log = logging.getLogger(__name__)


def build_app(sandbox: Sandbox) -> web.Application:
    app = web.Application(middlewares=[guard, *page_api.MIDDLEWARES], client_max_size=_MAX_REQUEST_BYTES)
    app[SANDBOX] = sandbox
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(_end_waiting_requests)
    app.cleanup_ctx.append(_deliver_to_webhook)
    bot_api.add_routes(app)
    page_api.add_routes(app)
    return app


async def _end_waiting_requests(app: web.Application) -> None:
    app[SANDBOX].close()


async def _deliver_to_webhook(app: web.Application) -> AsyncIterator[None]:
    async with app[SANDBOX].webhook.delivering():
        yield


async def serve(host: str, port: int, data: Path) -> None:
    """Serve until SIGINT or SIGTERM. Raises OSError where the port is taken."""
    sandbox = Sandbox(data)
    app = build_app(sandbox)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS, auto_decompress=False)
    await runner.setup()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        chosen = runner.addresses[0][1]
        announcement = {"url": f"http://{LOOPBACK}:{chosen}", "port": chosen, "token": sandbox.token}
        sys.stdout.write(json.dumps(announcement) + "\n")
        sys.stdout.flush()
        await stop.wait()
    finally:
        await runner.cleanup()
        sandbox.storage.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox.server", description=__doc__)
    parser.add_argument("--host", default=LOOPBACK, help="the address to listen on, with loopback among it")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one")
    parser.add_argument("--data", type=Path, required=True, help="where chats, files and counters are kept")
    parser.add_argument("--log-format", type=LogFormat, choices=list(LogFormat), default=LogFormat.TEXT)
    arguments = parser.parse_args()
    logs.set_up(LogLevel.INFO, arguments.log_format)
    # Large pictures are refused by their dimensions; Pillow's own warning would only confuse.
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    try:
        asyncio.run(serve(arguments.host, arguments.port, arguments.data))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        _log.error(
            "Port %d on %s is taken. End the program that uses it, or set STYLEGRAM_SANDBOX_PORT to another one.",
            arguments.port,
            arguments.host,
        )
        return PORT_TAKEN
    return 0


if __name__ == "__main__":
    sys.exit(main())
