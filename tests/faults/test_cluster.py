"""What may happen to a Ray cluster, with real Ray processes: a node, the gateway, the head, the bot is killed."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, aclosing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest

from engine.backends.local import LocalEngine
from engine.cluster.joining import JoinRefusal
from engine.errors import EngineLost
from engine.events import Checkpoint, Result
from engine.settings import JobSpec, TransferSettings
from engine.worker.process import ROOT
from engine.worker.protocol import PROTOCOL_VERSION
from tests.support import other_user
from tests.support.bot_process import BotProcess
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import Script
from tests.support.invariant import jobs_in
from tests.support.pictures import plain_png
from tests.support.processes import is_alive, is_stopped, soon, wait_until_gone
from tests.support.ray_cluster import RayCluster, other_ray, ray_cluster
from tests.support.sandbox_chat import preview
from tests.support.scene import finished
from tests.support.stage import stage

pytestmark = pytest.mark.ray
Figure = Callable[[str], None]

_REFUSAL = re.compile(r"\[cluster_\w+\]")
LONGER_THAN_THE_TEST = Script(iterations=2000, seconds_per_iteration=0.05)
JOB = JobSpec(
    job_id="job",
    attempt=1,
    settings=TransferSettings(size=128),
    content=plain_png("red"),
    styles=(plain_png("blue"),),
)


@pytest.fixture(scope="module")
def shared_cluster() -> Iterator[RayCluster]:
    pytest.importorskip("ray")
    with ray_cluster(nodes=0) as running:
        yield running


@pytest.fixture
def cluster(shared_cluster: RayCluster) -> RayCluster:
    """A cluster with one idle node, whatever the tests before have left."""
    for process in shared_cluster.gateways() | shared_cluster.workers():
        wait_until_gone(process)
    if not shared_cluster.nodes:
        shared_cluster.start_node()
    return shared_cluster


def script_in(directory: Path, script: Script) -> Path:
    """A file with the script for the next jobs of an engine."""
    file = directory / "script.json"
    file.write_bytes(msgspec.json.encode(script))
    return file


async def last_words(cluster: RayCluster, caplog: pytest.LogCaptureFixture) -> str:
    """The error of an engine whose gateway does not serve."""
    engine = cluster.engine(Script())

    async def said() -> bool:
        return bool(_REFUSAL.search(caplog.text))

    try:
        await engine.capacity()
        await eventually(said, LONG)
    finally:
        await engine.aclose()
    return next(record.getMessage() for record in caplog.records if _REFUSAL.search(record.getMessage()))


async def until_free(engine: LocalEngine) -> None:
    async def free() -> bool:
        return await engine.capacity() > 0

    await eventually(free, LONG)


@pytest.mark.fault("node-killed")
async def test_the_job_of_a_killed_node_goes_on_elsewhere_from_its_checkpoint(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, cluster: RayCluster, figure: Figure
) -> None:
    """Once the first node is lost, a node that joins only then gets the work."""
    caplog.set_level("INFO")
    (first,) = cluster.nodes
    engine = cluster.engine(script_in(tmp_path, LONGER_THAN_THE_TEST))
    async with stage(tmp_path) as here:
        async with here.bot(engine):
            await here.user.send_album([plain_png("red"), plain_png("blue")])
            await here.user.wait_for(lambda chat: any("░" in message.text for message in chat), LONG)
            await here.user.wait_for(preview, LONG)
            cluster.kill(first)
            killed = time.monotonic()

            async def put_back() -> bool:
                return any(job.status.attempt > 1 or job.state == "queued" for job in jobs_in(here.data))

            await eventually(put_back, LONG)
            seen = time.monotonic() - killed
            script_in(tmp_path, Script(iterations=200))
            cluster.start_node()
            await here.user.wait_for(finished(), LONG)
        await here.check(accepted=1)
    starts = [int(number) for number in re.findall(r"iterations from (\d+)", caplog.text)]
    assert len(starts) == 2
    assert starts[1] > 0
    assert seen <= soon(20)
    figure(f"seen after {seen:.1f} s, went on from iteration {starts[1]}, results 1")


@pytest.mark.fault("gateway-killed")
async def test_a_killed_gateway_loses_its_job_ends_its_work_and_is_replaced(
    cluster: RayCluster, figure: Figure
) -> None:
    engine = cluster.engine(LONGER_THAN_THE_TEST)
    try:
        await until_free(engine)
        workers = cluster.workers()
        assert workers
        async with aclosing(engine.run(JOB)) as events:  # type: ignore[type-var]  # the protocol says iterator, every engine has a generator
            async for event in events:
                if isinstance(event, Checkpoint):
                    break
            (gateway,) = cluster.gateways()
            os.kill(gateway, signal.SIGKILL)
            killed = time.monotonic()
            with pytest.raises(EngineLost):
                _ = [event async for event in events]

            async def gone() -> bool:
                return not any(is_alive(worker) for worker in workers)

            await eventually(gone, LONG, every=0.02)
            zombie = time.monotonic() - killed
        await until_free(engine)
    finally:
        await engine.aclose()
    assert zombie <= soon(2)
    figure(f"its work ended after {zombie:.2f} s, replaced")


@pytest.mark.fault("gateway-frozen")
async def test_work_that_nobody_hears_of_stops_and_goes_on_with_the_gateway(
    cluster: RayCluster, figure: Figure
) -> None:
    """A frozen gateway closes no connection, as a bot whose machine or network is gone: only its lease tells."""
    engine = cluster.engine(LONGER_THAN_THE_TEST)
    try:
        await until_free(engine)
        (worker,) = cluster.workers()

        async def stands_still() -> bool:
            return is_stopped(worker)

        async with aclosing(engine.run(JOB)) as events:  # type: ignore[type-var]  # the protocol says iterator, every engine has a generator
            async for event in events:
                if isinstance(event, Checkpoint):
                    heard = event.sequence
                    break
            (gateway,) = cluster.gateways()
            os.kill(gateway, signal.SIGSTOP)
            frozen = time.monotonic()
            await eventually(stands_still, LONG, every=0.02)
            zombie = time.monotonic() - frozen
            os.kill(gateway, signal.SIGCONT)
            async for event in events:  # some of them were on their way
                if event.sequence >= heard + 20:
                    await engine.cancel("job", 1, keep=True)
                end = event
        assert isinstance(end, Result)
        assert cluster.workers() == {worker}
    finally:
        await engine.aclose()
    assert zombie <= soon(2)
    figure(f"its work stopped after {zombie:.2f} s, and went on")


@pytest.mark.fault("cluster-versions")
async def test_nodes_with_another_stylegram_or_none_get_no_work(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, cluster: RayCluster, figure: Figure
) -> None:
    for node in list(cluster.nodes):
        cluster.kill(node)
    shutil.copytree(ROOT / "engine", tmp_path / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    protocol = tmp_path / "engine" / "worker" / "protocol.py"
    told = protocol.read_text()
    protocol.write_text(told.replace(f"PROTOCOL_VERSION = {PROTOCOL_VERSION}", "PROTOCOL_VERSION = 999"))
    assert protocol.read_text() != told
    sentences = {
        tmp_path: "node odd has another version of Stylegram (fake): its engine speaks protocol 999",
        tmp_path / "empty": "install the same Stylegram there as for the bot",
    }
    for code, sentence in sentences.items():
        caplog.clear()
        node = cluster.start_node("odd", code=code)
        try:
            said = await last_words(cluster, caplog)
        finally:
            cluster.kill(node)
        assert sentence in said
        assert said.endswith(f"[{JoinRefusal.VERSIONS}]")
    figure("given work 0")


@pytest.mark.fault("cluster-versions")
async def test_a_cluster_with_another_ray_is_not_joined(caplog: pytest.LogCaptureFixture, figure: Figure) -> None:
    ray = pytest.importorskip("ray")
    with other_ray("2.59.3") as cluster:
        said = await last_words(cluster, caplog)
    assert f"runs Ray 2.59.3 on Python {platform.python_version()}, the bot Ray {ray.__version__} on" in said
    assert said.endswith(f"[{JoinRefusal.VERSIONS}]")
    figure("joined 0")


@pytest.mark.fault("head-killed")
async def test_while_the_head_is_gone_the_bot_lives_and_its_jobs_wait(
    tmp_path: Path, cluster: RayCluster, figure: Figure
) -> None:
    engine = cluster.engine(script_in(tmp_path, LONGER_THAN_THE_TEST))
    async with stage(tmp_path) as here:
        async with here.bot(engine) as bot:
            await here.user.send_album([plain_png("red"), plain_png("blue")])
            await here.user.wait_for(preview, LONG)
            cluster.stop()

            async def put_back() -> bool:
                return any(job.state == "queued" for job in jobs_in(here.data))

            await eventually(put_back, LONG)
            assert not bot.task.done()
            script_in(tmp_path, Script(iterations=200))
            cluster.start_head()
            cluster.start_node()
            await here.user.wait_for(finished(), LONG)
        await here.check(accepted=1)
    figure("bot exits 0, lost 0 of 1")


@pytest.mark.fault("cluster-open")
async def test_a_cluster_that_lets_anybody_in_is_not_joined(caplog: pytest.LogCaptureFixture, figure: Figure) -> None:
    pytest.importorskip("ray")
    with ray_cluster(nodes=0, token=False) as cluster:
        said = await last_words(cluster, caplog)
    assert "lets in whoever can reach it" in said
    assert said.endswith(f"[{JoinRefusal.OPEN}]")
    figure("joined 0")


@pytest.mark.fault("cluster-member")
@pytest.mark.parametrize("same_user", [True, False])
async def test_a_member_of_the_cluster_finds_nothing_of_the_bots(same_user: bool, figure: Figure) -> None:
    """As the bot's own user they would find everything, so the bot refuses that unless it is only a trial."""
    pytest.importorskip("ray")
    reason = None if same_user else other_user.reason_against()
    if reason is not None:
        pytest.skip(reason)
    with ExitStack() as places:
        folder = Path(places.enter_context(TemporaryDirectory()))
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 # on the way to the bot's own folder; that one must keep them out
        cluster = places.enter_context(ray_cluster(nodes=0, user=None if same_user else other_user.SOMEBODY_ELSE))
        async with stage(folder) as here:
            bot = BotProcess(
                here.server,
                here.data,
                folder / "log",
                STYLEGRAM_ENGINE="ray",
                STYLEGRAM_RAY_SOCKET=str(cluster.socket),
                STYLEGRAM_RAY_CPUS="1",
                STYLEGRAM_RAY_SAME_USER=str(int(same_user)),
            )
            await bot.start()
            try:
                await eventually(partial(has_said, bot, "waiting for a node with room"), LONG)
                found = json.loads(
                    await asyncio.to_thread(
                        cluster.member,
                        *("-m", "tests.support.intruder", cluster.address, here.server.token, str(here.data)),
                    )
                )
            finally:
                status = await bot.stop()
                sys.stdout.write(bot.log())  # for whoever sees it fail
    assert status == 0
    assert not found["own"]
    assert (found["user"] == os.getuid()) is same_user
    assert (bot.pid in found["processes"]) is same_user
    assert bool(found["files"]) is same_user
    if not same_user:
        assert found["processes"] == []
        figure("secrets found 0, files read 0")


async def has_said(bot: BotProcess, words: str) -> bool:
    return words in bot.log()
