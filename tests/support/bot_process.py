"""The bot as a process of its own, which may be killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.support.eventually import LONG
from tests.support.processes import children_of, wait_until_gone
from tests.support.sandbox import ROOT, SandboxServer

ENGINES = ("engine.worker", "light_worker")  #: the modules of their processes


class BotProcess:
    """`python -m bot` (or a launcher of it) on a data directory of its own."""

    def __init__(
        self,
        server: SandboxServer,
        data: Path,
        log: Path,
        *,
        module: str = "bot",
        arguments: tuple[str, ...] = (),
        **variables: str,
    ) -> None:
        """`variables` of its environment, besides those that lead it to the sandbox."""
        self.data = data
        self.process: asyncio.subprocess.Process | None = None
        self._server = server
        self._log = log
        self._command = (sys.executable, "-m", module, *arguments)
        self._variables = variables

    @property
    def pid(self) -> int:
        """The id of the process that was started last."""
        assert self.process is not None
        return self.process.pid

    async def start(self, **variables: str) -> None:
        """Start it; `variables` only for this life."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "STYLEGRAM_"))
        }
        environment = inherited | {
            "TELEGRAM_BOT_TOKEN": self._server.token,
            "TELEGRAM_API_URL": self._server.url,
            "STYLEGRAM_DATA": str(self.data),
            "STYLEGRAM_LOG_LEVEL": "debug",
            "STYLEGRAM_REUSE": "0",  # tests send the same pair again and again
            **self._variables,
            **variables,
        }
        with self._log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self._command, cwd=ROOT, env=environment, stdout=log, stderr=log
            )

    async def kill(self) -> float:
        """Kill it as the kernel does when memory is short. Its engines and its decoder must notice by themselves;
        returns the seconds until all are gone.
        """
        children = self._children_with(*ENGINES, "decoder_child")
        assert self.process is not None
        began = time.monotonic()
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
        for child in children:
            await asyncio.to_thread(wait_until_gone, child)
        return time.monotonic() - began

    async def died(self) -> int:
        """Wait until it has ended by itself; its exit status."""
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), LONG)

    async def stop(self) -> int:
        """Stop it as an operator does; the exit status."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), LONG)

    def log(self) -> str:
        """All that it wrote in all of its lives."""
        return self._log.read_text(errors="replace")

    def engines(self) -> list[int]:
        """Ids of the engine's processes."""
        return self._children_with(*ENGINES)

    def _children_with(self, *modules: str) -> list[int]:
        """The child processes that run one of these modules."""
        found = []
        for child in children_of(self.pid):
            with suppress(OSError):  # one that draws a style may have ended in that moment
                command = Path(f"/proc/{child}/cmdline").read_text(errors="replace")
                if any(module in command for module in modules):
                    found.append(child)
        return found
