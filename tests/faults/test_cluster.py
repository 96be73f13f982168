"""What may happen to a Ray cluster, with real Ray processes: a node, the gateway, the head, the bot is killed."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import cast

import pytest

from engine.backends.local import LocalEngine
from engine.errors import EngineLost
from engine.events import AnyEvent, Checkpoint
from engine.settings import JobSpec, TransferSettings
from tests.support.eventually import eventually
from tests.support.fake_engine import Script
from tests.support.invariant import jobs_in
from tests.support.pictures import plain_png
from tests.support.processes import children_of, is_alive
from tests.support.ray_cluster import START, RayCluster, ray_cluster
from tests.support.scene import finished
from tests.support.stage import stage

pytestmark = pytest.mark.ray
Figure = Callable[[str], None]

SLOW = Script(iterations=200, seconds_per_iteration=0.05)
JOB = JobSpec(
    job_id="job",
    attempt=1,
    settings=TransferSettings(size=128),
    content=plain_png("red"),
    styles=(plain_png("blue"),),
)


@pytest.fixture
def cluster() -> Iterator[RayCluster]:
    pytest.importorskip("ray")
    with ray_cluster(nodes=1) as running:
        yield running


def light_workers() -> set[int]:
    """The engines' processes on all nodes, whoever started them."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"tests.support.light_worker" in command and is_alive(int(entry.name)):
            found.add(int(entry.name))
    return found


async def until_free(engine: LocalEngine) -> None:
    async def free() -> bool:
        return await engine.capacity() > 0

    await eventually(free, START)


@pytest.mark.fault("node-killed")
async def test_the_job_of_a_killed_node_goes_on_elsewhere_from_its_checkpoint(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, cluster: RayCluster, figure: Figure
) -> None:
    """Once the first node is lost, a node that joins only then gets the work."""
    caplog.set_level("INFO")
    (first,) = cluster.nodes
    engine = cluster.engine(SLOW)
    async with stage(tmp_path) as here:
        async with here.bot(engine):
            await here.user.send_album([plain_png("red"), plain_png("blue")])
            await here.user.wait_for(lambda chat: any("░" in message.text for message in chat), START)
            await here.user.wait_for(lambda chat: any(message.media and message.from_bot for message in chat), START)
            cluster.kill(first)
            killed = time.monotonic()

            async def put_back() -> bool:
                return any(job.attempt > 1 or job.state == "queued" for job in jobs_in(here.data))

            await eventually(put_back, START)
            seen = time.monotonic() - killed
            cluster.start_node()
            await here.user.wait_for(finished(), START)
        await here.check(accepted=1)
    starts = [int(number) for number in re.findall(r"iterations from (\d+)", caplog.text)]
    assert len(starts) == 2
    assert starts[1] > 0
    assert seen <= 20
    figure(f"seen after {seen:.1f} s, went on from iteration {starts[1]}, results 1")


@pytest.mark.fault("gateway-killed")
async def test_a_killed_gateway_loses_its_job_ends_its_work_and_is_replaced(
    cluster: RayCluster, figure: Figure
) -> None:
    others = set(children_of(os.getpid()))
    engine = cluster.engine(SLOW)
    try:
        await until_free(engine)
        workers = light_workers()
        assert workers
        async with aclosing(engine.run(JOB)) as events:  # type: ignore[type-var]
            async for event in events:
                if isinstance(cast(AnyEvent, event), Checkpoint):
                    break
            (gateway,) = set(children_of(os.getpid())) - others
            os.kill(gateway, signal.SIGKILL)
            killed = time.monotonic()
            with pytest.raises(EngineLost):
                _ = [event async for event in events]

            async def gone() -> bool:
                return not any(is_alive(worker) for worker in workers)

            await eventually(gone, 10, every=0.02)
            zombie = time.monotonic() - killed
        await until_free(engine)
    finally:
        await engine.aclose()
    assert zombie <= 2
    figure(f"its work ended after {zombie:.2f} s, replaced")


@pytest.mark.fault("head-killed")
async def test_while_the_head_is_gone_the_bot_lives_and_its_jobs_wait(
    tmp_path: Path, cluster: RayCluster, figure: Figure
) -> None:
    engine = cluster.engine(SLOW)
    async with stage(tmp_path) as here:
        async with here.bot(engine) as bot:
            await here.user.send_album([plain_png("red"), plain_png("blue")])
            await here.user.wait_for(lambda chat: any(message.media and message.from_bot for message in chat), START)
            cluster.stop()

            async def put_back() -> bool:
                return any(job.state == "queued" for job in jobs_in(here.data))

            await eventually(put_back, START)
            assert not bot.task.done()
            cluster.start_head()
            cluster.start_node()
            await here.user.wait_for(finished(), START)
        await here.check(accepted=1)
    figure("bot exits 0, lost 0 of 1")


@pytest.mark.fault("cluster-open")
async def test_a_cluster_that_lets_anybody_in_is_not_joined(caplog: pytest.LogCaptureFixture, figure: Figure) -> None:
    pytest.importorskip("ray")
    with ray_cluster(nodes=0, token=False) as cluster:
        engine = cluster.engine(Script())
        try:
            with pytest.raises(EngineLost):
                await engine.describe()
        finally:
            await engine.aclose()
    assert "lets in whoever can reach it" in caplog.text
    figure("joined 0")
