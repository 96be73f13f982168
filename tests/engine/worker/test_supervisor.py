"""Children that die, hang or never start, under a supervisor that must cope."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import signal
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import cast

import msgspec
import pytest

from engine.backends.local import LocalEngine, worker_command
from engine.errors import EngineLost
from engine.events import AnyEvent, Canceled, Progress, Result, Started
from engine.settings import JobSpec, Precision, TransferSettings
from engine.worker.process import WorkerProcess
from engine.worker.supervisor import Timings
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import FACTS, Script
from tests.support.pictures import plain_png
from tests.support.processes import children_of, is_alive

LIGHT = (sys.executable, "-m", "tests.support.light_worker")
HASTY = Timings(start=LONG, terminate=0.05, kill=0.1, first_pause=0.02, longest_pause=0.08, healthy=60)
JOB = JobSpec(
    job_id="job",
    attempt=1,
    settings=TransferSettings(iterations=10, size=128),
    content=plain_png("red"),
    styles=(plain_png("blue"),),
)

Start = Callable[..., LocalEngine]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    engines: list[LocalEngine] = []

    def started(
        script: Script = Script(),  # noqa: B008  # frozen
        *,
        command: tuple[str, ...] = LIGHT,
        timings: Timings = HASTY,
        **environment: str,
    ) -> LocalEngine:
        environment |= {
            "LIGHT_SCRIPT": msgspec.json.encode(script).decode(),
            "LIGHT_LIVES": str(tmp_path / "lives"),
        }
        engines.append(LocalEngine(command=command, environment=environment, timings=timings))
        return engines[-1]

    yield started
    for engine in engines:
        await engine.aclose()
    assert children_of(os.getpid()) == []


@pytest.fixture
def lives(tmp_path: Path) -> Callable[[], list[int]]:
    """The process ids of all children so far."""
    return lambda: [int(line) for line in (tmp_path / "lives").read_text().split()]


def run(engine: LocalEngine, job: JobSpec = JOB) -> AsyncGenerator[AnyEvent, None]:
    return cast(AsyncGenerator[AnyEvent, None], engine.run(job))


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG):
        while not condition():  # noqa: ASYNC110  # the condition lies outside this process
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("stubborn", ["", "yes"])
async def test_a_child_that_ignores_a_cancel_is_ended_and_the_run_counts_as_canceled(
    start: Start, lives: Callable[[], list[int]], stubborn: str
) -> None:
    engine = start(Script(hold_at=3), LIGHT_STUBBORN=stubborn)
    seen = []
    async with aclosing(run(engine)) as events:
        async for event in events:
            seen.append(event)
            if isinstance(event, Progress) and event.iteration == 3:
                await engine.cancel("job", 1)
    assert isinstance(seen[-1], Canceled)
    assert seen[-1].sequence == seen[-2].sequence + 1
    await until(lambda: len(lives()) == 2)
    assert not is_alive(lives()[0])


async def test_leaving_a_run_that_hangs_frees_the_slot_all_the_same(
    start: Start, lives: Callable[[], list[int]]
) -> None:
    engine = start(Script(hold_at=1))
    async with aclosing(run(engine)) as events:
        while not isinstance(await anext(events), Progress):
            pass
    async with aclosing(run(engine, msgspec.structs.replace(JOB, attempt=2))) as events:
        assert isinstance(await anext(events), Started)
    assert len(lives()) == 2


async def test_an_idle_child_that_dies_is_replaced(start: Start, lives: Callable[[], list[int]]) -> None:
    engine = start()
    await engine.describe()
    os.kill(lives()[0], signal.SIGKILL)
    await until(lambda: len(lives()) == 2)
    assert isinstance([event async for event in run(engine)][-1], Result)


async def test_failed_starts_are_repeated_with_growing_pauses(start: Start, lives: Callable[[], list[int]]) -> None:
    began = time.monotonic()
    engine = start(LIGHT_FAILED_STARTS="2")
    assert await engine.describe() == FACTS
    assert len(lives()) == 3
    assert time.monotonic() - began >= 0.02 + 0.04


async def test_an_engine_that_cannot_start_says_so_and_goes_on_trying(
    start: Start, lives: Callable[[], list[int]]
) -> None:
    engine = start(LIGHT_FAILED_STARTS="5")
    with pytest.raises(EngineLost, match="died before it was ready, exit status 1"):
        await engine.describe()
    with pytest.raises(EngineLost):
        await anext(run(engine))
    assert await engine.capacity() == 0
    async with asyncio.timeout(LONG):
        while await engine.capacity() == 0:  # noqa: ASYNC110  # that it is ready is announced by nothing else
            await asyncio.sleep(0.005)
    assert len(lives()) == 6
    assert await engine.describe() == FACTS
    assert isinstance([event async for event in run(engine)][-1], Result)


async def test_a_machine_that_is_too_slow_for_the_time_of_a_start_gets_more(
    start: Start,
) -> None:
    slow = f"import os, time; time.sleep(1); os.execv({sys.executable!r}, {list(LIGHT)!r})"
    timings = dataclasses.replace(HASTY, start=0.3)
    engine = start(command=(sys.executable, "-c", slow), timings=timings)

    async def is_ready() -> bool:
        return await engine.capacity() == 1

    await eventually(is_ready)
    assert await engine.describe() == FACTS


@pytest.mark.parametrize(
    ("source", "seconds", "reason"),
    [
        ("import time; time.sleep(60)", 0.3, "not ready within [0-9.]+ s"),
        ("print('hello', flush=True)", LONG, "a frame of [0-9]+ bytes is announced"),
        (
            "import time; print('hello' * 10**6, flush=True); time.sleep(60)",
            LONG,
            "a frame of [0-9]+ bytes is announced",
        ),
    ],
)
async def test_something_else_than_a_worker_is_not_taken_for_one(
    start: Start, source: str, seconds: float, reason: str
) -> None:
    timings = Timings(start=seconds, first_pause=0.01, longest_pause=0.01)
    engine = start(command=(sys.executable, "-c", source), timings=timings)
    with pytest.raises(EngineLost, match=reason):
        await engine.describe()


async def test_a_command_that_does_not_exist_is_reported(start: Start) -> None:
    engine = start(command=("/does/not/exist",))
    with pytest.raises(EngineLost, match="cannot be started"):
        await engine.describe()


async def test_a_job_beyond_the_bound_of_its_message_fails_and_the_engine_lives(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.worker.protocol import COMMANDS

    engine = start()
    await engine.describe()
    monkeypatch.setitem(COMMANDS._bounds, "RunJob", 10)
    (end,) = [event async for event in run(engine)]
    assert end.kind == "picture_too_heavy"  # type: ignore[union-attr]  # a Failed, or the test fails
    assert await engine.capacity() == 1


@pytest.mark.fault("token")
async def test_the_token_is_not_in_the_environment_of_the_child(
    start: Start, lives: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
    engine = start(TELEGRAM_WEBHOOK_SECRET="secret")  # noqa: S106 - nobody's
    await engine.describe()
    environment = Path(f"/proc/{lives()[0]}/environ").read_bytes()  # noqa: ASYNC240 - no disk
    assert b"LIGHT_LIVES" in environment
    assert b"secret" not in environment


async def test_children_are_out_of_reach_of_the_terminal_of_the_bot(
    start: Start, lives: Callable[[], list[int]]
) -> None:
    engine = start()
    await engine.describe()
    assert os.getsid(lives()[0]) == lives()[0] != os.getsid(0)


@pytest.mark.parametrize("is_there", [False, True], ids=["on its way", "there"])
async def test_closing_while_the_child_is_starting_leaves_nothing_behind(
    start: Start, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    begun, made = asyncio.Event(), asyncio.Event()
    children: list[WorkerProcess] = []
    begin = WorkerProcess.start

    async def noted(name: str, command: Sequence[str], environment: Mapping[str, str]) -> WorkerProcess:
        begun.set()
        children.append(await begin(name, command, environment))
        made.set()
        return children[0]

    monkeypatch.setattr(WorkerProcess, "start", noted)
    never_ready = (sys.executable, "-c", "import time; time.sleep(10_000)")
    engine = start(command=never_ready, timings=dataclasses.replace(HASTY, start=2 * LONG))
    assert await engine.capacity() == 0
    await (made if is_there else begun).wait()
    assert bool(children) is is_there
    async with asyncio.timeout(LONG):
        await engine.aclose()
    assert not is_alive(children[0].pid)
    assert children_of(os.getpid()) == []


def test_the_command_of_a_worker_carries_its_options() -> None:
    assert worker_command()[1:] == ("-P", "-m", "engine.worker", "--precision", "auto")
    assert worker_command(Precision.FLOAT32, 2)[-4:] == ("--precision", "float32", "--threads", "2")
    assert worker_command(memory_limit=4 * 10**9)[-2:] == ("--memory-limit", "4000000000")
