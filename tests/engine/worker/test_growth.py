"""When a worker that has grown is due for replacement, and that no job is lost by it."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec
import pytest

from engine.backends.local import LocalEngine
from engine.events import AnyEvent, Learned, Result
from engine.settings import JobSpec, Lesson, TransferSettings
from engine.worker.growth import Bounds, Growth
from engine.worker.supervisor import Timings
from tests.support.eventually import LONG
from tests.support.fake_engine import Script
from tests.support.pictures import plain_png
from tests.support.processes import is_alive

LIGHT = (sys.executable, "-m", "tests.support.light_worker")
HOARD = 50_000_000  #: bytes; more than twice what a light worker holds otherwise
NEVER = 1e9
JOB = JobSpec(
    job_id="job",
    attempt=1,
    settings=TransferSettings(iterations=10, size=128),
    content=plain_png("red"),
    styles=(plain_png("blue"),),
)

Start = Callable[[Bounds, int], LocalEngine]
needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell what is held")


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    engines: list[LocalEngine] = []

    def started(bounds: Bounds, hoards: int) -> LocalEngine:
        environment = {
            "LIGHT_SCRIPT": msgspec.json.encode(Script()).decode(),
            "LIGHT_LIVES": str(tmp_path / "lives"),
            "LIGHT_HOARDS": str(hoards),
        }
        timings = Timings(first_pause=0.02, longest_pause=0.08, bounds=bounds)
        engines.append(LocalEngine(command=LIGHT, environment=environment, timings=timings))
        return engines[-1]

    yield started
    for engine in engines:
        await engine.aclose()


@pytest.fixture
def lives(tmp_path: Path) -> Callable[[], list[int]]:
    """The process ids of all children so far."""
    return lambda: [int(line) for line in (tmp_path / "lives").read_text().split()]


async def last_event(engine: LocalEngine, number: int) -> AnyEvent:
    return [event async for event in engine.run(msgspec.structs.replace(JOB, attempt=number))][-1]


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG):
        while not condition():  # noqa: ASYNC110  # the condition lies outside this process
            await asyncio.sleep(0.005)


@needs_proc
async def test_a_worker_that_has_grown_is_replaced_once_it_is_quiet(
    start: Start, lives: Callable[[], list[int]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "engine.worker.supervisor")
    engine = start(Bounds(at_rest=1.3, at_once=NEVER, quiet=0.01, least=0), HOARD)
    for number in (1, 2, 3):
        assert isinstance(await last_event(engine, number), Result)
    await until(lambda: len(lives()) >= 2)
    assert not is_alive(lives()[0])
    assert isinstance(await last_event(engine, 4), Result)
    (farewell, *_) = [record for record in caplog.records if "replaced, for it has grown from 0.0" in record.message]
    assert farewell.levelno == logging.INFO
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@needs_proc
async def test_while_jobs_wait_only_a_worker_that_has_grown_much_is_replaced_and_every_job_is_done(
    start: Start, lives: Callable[[], list[int]]
) -> None:
    engine = start(Bounds(at_rest=NEVER, at_once=2.0, quiet=0.0, least=0), HOARD)
    ends = await asyncio.gather(*(last_event(engine, number) for number in range(1, 9)))
    assert [type(end) for end in ends] == [Result] * 8
    assert 2 <= len(lives()) <= 4


@needs_proc
async def test_a_worker_with_more_to_do_is_not_replaced_for_a_quiet_moment(
    start: Start, lives: Callable[[], list[int]]
) -> None:
    engine = start(Bounds(at_rest=1.3, at_once=NEVER, quiet=3600.0, least=0), HOARD)
    for number in range(1, 6):
        assert isinstance(await last_event(engine, number), Result)
    assert len(lives()) == 1


async def test_a_worker_that_holds_what_it_held_stays(start: Start, lives: Callable[[], list[int]]) -> None:
    engine = start(Bounds(at_rest=1.3, at_once=1.5, quiet=0.0, least=0), 0)
    for number in range(1, 6):
        assert isinstance(await last_event(engine, number), Result)
    assert len(lives()) == 1


@needs_proc
async def test_lessons_say_nothing_of_growth(start: Start, lives: Callable[[], list[int]]) -> None:
    engine = start(Bounds(at_rest=NEVER, at_once=1.3, quiet=0.0, least=0), HOARD)
    for number in range(1, 5):
        lesson = msgspec.structs.replace(JOB, attempt=number, lesson=Lesson(steps=2))
        assert isinstance([event async for event in engine.run(lesson)][-1], Learned)
    assert isinstance(await last_event(engine, 5), Result)
    assert len(lives()) == 1


def test_growth_is_measured_from_the_first_job() -> None:
    grown = Growth().after_job(1000).after_job(1500).after_job(2100)
    assert grown == Growth(jobs=3, first=1000, latest=2100)
    assert grown.is_beyond(2.0, least=1000)
    assert not grown.is_beyond(2.2, least=1000)
    assert not grown.is_beyond(2.0, least=1200)
    assert not Growth().after_job(1000).is_beyond(1.5, least=0)


def test_where_the_system_does_not_tell_nothing_grows() -> None:
    assert not Growth().after_job(0).after_job(0).is_beyond(1.0, least=0)
