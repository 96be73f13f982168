"""A bot process with the light engine, the sandbox, and a person in the chat; at the end the invariant."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tests.support.bot_process import LONG, BotProcess
from tests.support.fake_engine import Script
from tests.support.invariant import Tally, chats_of, check, settled
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage

TOLD = "Here is your painting."


@dataclass(frozen=True)
class Scene:
    """What a test works with. The bot is started by the test."""

    server: SandboxServer
    user: SandboxUser
    bot: BotProcess

    async def settled(self) -> None:
        """Wait until nothing is left to do."""
        await settled(self.bot.data, self.server.data, 5 * LONG)

    async def end(self, *readers: SandboxUser, accepted: int | None, crashes: int = 0) -> Tally:
        """Stop the bot as an operator does, and check what is left; `readers` are people besides the first."""
        status = await self.bot.stop()
        assert status == 0, f"the bot ended with {status}"
        chats = await chats_of(self.user, *readers)
        return await check(self.bot.data, chats, accepted=accepted, crashes=crashes, sandbox=self.server.data)


@asynccontextmanager
async def scene(directory: Path, script: Script | None = None, **variables: str) -> AsyncIterator[Scene]:
    """`script`: what the engine does; `variables`: of the bot's environment (see tests/support/light_bot.py)."""
    async with SandboxServer(directory / "sandbox") as server, server.user() as user:
        told = {"LIGHT_SCRIPT": msgspec.json.encode(script or Script()).decode(), **variables}
        bot = BotProcess(server, directory / "bot", directory / "bot.log", module="tests.support.light_bot", **told)
        try:
            yield Scene(server, user, bot)
        finally:
            if bot.process is not None and bot.process.returncode is None:
                await bot.kill()
            if bot.process is not None:
                sys.stdout.write(bot.log()[-6000:])  # shown by pytest when the test fails
                assert server.token not in bot.log()


def results(chat: list[VisibleMessage]) -> list[VisibleMessage]:
    """The cards that show one."""
    return [message for message in chat if any(data.startswith("v1:film:") for data in message.callback_data)]


def finished(count: int = 1) -> Callable[[list[VisibleMessage]], list[VisibleMessage]]:
    """The cards with a result, once there are so many and as many were told of."""

    def look(chat: list[VisibleMessage]) -> list[VisibleMessage]:
        cards = results(chat)
        return cards if len(cards) >= count <= sum(message.text == TOLD for message in chat) else []

    return look
