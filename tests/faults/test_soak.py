"""Jobs and kills for a long time: STYLEGRAM_SOAK_SECONDS, two minutes if nothing else is said."""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.fake_engine import Script
from tests.support.painters import Painters
from tests.support.processes import is_alive
from tests.support.scene import Scene, scene
from tests.support.vital_signs import Watch, growth

SECONDS = float(os.environ.get("STYLEGRAM_SOAK_SECONDS", "120"))
BETWEEN_KILLS = (15.0, 25.0)  #: seconds
PEOPLE, JOBS_A_SECOND = 15, 5.0
MOST_GROWTH = 20.0  #: megabytes; a bot takes some 80
SETTINGS = {"STYLEGRAM_ENGINE_COUNT": "2", "STYLEGRAM_DAILY_QUOTA": "1000000", "STYLEGRAM_LOG_LEVEL": "warning"}


@dataclass
class Killer:
    """Kills the bot and an engine in turn; in the second half only engines, so that one bot lives for long."""

    stage: Scene
    chance: random.Random
    watch: Watch = field(default_factory=Watch)
    kills: Counter[str] = field(default_factory=Counter)

    async def work(self) -> None:
        """Kill until the time is over."""
        began = time.monotonic()
        for victim in self._victims(began + SECONDS / 2):
            pause = min(self.chance.uniform(*BETWEEN_KILLS), began + SECONDS - time.monotonic())
            await self._watch_for(pause)
            if time.monotonic() >= began + SECONDS:
                return
            await self._kill(victim)

    def _victims(self, half: float) -> Iterator[str]:
        while True:
            yield "engine"
            yield "bot" if time.monotonic() < half else "engine"

    async def _watch_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await self.watch.look(self.stage.bot.pid)
            await asyncio.sleep(min(1.0, max(0.0, until - time.monotonic())))

    async def _kill(self, victim: str) -> None:
        if victim == "bot":
            await self.stage.bot.kill()
            await self.stage.bot.start()
        else:
            engines = self.stage.bot.engines()
            if not engines:
                return  # none has been started yet
            with suppress(ProcessLookupError):
                os.kill(self.chance.choice(sorted(engines)), signal.SIGKILL)
        self.kills[victim] += 1


@pytest.mark.fault("soak")
@pytest.mark.thorough
@pytest.mark.slow
async def test_memory_and_descriptors_stay_flat_and_the_promise_holds(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    seed = secrets.randbelow(10**6)
    figure(f"seed {seed}")
    async with scene(tmp_path, Script(iterations=10, seconds_per_iteration=0.01), **SETTINGS) as stage:
        painters = Painters(stage.user, PEOPLE, pace=PEOPLE / JOBS_A_SECOND)
        killer = Killer(stage, random.Random(seed))  # noqa: S311 - repeatable
        await stage.bot.start()
        began = time.monotonic()
        await painters.begin()
        await killer.work()
        await painters.end()
        await stage.settled()
        seconds, last = time.monotonic() - began, stage.bot.pid
        tally = await stage.end(*painters.readers, accepted=painters.asked, crashes=killer.kills["bot"])
    life = killer.watch.of(last)
    sys.stdout.write("\n".join(map(str, life[:: 1 + len(life) // 40])))  # shown by pytest when the test fails
    grown = growth(life)
    left = [child for child in killer.watch.children if is_alive(child)]
    figure(f"{tally.accepted} jobs in {seconds:.0f} s ({tally.accepted / seconds:.1f} a second)")
    figure(f"{killer.kills['bot']} kills of the bot, {killer.kills['engine']} of engines")
    figure(f"lost {tally.accepted - tally.delivered - tally.failed}, failed {tally.failed}, results twice 0")
    figure(
        f"in the last {grown.seconds:.0f} s of one bot: memory {grown.megabytes:+.1f} MB,"
        f" descriptors {grown.descriptors:+.0f}, zombies {killer.watch.zombies + len(left)}"
    )
    assert left == []
    assert killer.watch.zombies == 0
    assert grown.megabytes < MOST_GROWTH
    assert grown.descriptors <= 10
