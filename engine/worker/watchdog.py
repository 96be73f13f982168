"""Notices a run that hangs: one whose iterations take much longer than predicted.

That the process lives proves nothing, so only what the run itself says counts. It may say nothing for a while where it
learns its filters, builds graphs for a new size, or finishes: see `SilenceLimits.compiling`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from engine.events import AnyEvent, Checkpoint, EngineFacts, Notice, PlannedScale, Progress, Started, Steered

#: Iterations that may pass without a word while their losses are not finite: see LOOK_EVERY of engine.run.transfer.
UNREPORTED = 10
#: A scale that is predicted to end within so many seconds may be over, for a run speaks only every half second.
NEARLY_OVER = 5.0
#: When the clock runs out so many seconds late, it was the listener that stood still: the run is given as many more.
LATE = 1.0


@dataclass(frozen=True, kw_only=True)
class SilenceLimits:
    """How long a run may be silent."""

    least: float = 30.0  #: seconds
    times: float = 10.0  #: the predicted time of one iteration
    compiling: float = 120.0  #: seconds on top, where graphs are built or the result is made


@dataclass(frozen=True)
class Standing:
    """The state of a run when it last reported."""

    scales: tuple[PlannedScale, ...] = ()  #: none before it has started
    done: int = 0  #: iterations, over all scales
    learns: bool = False  #: filters for other styles, perhaps, and builds graphs for them

    def after(self, event: AnyEvent) -> Standing:
        """The state after this event."""
        match event:
            case Started():
                return Standing(event.scales, event.resumed_at)
            case Steered():
                return Standing(self.scales, event.iteration, learns=True)
            case Progress() | Notice() | Checkpoint():
                return Standing(self.scales, event.iteration)
        return self

    def may_be_silent(self, limits: SilenceLimits, facts: EngineFacts, *, just_started: bool) -> float:
        """For so many seconds from now on."""
        left = self.done
        for scale in self.scales:
            if left < scale.iterations:
                each = facts.seconds_of_iteration(scale)
                compiles = just_started or self.learns or left == 0 or (scale.iterations - left) * each <= NEARLY_OVER
                return _allowed(limits, each, compiles=compiles) + UNREPORTED * each
            left -= scale.iterations
        return _allowed(limits, facts.seconds_to_start, compiles=True)  # before its start, or after its end


class Watchdog:
    """Calls `bark` once, with the seconds of silence, if a run is silent for too long."""

    def __init__(self, limits: SilenceLimits, facts: EngineFacts, bark: Callable[[float], None]) -> None:
        self._limits = limits
        self._facts = facts
        self._bark = bark
        self._loop = asyncio.get_running_loop()
        self._standing = Standing()
        self._heard_at = self._loop.time()
        self._timer = self._wait(self._standing.may_be_silent(limits, facts, just_started=False))

    def heard(self, event: AnyEvent) -> None:
        """The run has reported."""
        self.rest()
        self._heard_at = self._loop.time()
        self._standing = self._standing.after(event)
        started = isinstance(event, Started)
        self._timer = self._wait(self._standing.may_be_silent(self._limits, self._facts, just_started=started))

    def rest(self) -> None:
        """No reports are expected any more."""
        self._timer.cancel()

    def _wait(self, seconds: float) -> asyncio.TimerHandle:
        return self._loop.call_later(seconds, self._run_out, self._loop.time() + seconds)

    def _run_out(self, due: float) -> None:
        if self._loop.time() - due > LATE:  # what the run has said meanwhile may still lie in the pipe
            self._timer = self._wait(LATE)
        else:
            self._bark(self._loop.time() - self._heard_at)


def _allowed(limits: SilenceLimits, predicted: float, *, compiles: bool) -> float:
    return max(limits.least, limits.times * predicted) + (limits.compiling if compiles else 0.0)
