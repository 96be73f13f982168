"""Times left, from a clock that the test moves."""

from __future__ import annotations

import pytest

from engine.events import PlannedScale
from engine.run import reporting
from engine.run.reporting import NEIGHBORS_OVERHEAD_PIXELS, SpeedEstimate, Timer, cost_left

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
    pace = SpeedEstimate()
    assert pace.left([COARSE], 0, 0) is None
    for _ in range(4):
        clock.now += 0.25
        pace.iterated(COARSE)
    assert pace.left([COARSE], 0, 4) == pytest.approx(6 * 0.25)


def test_a_larger_scale_is_expected_to_take_longer_by_its_pixels(clock: Clock) -> None:
    pace = SpeedEstimate()
    for _ in range(3):
        clock.now += 0.1
        pace.iterated(COARSE)
    left = pace.left([COARSE, FINE], 0, 10)
    assert left is not None
    fine_iteration = left / FINE.iterations
    assert 0.1 < fine_iteration <= 0.1 * 4


def test_set_up_between_iterations_does_not_count(clock: Clock) -> None:
    pace = SpeedEstimate()
    for _ in range(2):
        pace.restart()
        clock.now += 60  # learning, tracing
        for _ in range(3):
            clock.now += 0.5
            pace.iterated(COARSE)
    assert pace.left([COARSE], 0, 0) == pytest.approx(10 * 0.5)


def test_the_cost_left_falls_to_nothing_over_all_scales() -> None:
    scales = [COARSE, FINE]
    at_start, in_between, near_the_end = (
        cost_left(scales, *place) for place in ((0, 0), (1, 0), (1, FINE.iterations - 1))
    )
    assert at_start == cost_left([COARSE], 0, 0) + in_between
    assert in_between == pytest.approx(FINE.iterations * near_the_end)
    assert cost_left(scales, 1, FINE.iterations) == 0


#: A run of painting by neighbors: what an iteration of each scale took, and its set-up, in seconds.
SCALES = [
    PlannedScale(height=height, width=width, iterations=iterations)
    for height, width, iterations in ((128, 96, 58), (208, 160, 41), (320, 256, 30), (512, 400, 21))
]
SECONDS, SET_UPS = (0.183, 0.327, 0.526, 1.356), (10.8, 3.2, 2.0, 4.7)


@pytest.mark.parametrize(("scale", "iteration"), [(0, 20), (0, 58), (1, 20), (2, 15), (3, 10)])
def test_the_time_left_of_a_run_that_was_measured_comes_true(clock: Clock, scale: int, iteration: int) -> None:
    pace = SpeedEstimate(NEIGHBORS_OVERHEAD_PIXELS)
    for index, planned in enumerate(SCALES[: scale + 1]):
        pace.restart(SET_UPS[index] if index else None)
        for _ in range(planned.iterations if index < scale else iteration):
            clock.now += SECONDS[index]
            pace.iterated(planned)
    rest = [planned.iterations - (iteration if index == scale else 0) for index, planned in enumerate(SCALES)]
    true = sum(count * SECONDS[index] for index, count in enumerate(rest) if index >= scale) + sum(SET_UPS[scale + 1 :])
    assert pace.left(SCALES, scale, iteration) == pytest.approx(true, rel=0.15)
