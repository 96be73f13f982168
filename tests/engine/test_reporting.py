"""Times left, from a clock that the test moves."""

from __future__ import annotations

import pytest

from engine import reporting
from engine.events import PlannedScale
from engine.reporting import Pace, Timer, cost_left

COARSE = PlannedScale(height=96, width=128, iterations=10)
FINE = PlannedScale(height=192, width=256, iterations=5)


class Clock:
    """Stands still until it is told to move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(reporting, "time", clock)
    return clock


def test_a_timer_is_due_once_every_so_many_seconds(clock: Clock) -> None:
    timer = Timer(2.0)
    assert not timer.due()
    clock.now += 2.5
    assert timer.due()
    assert not timer.due()
    clock.now += 1.9
    assert not timer.due()
    clock.now += 0.2
    assert timer.due()


def test_the_time_left_is_exact_when_every_iteration_costs_the_same(clock: Clock) -> None:
    pace = Pace()
    assert pace.predict(cost_left([COARSE], 0, 0)) == 0  # nothing is known yet
    for _ in range(4):
        clock.now += 0.25
        pace.iterated(COARSE)
    assert pace.predict(cost_left([COARSE], 0, 4)) == pytest.approx(6 * 0.25)


def test_a_larger_scale_is_expected_to_take_longer_by_its_pixels(clock: Clock) -> None:
    pace = Pace()
    for _ in range(3):
        clock.now += 0.1
        pace.iterated(COARSE)
    fine_iteration = (pace.predict(cost_left([COARSE, FINE], 0, 10))) / FINE.iterations
    assert 0.1 < fine_iteration <= 0.1 * 4


def test_set_up_between_iterations_does_not_count(clock: Clock) -> None:
    pace = Pace()
    for _ in range(2):
        pace.restart()
        clock.now += 60  # learning, tracing
        for _ in range(3):
            clock.now += 0.5
            pace.iterated(COARSE)
    assert pace.predict(cost_left([COARSE], 0, 0)) == pytest.approx(10 * 0.5)


def test_the_cost_left_falls_to_nothing_over_all_scales() -> None:
    scales = [COARSE, FINE]
    at_start, in_between, near_the_end = (
        cost_left(scales, *place) for place in ((0, 0), (1, 0), (1, FINE.iterations - 1))
    )
    assert at_start == cost_left([COARSE], 0, 0) + in_between
    assert in_between == pytest.approx(FINE.iterations * near_the_end)
    assert cost_left(scales, 1, FINE.iterations) == 0
