"""An engine whose process lives, but works no more: it is ended, and its job goes on in another one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.worker.watchdog import SilenceLimits
from tests.support.breakable_engine import HASTY, BreakableEngine
from tests.support.eventually import LONG
from tests.support.hearing import listening
from tests.support.invariant import chats_of, check, jobs_in, settled
from tests.support.paintings import ask, results, told
from tests.support.processes import soon
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer

TIMINGS = replace(HASTY, silence=SilenceLimits(least=2.0, compiling=1.0))
THRESHOLD = 3.0  #: seconds: where they hang, the result might be in the making


@pytest.mark.fault("engine-hang")
async def test_it_is_ended_and_the_job_goes_on(
    tmp_path: Path, figure: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    """Once all threads get no time, once a C function keeps Python's lock, so that even a cancel is not heard."""
    caplog.set_level("INFO", "bot.dispatch")
    child = BreakableEngine(tmp_path / "engine")
    late = []
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user() as user,
        running_bot(server, tmp_path / "data", child.engine(timings=TIMINGS)),
    ):
        for number, kind in enumerate(("stop", "stuck"), 1):
            child.break_in("iterate", kind)
            with listening("no sign of an iteration") as noticed:
                await ask(user)
                await child.broken()
                broken_at = time.monotonic()
                await asyncio.wait_for(noticed.wait(), LONG)
                late.append(time.monotonic() - broken_at - THRESHOLD)
            await user.wait_for(told(number), LONG)
        assert len(results(await user.transcript())) == 2
        await settled(tmp_path / "data", None, LONG)
        chats = await chats_of(user)
    jobs = jobs_in(tmp_path / "data")
    assert [job.state for job in jobs] == ["delivered"] * 2
    assert caplog.text.count("60 iterations from 10") >= 2
    child.assert_nothing_left()
    await check(tmp_path / "data", chats, accepted=2)
    assert max(late) < soon(10)
    figure(f"threshold + {max(late):.1f} s at most, {len(late)} hangs")
