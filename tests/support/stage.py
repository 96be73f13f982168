"""The sandbox's server, a person in its chat, and bots in the process of the test, one after the other; at the end the
invariant. Where the bot must be a process of its own, see tests/support/scene.py.

    async with stage(tmp_path) as here:
        async with here.bot(FakeEngine()):
            ...
        tally = await here.check(accepted=1)
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.backends.base import Engine
from tests.support.invariant import Tally, chats_of, check
from tests.support.running_bot import RunningBot, running_bot
from tests.support.sandbox import SandboxServer, SandboxUser


@dataclass(frozen=True)
class Stage:
    """What a test works with."""

    server: SandboxServer
    user: SandboxUser
    data: Path

    def bot(self, engine: Engine, **settings: Any) -> AbstractAsyncContextManager[RunningBot]:
        """A bot on the stage's data; `settings`: see bot.config.Config."""
        return running_bot(self.server, self.data, engine, **settings)

    async def check(self, *readers: SandboxUser, accepted: int, crashes: int = 0) -> Tally:
        """Hold what is left against the promise; `readers` are people besides the first. The bot must have ended."""
        chats = await chats_of(self.user, *readers)
        return await check(self.data, chats, accepted=accepted, crashes=crashes, sandbox=self.server.data)


@asynccontextmanager
async def stage(directory: Path) -> AsyncIterator[Stage]:
    """A sandbox of its own."""
    async with SandboxServer(directory / "sandbox") as server, server.user() as user:
        yield Stage(server, user, directory / "bot")
