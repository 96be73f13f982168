"""The engine's process dies by kill -9, whatever it is doing: the job goes on, its result is shown once."""

from __future__ import annotations

import asyncio
import random
import re
import statistics
import time
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from engine.backends.local import LocalEngine
from engine.errors import EngineLost
from engine.settings import JobSpec, TransferSettings
from tests.support.breakable_engine import BreakableEngine
from tests.support.eventually import LONG
from tests.support.fake_engine import Script
from tests.support.invariant import chats_of, check, jobs_in, settled
from tests.support.paintings import ask, results, told
from tests.support.pictures import plain_png
from tests.support.processes import soon
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer

JOB: dict[str, Any] = {
    "job_id": "job",
    "settings": TransferSettings(iterations=10, size=128),
    "content": plain_png("red"),
    "styles": (plain_png("blue"),),
}
PHASES = ("compile", "iterate", "preview", "result")


async def until_free(engine: LocalEngine) -> None:
    async with asyncio.timeout(LONG):
        while await engine.capacity() == 0:  # noqa: ASYNC110  # the interface has nothing to wait on
            await asyncio.sleep(0.005)


@pytest.mark.fault("engine-killed")
async def test_whatever_it_is_doing_the_job_goes_on_and_its_result_is_shown_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, figure: Callable[[str], None]
) -> None:
    caplog.set_level("INFO", "bot.dispatch")
    child = BreakableEngine(tmp_path / "engine")
    child.break_in("import")
    engine = child.engine()
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user() as user,
        running_bot(server, tmp_path / "data", engine),
    ):
        await child.broken()
        await engine.describe()
        assert child.kill()  # it is idle
        await ask(user)
        await user.wait_for(told(1), LONG)
        for number, phase in enumerate(PHASES, 2):
            child.break_in(phase)
            await ask(user)
            await user.wait_for(told(number), LONG)
        assert len(results(await user.transcript())) == len(PHASES) + 1
        await settled(tmp_path / "data", None, LONG)
        chats = await chats_of(user)
    jobs = jobs_in(tmp_path / "data")
    assert {job.state for job in jobs} == {"delivered"}
    assert [(job.status.attempt, job.status.engine_deaths) for job in jobs] == [(1, 0)] + [(2, 1)] * len(PHASES)
    starts = [int(number) for number in re.findall(r"60 iterations from (\d+)", caplog.text)]
    assert starts == [0, 0, 0, 0, 10, 0, 0, 0, 60]  # that which had a checkpoint went on from it
    child.assert_nothing_left()
    await check(tmp_path / "data", chats, accepted=len(PHASES) + 1)
    figure(f"lost 0 of {len(PHASES) + 2} kills")


@pytest.mark.fault("engine-death-seen")
@pytest.mark.parametrize("kills", [5, pytest.param(40, marks=[pytest.mark.thorough, pytest.mark.slow])])
async def test_a_death_is_seen_at_once(tmp_path: Path, kills: int, figure: Callable[[str], None]) -> None:
    child = BreakableEngine(tmp_path)
    engine = child.engine(Script(hold_at=1))
    seen = []
    try:
        for attempt in range(1, kills + 1):
            await until_free(engine)
            async with aclosing(engine.run(JobSpec(**JOB, attempt=attempt))) as events:  # type: ignore[type-var]  # the protocol says iterator, every engine has a generator
                await anext(events)
                assert child.kill()
                killed_at = time.perf_counter()
                with pytest.raises(EngineLost):
                    _ = [event async for event in events]
                seen.append(time.perf_counter() - killed_at)
    finally:
        await engine.aclose()
    median, worst = statistics.median(seen), max(seen)
    figure(f"median {1000 * median:.1f} ms, worst {1000 * worst:.1f} ms of {kills} kills")
    assert median <= soon(0.5)  # a process that is only asked now and then would be missed for seconds


@pytest.mark.fault("engine-killed")
@pytest.mark.thorough
@pytest.mark.slow
async def test_at_any_moment_nothing_is_lost_or_shown_twice(tmp_path: Path, figure: Callable[[str], None]) -> None:
    """A job meets two kills at most: three would set it aside."""
    chance, jobs, kills = random.Random(20260911), 30, 0  # noqa: S311 - repeatable
    child = BreakableEngine(tmp_path / "engine")
    engine = child.engine()
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user() as user,
        running_bot(server, tmp_path / "data", engine, daily_quota=1000),
    ):
        await engine.describe()
        for number in range(1, jobs + 1):
            await ask(user, f"iterations={chance.choice((100, 200, 300))}")
            done = asyncio.create_task(user.wait_for(told(number), 2 * LONG))
            for _ in range(2):
                await asyncio.wait({done}, timeout=chance.uniform(0.0, 0.8))
                kills += not done.done() and child.kill()
            await done
        assert len(results(await user.transcript())) == jobs
        await settled(tmp_path / "data", None, LONG)
        chats = await chats_of(user)
    assert {job.state for job in jobs_in(tmp_path / "data")} == {"delivered"}
    child.assert_nothing_left()
    await check(tmp_path / "data", chats, accepted=jobs)
    assert kills > jobs // 3  # otherwise they missed what they were meant for
    figure(f"lost 0, twice 0 of {jobs} jobs with {kills} kills at random moments")
