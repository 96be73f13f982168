"""Times left, from a clock that the test moves."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from engine.events import PlannedScale
from engine.run import reporting
from engine.run.reporting import COVARIANCE_COSTS, NEIGHBORS_COSTS, CostModel, SpeedEstimate, Timer, cost_left

COARSE = PlannedScale(height=96, width=128, iterations=10)
FINE = PlannedScale(height=192, width=256, iterations=5)
#: Of iterations alone, each as long as its pixels are many.
BARE = CostModel(overhead=0, set_up=0, end=0)


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
    pace = SpeedEstimate(BARE)
    assert pace.left([COARSE], 0, 0) is None
    for _ in range(4):
        clock.now += 0.25
        pace.iterated(COARSE)
    assert pace.left([COARSE], 0, 4) == pytest.approx(6 * 0.25)


def test_a_larger_scale_takes_longer_by_its_pixels_and_what_is_the_same_at_all_sizes_less_so(clock: Clock) -> None:
    for overhead, times in ((0, 4), (COARSE.height * COARSE.width, 2.5)):
        pace = SpeedEstimate(BARE._replace(overhead=overhead))
        for _ in range(3):
            clock.now += 0.1
            pace.iterated(COARSE)
        assert pace.left([COARSE, FINE], 0, 10) == pytest.approx(FINE.iterations * times * 0.1)


def test_set_ups_to_come_and_the_end_count(clock: Clock) -> None:
    pace = SpeedEstimate(BARE._replace(set_up=3, end=2))
    for _ in range(4):
        clock.now += 0.25
        pace.iterated(COARSE)
    fine = 4 * 0.25
    assert pace.left([COARSE, FINE], 0, 4) == pytest.approx(6 * 0.25 + (3 + FINE.iterations + 2) * fine)
    assert pace.left([COARSE, FINE], 1, 4) == pytest.approx((1 + 2) * fine)


def test_set_up_between_iterations_does_not_count(clock: Clock) -> None:
    pace = SpeedEstimate(BARE)
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
        cost_left(scales, *place, BARE) for place in ((0, 0), (1, 0), (1, FINE.iterations - 1))
    )
    assert at_start == cost_left([COARSE], 0, 0, BARE) + in_between
    assert in_between == pytest.approx(FINE.iterations * near_the_end)
    assert cost_left(scales, 1, FINE.iterations, BARE) == 0


class MeasuredRun(NamedTuple):
    """A run that had the machine to itself."""

    costs: CostModel
    scales: tuple[PlannedScale, ...]
    iterations: tuple[float, ...]  #: seconds of one, at each scale
    set_ups: tuple[float, ...]  #: seconds of each
    end: float  #: seconds


def scales(*sizes: tuple[int, int, int]) -> tuple[PlannedScale, ...]:
    return tuple(PlannedScale(height=height, width=width, iterations=iterations) for height, width, iterations in sizes)


WARM = MeasuredRun(
    NEIGHBORS_COSTS,
    scales((88, 128, 164), (128, 208, 79), (208, 320, 38), (336, 512, 19)),
    iterations=(0.032, 0.056, 0.127, 0.309),
    set_ups=(0.06, 0.13, 0.28, 0.71),
    end=0.57,
)
FIRST = MeasuredRun(  # of its process, and with a style that it has not seen
    NEIGHBORS_COSTS,
    scales((88, 128, 162), (144, 208, 71), (240, 368, 31), (400, 608, 18), (672, 1024, 18)),
    iterations=(0.030, 0.058, 0.153, 0.411, 1.174),
    set_ups=(1.3, 1.53, 1.43, 1.14, 5.13),
    end=1.53,
)
COVARIANCE = MeasuredRun(
    COVARIANCE_COSTS,
    WARM.scales,
    iterations=(0.034, 0.059, 0.124, 0.289),
    set_ups=(0.07, 0.07, 0.14, 0.28),
    end=0.52,
)


@pytest.mark.parametrize("run", [WARM, FIRST, COVARIANCE], ids=["warm", "first", "covariance"])
@pytest.mark.parametrize("part", [0.25, 0.5, 1.0], ids="{:.0%}".format)
@pytest.mark.parametrize("scale", [0, 1, 2, 3])
def test_the_time_left_of_a_run_that_was_measured_comes_true(
    clock: Clock, run: MeasuredRun, scale: int, part: float
) -> None:
    iteration = int(part * run.scales[scale].iterations)
    pace = SpeedEstimate(run.costs)
    for index, planned in enumerate(run.scales[: scale + 1]):
        pace.restart()
        for _ in range(planned.iterations if index < scale else iteration):
            clock.now += run.iterations[index]
            pace.iterated(planned)
    left = [(planned.iterations, seconds) for planned, seconds in zip(run.scales, run.iterations, strict=True)][scale:]
    true = sum(count * seconds for count, seconds in left) - iteration * run.iterations[scale]
    true += sum(run.set_ups[scale + 1 :]) + run.end
    assert pace.left(run.scales, scale, iteration) == pytest.approx(true, rel=0.15)
