"""How long a run may be silent, and that nothing is taken for a hang that is none."""

from __future__ import annotations

import asyncio
import time

import msgspec
import pytest

from engine.events import Checkpoint, EngineFacts, PlannedScale, Started
from engine.settings import FeatureSource, Precision
from engine.worker.watchdog import LATE, UNREPORTED, SilenceLimits, Standing, Watchdog
from tests.support.eventually import LONG
from tests.support.fake_engine import FACTS

SLOW = msgspec.structs.replace(FACTS, seconds_per_iteration=1.0, seconds_per_megapixel=2.0, seconds_to_start=8.0)
FAST = msgspec.structs.replace(FACTS, seconds_per_iteration=0.001, seconds_per_megapixel=0.0, seconds_to_start=0.1)
#: A quarter and a whole megapixel: of the slow engine's iterations, 1.5 s and 3 s each.
SCALES = (
    PlannedScale(height=500, width=500, iterations=100),
    PlannedScale(height=1000, width=1000, iterations=200),
)
STARTED = Started(features=FeatureSource.SELF_TAUGHT, precision=Precision.FLOAT32, scales=SCALES, iterations=300)
USUAL = SilenceLimits()


def allowed(done: int, facts: EngineFacts = SLOW, *, just_started: bool = False) -> float:
    return Standing(SCALES, done).may_be_silent(USUAL, facts, just_started=just_started)


def test_within_a_scale_it_is_ten_times_the_predicted_time_of_an_iteration() -> None:
    limits = SilenceLimits(least=0.0, times=10.0)
    for done, each in ((10, 1.5), (150, 3.0)):
        silence = Standing(SCALES, done).may_be_silent(limits, SLOW, just_started=False)
        assert silence == pytest.approx((10 + UNREPORTED) * each)


def test_it_is_at_least_half_a_minute() -> None:
    assert allowed(1, msgspec.structs.replace(SLOW, seconds_per_iteration=0.1, seconds_per_megapixel=0.0)) == 30 + 1


@pytest.mark.parametrize("done", [0, 100, 300])
def test_where_graphs_are_built_or_the_result_is_made_it_is_longer(done: int) -> None:
    assert allowed(done) >= allowed(10) + USUAL.compiling - 60
    assert allowed(done) >= 30 + USUAL.compiling


def test_before_the_start_it_goes_by_what_a_start_is_expected_to_take() -> None:
    assert Standing().may_be_silent(USUAL, SLOW, just_started=False) == 80 + USUAL.compiling


def test_one_that_goes_on_within_a_scale_may_build_its_graph_first() -> None:
    assert allowed(50, just_started=True) == allowed(50) + USUAL.compiling


def test_a_scale_that_may_be_over_before_the_next_word_may_end_in_silence() -> None:
    assert allowed(50, FAST) > USUAL.compiling  # the fifty that are left take a twentieth of a second
    assert allowed(99) - allowed(90) == USUAL.compiling


def test_it_stands_where_its_words_say() -> None:
    standing = Standing().after(STARTED)
    assert standing == Standing(SCALES, 0)
    assert standing.after(Checkpoint(iteration=100, state=b"")) == Standing(SCALES, 100)


@pytest.fixture
def barks() -> list[float]:
    return []


SHORT = SilenceLimits(least=0.2, times=0.0, compiling=0.0)


async def bark_of_another() -> None:
    """Wait until a watchdog that begins now has barked. Whatever an older one with these limits would have done has
    been done by then, however busy the machine: the loop keeps the order of its timers.
    """
    barked = asyncio.Event()
    Watchdog(SHORT, FAST, lambda _: barked.set()).heard(STARTED)
    async with asyncio.timeout(LONG):
        await barked.wait()


async def test_silence_is_noticed_once_and_words_begin_it_anew(barks: list[float]) -> None:
    watchdog = Watchdog(SHORT, FAST, barks.append)
    watchdog.heard(STARTED)
    await bark_of_another()
    await bark_of_another()
    assert len(barks) == 1
    watchdog.heard(Checkpoint(iteration=1, state=b""))
    await bark_of_another()
    assert len(barks) == 2
    assert min(barks) >= SHORT.least


async def test_nothing_is_noticed_of_what_is_over(barks: list[float]) -> None:
    watchdog = Watchdog(SHORT, FAST, barks.append)
    watchdog.heard(STARTED)
    watchdog.rest()
    await bark_of_another()
    assert barks == []


async def test_a_listener_that_stood_still_itself_does_not_blame_the_run(barks: list[float]) -> None:
    watchdog = Watchdog(SHORT, FAST, barks.append)
    time.sleep(SHORT.least + LATE + 0.3)  # noqa: ASYNC251  # as when the whole process was stopped
    for _ in range(3):  # turns of the loop: the time has run out, and what the run said meanwhile is only read now
        await asyncio.sleep(0)
    assert barks == []
    watchdog.heard(STARTED)
    watchdog.rest()
