"""When a run reports, and how long it expects to take. All on the monotonic clock."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from engine.events import PlannedScale


class CostModel(NamedTuple):
    """What the parts of a run cost beside one another. The seconds are measured."""

    #: An iteration costs as much as its pixels and this many more: what does not shrink with the picture.
    overhead: int
    set_up: float  #: of a scale, in its iterations: targets, and the search for neighbors
    end: float  #: in iterations of the last scale: figures and files


#: Measured at 88×128 to 672×1024 pixels.
NEIGHBORS_COSTS = CostModel(overhead=7_500, set_up=3.0, end=1.6)
#: Of the other style losses; measured with covariance at 88×128 to 336×512 pixels.
COVARIANCE_COSTS = CostModel(overhead=9_600, set_up=1.2, end=1.8)


@dataclass(frozen=True)
class Reporting:
    """How often a run reports: in seconds, or every so many iterations."""

    progress_seconds: float = 0.5
    preview_seconds: float = 4.0
    checkpoint_seconds: float = 10.0
    preview_every: int | None = None  #: iterations; then `preview_seconds` does not count
    checkpoint_every: int | None = None  #: iterations; then `checkpoint_seconds` does not count


class Timer:
    """Due once every so many seconds. Asking whether it is due restarts it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since = time.monotonic()

    def due(self) -> bool:
        now = time.monotonic()
        if now - self._since < self._seconds:
            return False
        self._since = now
        return True


class SpeedEstimate:
    """Measures the seconds of iterations, and predicts the rest of the run."""

    def __init__(self, costs: CostModel) -> None:
        self._costs = costs
        self._seconds = 0.0
        self._cost = 0.0
        self._last: float | None = None

    def restart(self) -> None:
        """What comes next is not an iteration and does not count."""
        self._last = None

    def iterated(self, planned: PlannedScale) -> None:
        """Count one more iteration at this scale. The first after a restart does not count: it may include tracing."""
        now = time.monotonic()
        if self._last is not None:
            self._seconds += now - self._last
            self._cost += _iteration(planned, self._costs)
        self._last = now

    def left(self, scales: Sequence[PlannedScale], scale: int, iteration: int) -> float | None:
        """Seconds for everything after `iteration` of the scale with index `scale`; None before they are known."""
        if not self._cost:
            return None
        return self._seconds / self._cost * cost_left(scales, scale, iteration, self._costs)


def cost_left(scales: Sequence[PlannedScale], scale: int, iteration: int, costs: CostModel) -> float:
    """What is left after `iteration` of the scale with index `scale`: its iterations, the later scales, and the end."""
    here, later = scales[scale], scales[scale + 1 :]
    rest = (here.iterations - iteration) * _iteration(here, costs)
    rest += sum((costs.set_up + planned.iterations) * _iteration(planned, costs) for planned in later)
    return rest + costs.end * _iteration(scales[-1], costs)


def _iteration(planned: PlannedScale, costs: CostModel) -> float:
    return float(planned.height * planned.width + costs.overhead)
