"""When the bot counts as healthy, by a clock that the test sets."""

from __future__ import annotations

import pytest

from bot.operations import health
from bot.operations.health import Check, VitalSigns
from engine.events import PlannedScale, Started
from tests.support.fake_engine import FACTS


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def signs(clock: Clock) -> VitalSigns:
    return VitalSigns(clock)


def started(edge: int) -> Started:
    scale = PlannedScale(height=edge, width=edge, iterations=10)
    return Started(features=FACTS.features, precision=FACTS.precision, scales=(scale,), iterations=10)


def checks(signs: VitalSigns) -> set[Check]:
    return {problem.check for problem in signs.problems()}


def test_each_sign_grows_old_by_itself(signs: VitalSigns, clock: Clock) -> None:
    assert checks(signs) == set()
    clock.now += health.LATEST_BEAT + 1
    assert checks(signs) == {Check.LOOP}
    signs.beat()
    assert checks(signs) == set()
    clock.now += health.LATEST_POLL
    signs.beat()
    assert checks(signs) == {Check.POLL}
    clock.now += health.LATEST_ENGINE
    signs.beat()
    signs.polled()
    assert checks(signs) == {Check.ENGINE}
    signs.saw_engines(1)
    assert checks(signs) == set()


def test_a_late_beat_is_measured(signs: VitalSigns, clock: Clock) -> None:
    clock.now += health.BEAT + 2.5
    signs.beat()
    assert signs.lag == pytest.approx(2.5)


def test_an_engine_at_work_is_none_that_is_missing(signs: VitalSigns, clock: Clock) -> None:
    signs.begin_run()
    clock.now += health.LATEST_ENGINE + 1
    signs.saw_engines(0)
    assert Check.ENGINE not in checks(signs)


@pytest.mark.parametrize(("edge", "seconds"), [(1000, 1.01), (4000, 16.01)])
def test_a_run_may_be_silent_for_longer_the_longer_its_iterations_take(
    signs: VitalSigns, clock: Clock, edge: int, seconds: float
) -> None:
    signs.facts = FACTS
    engine = signs.begin_run()
    signs.heard(engine, started(edge))
    allowed = health.SILENCE + health.SILENT_ITERATIONS * seconds
    clock.now += allowed - 1
    assert Check.RUN not in checks(signs)
    clock.now += 2
    [problem] = [problem for problem in signs.problems() if problem.check is Check.RUN]
    assert problem.engine == engine
    assert "engine 1 says nothing of its job" in problem.message
    signs.end_run(engine)
    assert Check.RUN not in checks(signs)


def test_an_engine_has_the_lowest_number_that_is_free(signs: VitalSigns) -> None:
    assert [signs.begin_run(), signs.begin_run(), signs.begin_run()] == [1, 2, 3]
    signs.end_run(2)
    assert signs.begin_run() == 2


def test_local_engines_are_replaced_before_they_are_complained_of() -> None:
    from engine.worker.watchdog import SilenceLimits, Standing

    limits = SilenceLimits()
    for edge in (64, 512, 2048, 4096):
        event = started(edge)
        each = FACTS.seconds_per_iteration + FACTS.seconds_per_megapixel * edge * edge / 1e6
        watchdog = Standing().after(event).may_be_silent(limits, FACTS, just_started=True)
        assert watchdog < health.SILENCE + health.SILENT_ITERATIONS * each
