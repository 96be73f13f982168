"""A bot, its engine and the sandbox, each as processes, on a directory that goes when the measurement ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from bot.store.layout import DATABASE
from tests.support.sandbox import ROOT, SandboxServer, SandboxUser

STOP_SECONDS = 25.0  #: the bot promises to end within 20


class Callbacks(NamedTuple):
    """The event loop's callbacks by the processor time that each took."""

    count: int  # type: ignore[assignment]  # hides tuple.count; the report has this name
    longest: float  #: seconds
    over_limit: int


class Stage:
    """What a measurement works with."""

    def __init__(
        self,
        user: SandboxUser,
        server: SandboxServer,
        process: asyncio.subprocess.Process,
        report: Path,
        database: Path,
    ) -> None:
        self.user = user
        self.server = server
        self.database = database  #: the bot's, to be looked at only
        self._process = process
        self._report = report

    @property
    def process_id(self) -> int:
        """The bot's process id."""
        return self._process.pid

    async def end(self) -> Callbacks:
        """Stop the bot as an operator does. Returns the callbacks that its event loop has run."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
        return Callbacks(**json.loads(self._report.read_text()))


@asynccontextmanager
async def stage(
    settings: Mapping[str, str], prepare: Callable[[Path], Awaitable[object]] | None = None
) -> AsyncIterator[Stage]:
    """`settings`: environment variables of the bot besides those that lead it to the sandbox. `prepare` gets the bot's
    data directory before the bot does.
    """
    with tempfile.TemporaryDirectory(prefix="stylegram-bench-") as directory:
        data = Path(directory)
        report = data / "callbacks.json"
        async with SandboxServer(data / "server") as server, server.user() as user:
            inherited = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM_")}
            environment = inherited | {
                "TELEGRAM_BOT_TOKEN": server.token,
                "TELEGRAM_API_URL": server.url,
                "STYLEGRAM_DATA": str(data / "bot"),
                "STYLEGRAM_REUSE": "0",
                "STYLEGRAM_FEATURES": "self-taught",
                "STYLEGRAM_LOG_LEVEL": "warning",
                **settings,
            }
            if prepare is not None:
                await prepare(data / "bot")
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "benchmarks.chat.watched_bot", str(report)), cwd=ROOT, env=environment
            )
            try:
                yield Stage(user, server, process, report, data / "bot" / DATABASE)
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
