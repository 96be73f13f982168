"""Notices a run that hangs: one that has not iterated for much longer than its iterations are expected to take.

That the process lives proves nothing, so only what the run itself says counts. It may say nothing for a while where it
learns its filters, builds graphs for a new size, or finishes: see `Patience.compiling`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from engine.events import AnyEvent, Checkpoint, EngineFacts, Notice, PlannedScale, Progress, Started, Turned

#: Iterations that may pass without a word while their losses are not finite: see LOOK_EVERY of engine.stylize.
UNREPORTED = 10
#: A scale that is predicted to end within so many seconds may be over, for a run speaks only every half second.
NEARLY_OVER = 5.0
#: When the clock runs out so many seconds late, it was the listener that stood still: the run is given as many more.
LATE = 1.0


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a run may be silent."""

    least: float = 30.0  #: seconds
    times: float = 10.0  #: the predicted time of one iteration
    compiling: float = 120.0  #: seconds on top, where graphs are built or the result is made


@dataclass(frozen=True)
class Standing:
    """Where a run stood when it was last heard of."""

    scales: tuple[PlannedScale, ...] = ()  #: none before it has started
    done: int = 0  #: iterations, over all scales
    learns: bool = False  #: filters for other styles, perhaps, and builds graphs for them

    def after(self, event: AnyEvent) -> Standing:
        """With what the event says."""
        match event:
            case Started():
                return Standing(event.scales, event.resumed_at)
            case Turned():
                return Standing(self.scales, event.iteration, learns=True)
            case Progress() | Notice() | Checkpoint():
                return Standing(self.scales, event.iteration)
        return self

    def may_be_silent(self, patience: Patience, facts: EngineFacts, *, just_started: bool) -> float:
        """For so many seconds from now on."""
        left = self.done
        for scale in self.scales:
            if left < scale.iterations:
                each = _seconds_for_iteration(scale, facts)
                compiles = just_started or self.learns or left == 0 or (scale.iterations - left) * each <= NEARLY_OVER
                return _allowed(patience, each, compiles=compiles) + UNREPORTED * each
            left -= scale.iterations
        return _allowed(patience, facts.seconds_to_start, compiles=True)  # before its start, or after its end


class Watchdog:
    """Calls `bark` with the seconds of silence, once, if a run is silent for longer than it may be."""

    def __init__(self, patience: Patience, facts: EngineFacts, bark: Callable[[float], None]) -> None:
        self._patience = patience
        self._facts = facts
        self._bark = bark
        self._loop = asyncio.get_running_loop()
        self._standing = Standing()
        self._heard_at = self._loop.time()
        self._timer = self._wait(self._standing.may_be_silent(patience, facts, just_started=False))

    def heard(self, event: AnyEvent) -> None:
        """The run has said this."""
        self.rest()
        self._heard_at = self._loop.time()
        self._standing = self._standing.after(event)
        started = isinstance(event, Started)
        self._timer = self._wait(self._standing.may_be_silent(self._patience, self._facts, just_started=started))

    def rest(self) -> None:
        """Nothing is to be heard any more."""
        self._timer.cancel()

    def _wait(self, seconds: float) -> asyncio.TimerHandle:
        return self._loop.call_later(seconds, self._run_out, self._loop.time() + seconds)

    def _run_out(self, due: float) -> None:
        if self._loop.time() - due > LATE:  # what the run has said meanwhile may still lie in the pipe
            self._timer = self._wait(LATE)
        else:
            self._bark(self._loop.time() - self._heard_at)


def _seconds_for_iteration(scale: PlannedScale, facts: EngineFacts) -> float:
    return facts.seconds_per_iteration + facts.seconds_per_megapixel * scale.height * scale.width / 1e6


def _allowed(patience: Patience, predicted: float, *, compiles: bool) -> float:
    return max(patience.least, patience.times * predicted) + (patience.compiling if compiles else 0.0)
