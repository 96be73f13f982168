"""A bot process with the light engine, the sandbox, and a person in the chat; at the end the invariant."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.jobs.model import JobState
from tests.support import sandbox_chat
from tests.support.bot_process import BotProcess
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import Script
from tests.support.invariant import Tally, chats_of, check, jobs_in, settled
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage


@dataclass(frozen=True)
class Scene:
    """What a test works with. The bot is started by the test."""

    server: SandboxServer
    user: SandboxUser
    bot: BotProcess

    async def settled(self) -> None:
        """Wait until nothing is left to do."""
        await settled(self.bot.data, self.server.data, 5 * LONG)

    async def _has_told_what_it_shows(self) -> bool:
        """Whether all ends were told. A painting is shown a moment before its progress card becomes one line."""
        shown = [job for job in jobs_in(self.bot.data) if job.state in (JobState.DELIVERED, JobState.FAILED)]
        return all(job.card.told_at is not None for job in shown)

    async def end(self, *readers: SandboxUser, accepted: int | None, crashes: int = 0) -> Tally:
        """Stop the bot as an operator does, and check what is left; `readers` are people besides the first."""
        await eventually(self._has_told_what_it_shows)
        status = await self.bot.stop()
        assert status == 0, f"the bot ended with {status}"
        chats = await chats_of(self.user, *readers)
        return await check(self.bot.data, chats, accepted=accepted, crashes=crashes, sandbox=self.server.data)


@asynccontextmanager
async def scene(directory: Path, script: Script | None = None, **variables: str) -> AsyncIterator[Scene]:
    """`script`: what the engine does; `variables`: of the bot's environment (see tests/support/light_bot.py)."""
    async with SandboxServer(directory / "sandbox") as server, server.user() as user:
        told = {"LIGHT_SCRIPT": msgspec.json.encode(script or Script()).decode(), **variables}
        bot = BotProcess(
            server, directory / "bot", directory / "bot.log", module="tests.support.light_bot", arguments=(), **told
        )
        try:
            yield Scene(server, user, bot)
        finally:
            if bot.process is not None and bot.process.returncode is None:
                await bot.kill()
            if bot.process is not None:
                sys.stdout.write(bot.log()[-6000:])  # shown by pytest when the test fails
                assert server.token not in bot.log()


def results(chat: list[VisibleMessage]) -> list[VisibleMessage]:
    """The messages that show a painting."""
    return sandbox_chat.results(chat)


def finished(count: int = 1) -> Callable[[list[VisibleMessage]], list[VisibleMessage]]:
    """The messages with a result, once there are so many."""
    return lambda chat: cards if len(cards := results(chat)) >= count else []
