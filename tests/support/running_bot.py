"""The whole bot in the process of the test, with the fake engine, against the sandbox's server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

from bot import app
from bot.config import Config
from bot.conversation.core import interim
from bot.delivery.edit_spacing import Spacing
from bot.transport.rate_limit import Allowance, Gates
from engine.backends.base import Engine
from tests.support.eventually import LONG


def fast(starting_set: tuple[str, ...] = ()) -> app.Tempo:
    """As fast as a test wants it; the real paces have tests of their own. `starting_set`: the project's styles that are
    on the shelf.
    """
    free = Allowance(burst=1000, interval=0.001)
    return app.Tempo(
        spacing=Spacing(private=0.2, group=0.2, after_sending=0.05),
        album_quiet=0.4,
        gates=Gates(private=free, group=free, overall=free),
        starting_set=starting_set,
    )


class Server(Protocol):
    """The Bot API's server, or what stands before it."""

    @property
    def token(self) -> str: ...

    @property
    def url(self) -> str: ...


@dataclass
class RunningBot:
    """A bot that can be asked to stop, as SIGTERM does."""

    task: asyncio.Task[None]
    stop: asyncio.Event


@asynccontextmanager
async def running_bot(
    server: Server, data: Path, engine: Engine, *, starting_set: tuple[str, ...] = (), **settings: Any
) -> AsyncIterator[RunningBot]:
    """Runs until the end of the block, or until it stops by itself; what the bot raises comes out at the end.

    It paints the same pair again and again, as tests send it, unless `settings` say otherwise.
    """
    settings = {"reuse": False, **settings}
    config = Config(token=server.token, api_url=server.url, data=data, **settings)
    async with running(config, engine, starting_set) as bot:
        yield bot


@asynccontextmanager
async def running(config: Config, engine: Engine, starting_set: tuple[str, ...] = ()) -> AsyncIterator[RunningBot]:
    """Runs like `running_bot`, with exactly this configuration."""
    stop = asyncio.Event()
    with patch.object(interim, "INTERIM_AFTER", LONG):  # a slow machine must not make it say more
        task = asyncio.create_task(app.run(config, engine=engine, stop=stop, tempo=fast(starting_set)), name="bot")
        try:
            yield RunningBot(task, stop)
        finally:
            stop.set()
            await asyncio.wait_for(task, LONG)
