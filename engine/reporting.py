"""When a run speaks, and how long it says that it will take. All on the monotonic clock."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from engine.events import PlannedScale

#: An iteration costs as much as its pixels and this many more: what does not shrink with the picture, such as the
#: gradients of the Gram matrices. Only the ratio between scales uses it; the seconds are measured.
OVERHEAD_PIXELS = 60_000


@dataclass(frozen=True)
class Reporting:
    """How often a run speaks: in seconds, or every so many iterations."""

    progress_seconds: float = 0.5
    preview_seconds: float = 4.0
    checkpoint_seconds: float = 10.0
    preview_every: int | None = None  #: iterations; then `preview_seconds` does not count
    checkpoint_every: int | None = None  #: likewise


class Timer:
    """Due once every so many seconds; reading it as due starts it anew."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since = time.monotonic()

    def due(self) -> bool:
        now = time.monotonic()
        if now - self._since < self._seconds:
            return False
        self._since = now
        return True


class Pace:
    """Measures what iterations cost, and from that how long the rest will take."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._cost = 0.0
        self._last: float | None = None

    def restart(self) -> None:
        """What comes next is not an iteration, such as the set-up of a scale: leave it out."""
        self._last = None

    def iterated(self, planned: PlannedScale) -> None:
        """One more iteration at this scale. The first after a restart is left out too: it may carry tracing."""
        now = time.monotonic()
        if self._last is not None:
            self._seconds += now - self._last
            self._cost += _cost(planned)
        self._last = now

    def predict(self, cost: float) -> float:
        """Seconds that work of this cost takes at the pace so far; 0 before it is known."""
        return self._seconds / self._cost * cost if self._cost else 0.0


def cost_left(scales: Sequence[PlannedScale], scale: int, iteration: int) -> float:
    """The cost of all iterations after `iteration` of the scale with index `scale`."""
    left = [planned.iterations - (iteration if index == scale else 0) for index, planned in enumerate(scales)]
    return sum(count * _cost(planned) for count, planned in list(zip(left, scales, strict=True))[scale:])


def _cost(planned: PlannedScale) -> float:
    return float(planned.height * planned.width + OVERHEAD_PIXELS)
