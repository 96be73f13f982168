"""The painter without Ray: what it makes of its orders and of its node, and what it does when nobody asks for it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from functools import partial

import pytest

from engine.backends.local import worker_command
from engine.cluster.painter import Orders, engine_for
from engine.settings import Precision
from engine.worker.process import ROOT
from tests.support.eventually import LONG, eventually
from tests.support.processes import is_alive, is_stopped

#: A painter that hears one word of its gateway's and then nothing more, as when its machine is lost.
ABANDONED = """
import asyncio, os, sys
import msgspec
from engine.cluster import painter
from tests.support.processes import children_of

async def main():
    orders = painter.Orders(command=(sys.executable, "-m", "tests.support.light_worker"))
    forsaken = painter.Painter(msgspec.msgpack.encode(orders))
    painter.PAUSE = 3600  # until the engine is there, which on a busy machine takes long
    await forsaken.introduce()
    print(*children_of(os.getpid()), flush=True)
    painter.PAUSE, painter.LEASE = 0.2, float(sys.argv[1])
    await forsaken.renew()
    await asyncio.sleep(3600)

asyncio.run(main())
"""


async def abandoned(lease: float) -> tuple[asyncio.subprocess.Process, int]:
    """Such a painter, and its engine's process, which will be stopped."""
    painter = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ABANDONED, str(lease)),
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert painter.stdout is not None
    [engine] = (await painter.stdout.readline()).split()
    return painter, int(engine)


async def stopped(engine: int) -> bool:
    return is_stopped(engine)


async def gone(engine: int) -> bool:
    return not is_alive(engine)


async def test_a_painter_that_hears_nothing_ends_with_the_engine_that_it_has_stopped() -> None:
    painter, engine = await abandoned(2)
    assert await painter.wait() == 1
    await eventually(partial(gone, engine), LONG)


async def test_an_engine_that_was_stopped_ends_with_a_painter_that_is_killed() -> None:
    """It cannot read the end of its pipe."""
    painter, engine = await abandoned(3600)
    await eventually(partial(stopped, engine), LONG)
    painter.send_signal(signal.SIGKILL)
    await painter.wait()
    await eventually(partial(gone, engine), LONG)


def test_the_bot_says_what_is_painted_with_and_the_node_what_it_may_take() -> None:
    orders = Orders(precision=Precision.FLOAT32, threads=4)
    assert command_of(orders, {}) == worker_command(Precision.FLOAT32, 4)
    node = {"STYLEGRAM_THREADS": "2", "STYLEGRAM_MEMORY_LIMIT": "3GB", "STYLEGRAM_PRECISION": "bfloat16"}
    assert command_of(orders, node) == worker_command(Precision.FLOAT32, 2, 3 * 10**9)


@pytest.mark.parametrize("name", ["STYLEGRAM_THREADS", "STYLEGRAM_MEMORY_LIMIT"])
def test_a_node_whose_limits_make_no_sense_says_which(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        engine_for(Orders(), {name: "much"})


def command_of(orders: Orders, environment: dict[str, str]) -> tuple[str, ...]:
    return engine_for(orders, environment).commands[0]
