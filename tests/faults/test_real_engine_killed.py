"""The engine with TensorFlow in it, killed while it imports, builds its graph, and iterates."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.backends.local import LocalEngine
from engine.settings import Precision
from tests.support.eventually import LONG
from tests.support.filters import NONE_HERE
from tests.support.hearing import listening
from tests.support.invariant import chats_of, check, jobs_in, settled
from tests.support.paintings import ask, results, told
from tests.support.processes import children_of, zombies_of
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer
from tests.support.sandbox_chat import button_of, preview


async def kill_engine() -> int:
    """Kill an engine as soon as there is one; returns its process id."""
    async with asyncio.timeout(LONG):
        while True:
            for child in children_of(os.getpid()):
                if b"engine.worker" in await asyncio.to_thread(Path(f"/proc/{child}/cmdline").read_bytes):
                    os.kill(child, signal.SIGKILL)
                    return child
            await asyncio.sleep(0.1)


@pytest.mark.fault("engine-killed")
@pytest.mark.thorough
@pytest.mark.slow
async def test_the_job_goes_on_and_its_result_is_shown_once(
    tmp_path: Path, figure: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot.dispatch")
    engine = LocalEngine(precision=Precision.FLOAT32, environment=NONE_HERE)
    killed = []
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user() as user,
        running_bot(server, tmp_path / "data", engine),
    ):
        with listening("died before it was ready") as died:
            killed.append(await kill_engine())  # it has hardly begun to import
            await asyncio.wait_for(died.wait(), LONG)
        await asyncio.wait_for(engine.describe(), LONG)
        with listening("started with self-taught features") as started:
            await ask(user, "size=128 iterations=2000")  # no machine is done before it is killed
            await asyncio.wait_for(started.wait(), LONG)
        killed.append(await kill_engine())  # the first iteration builds the graph
        shown = await user.wait_for(preview, LONG)
        with listening("started with self-taught features") as gone_on:
            killed.append(await kill_engine())
            await asyncio.wait_for(gone_on.wait(), LONG)
        await user.tap(shown.message_id, button_of(shown, "keep"), stale=True)
        await user.wait_for(told(1), LONG)
        assert len(results(await user.transcript())) == 1
        await settled(tmp_path / "data", None, LONG)
        chats = await chats_of(user)
    [job] = jobs_in(tmp_path / "data")
    assert (job.state, job.status.attempt, job.status.engine_deaths) == ("delivered", 3, 2)
    assert len(set(killed)) == 3
    assert set(killed).isdisjoint(zombies_of(os.getpid()))
    await check(tmp_path / "data", chats, accepted=1)
    figure("with TensorFlow: lost 0 of 3 kills")
