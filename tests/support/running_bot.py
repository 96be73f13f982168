"""The whole bot in the process of the test, with the fake engine, against the sandbox's server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot import app
from bot.config import Config
from bot.delivery.pace import Spacing
from bot.transport.pace import Allowance, Gates
from engine.backends.base import Engine
from tests.support.sandbox import SandboxServer


def fast() -> app.Tempo:
    """As fast as a test wants it; the real paces have tests of their own."""
    free = Allowance(burst=1000, interval=0.001)
    return app.Tempo(
        spacing=Spacing(private=0.2, group=0.2, after_sending=0.05),
        album_quiet=0.4,
        gates=Gates(private=free, group=free, overall=free),
        starting_set=(),
    )


@dataclass
class RunningBot:
    """A bot that can be asked to stop, as SIGTERM does."""

    task: asyncio.Task[None]
    stop: asyncio.Event


@asynccontextmanager
async def running_bot(
    server: SandboxServer, data: Path, engine: Engine, **settings: object
) -> AsyncIterator[RunningBot]:
    """Runs until the end of the block, or until it stops by itself; what the bot raises comes out at the end.

    It paints the same pair again and again, as tests send it, unless `settings` say otherwise.
    """
    settings = {"reuse": False, **settings}
    config = Config(_env_file=None, token=server.token, api_url=server.url, data=data, **settings)
    stop = asyncio.Event()
    task = asyncio.create_task(app.run(config, engine=engine, stop=stop, tempo=fast()), name="bot")
    try:
        yield RunningBot(task, stop)
    finally:
        stop.set()
        await asyncio.wait_for(task, 30)
