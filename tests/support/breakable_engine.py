"""A local engine whose child is real, light, and has accidents where a test wants them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import msgspec

from engine.backends.local import LocalEngine
from engine.worker.supervisor import Timings
from tests.support.eventually import LONG
from tests.support.fake_engine import Script
from tests.support.processes import is_alive, zombies_of

COMMAND = (sys.executable, "-m", "tests.support.accident_worker")
#: With these timings, children are replaced at once.
HASTY = Timings(start=LONG, terminate=0.5, kill=1.0, first_pause=0.02, longest_pause=0.1)
SCRIPT = Script(seconds_per_iteration=0.003, preview_every=5, checkpoint_every=10)


class BreakableEngine:
    """Files in which its children note their starts, and find their accidents."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(exist_ok=True)
        self._lives = directory / "lives"
        self._accident = directory / "accident"

    def engine(self, script: Script = SCRIPT, timings: Timings = HASTY, **environment: str) -> LocalEngine:
        """A new one; `environment` is its children's."""
        environment |= {
            "LIGHT_SCRIPT": msgspec.json.encode(script).decode(),
            "LIGHT_LIVES": str(self._lives),
            "ACCIDENT": str(self._accident),
        }
        return LocalEngine(command=COMMAND, environment=environment, timings=timings)

    def break_in(self, phase: str, kind: str = "kill") -> None:
        """The next child that gets there has this accident: see tests.support.accident_worker."""
        whole = self._accident.with_suffix(".new")
        whole.write_text(f'{{"phase": "{phase}", "kind": "{kind}"}}')
        whole.rename(self._accident)

    async def broken(self) -> None:
        """Wait until the accident has begun."""
        async with asyncio.timeout(LONG):
            while self._accident.exists():  # noqa: ASYNC110  # the condition lies outside this process
                await asyncio.sleep(0.002)

    def lives(self) -> list[int]:
        """The process ids of all children so far."""
        return [int(line) for line in self._lives.read_text().split()] if self._lives.exists() else []

    def kill(self) -> bool:
        """Kill the latest child by kill -9; False when it is dead already."""
        child = self.lives()[-1]
        if not is_alive(child):
            return False
        os.kill(child, signal.SIGKILL)
        return True

    def assert_nothing_left(self) -> None:
        """Once the engine is closed, none of its children lives or is a zombie."""
        assert [child for child in self.lives() if is_alive(child)] == []
        assert set(self.lives()).isdisjoint(zombies_of(os.getpid()))
