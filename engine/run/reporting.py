"""When a run reports, and how long it expects to take. All on the monotonic clock."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from engine.events import PlannedScale

#: An iteration costs as much as its pixels and this many more: what does not shrink with the picture, such as the
#: gradients of the Gram matrices. Only the ratio between scales uses it; the seconds are measured.
OVERHEAD_PIXELS = 60_000
#: The overhead in painting by neighbors, which has no such matrices: measured at 96×128 to 400×512.
NEIGHBORS_OVERHEAD_PIXELS = 16_000


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
    """Measures the cost of iterations and of setting up scales, and predicts the rest."""

    def __init__(self, overhead: int = OVERHEAD_PIXELS) -> None:
        self._overhead = overhead
        self._set_ups: list[float] = []
        self._seconds = 0.0
        self._cost = 0.0
        self._last: float | None = None

    def restart(self, set_up: float | None = None) -> None:
        """What comes next is not an iteration and does not count. `set_up`: the seconds of a scale's set-up that is
        over, where later scales have one like it.
        """
        self._last = None
        if set_up is not None:
            self._set_ups.append(set_up)

    def iterated(self, planned: PlannedScale) -> None:
        """Count one more iteration at this scale. The first after a restart does not count: it may include tracing."""
        now = time.monotonic()
        if self._last is not None:
            self._seconds += now - self._last
            self._cost += _cost(planned, self._overhead)
        self._last = now

    def left(self, scales: Sequence[PlannedScale], scale: int, iteration: int) -> float | None:
        """Seconds for everything after `iteration` of the scale with index `scale`; None before they are known."""
        if not self._cost:
            return None
        set_up = sum(self._set_ups) / len(self._set_ups) if self._set_ups else 0.0
        to_come = len(scales) - scale - 1
        return self._seconds / self._cost * cost_left(scales, scale, iteration, self._overhead) + to_come * set_up


def cost_left(scales: Sequence[PlannedScale], scale: int, iteration: int, overhead: int = OVERHEAD_PIXELS) -> float:
    """The cost of all iterations after `iteration` of the scale with index `scale`."""
    left = [planned.iterations - (iteration if index == scale else 0) for index, planned in enumerate(scales)]
    return sum(count * _cost(planned, overhead) for count, planned in list(zip(left, scales, strict=True))[scale:])


def _cost(planned: PlannedScale, overhead: int) -> float:
    return float(planned.height * planned.width + overhead)
