"""What a user may ask for, and what the bot does not put up with: pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.jobs.model import Preferences
from engine.settings import RANGES, Range, TransferSettings

#: A job during which an engine died this often is given up.
MAX_ENGINE_DEATHS = 3

_DEFAULTS = TransferSettings()


@dataclass(frozen=True, kw_only=True)
class UserLimits:
    """The operator's limits on top of the engine's."""

    max_iterations: int = 2000
    max_size: int = 2048  #: longer edge, in pixels

    @property
    def iterations(self) -> Range:
        """How many iterations a user may ask for."""
        return _narrowed(RANGES["iterations"], self.max_iterations)

    @property
    def size(self) -> Range:
        """Which longer edge, in pixels, a user may ask for."""
        return _narrowed(RANGES["size"], self.max_size)


def settings_for(kept: Preferences, overrides: Preferences, limits: UserLimits) -> TransferSettings:
    """The settings of a job: the caption's, else the kept ones, else the defaults; never beyond the limits,
    which the operator may have lowered since they were kept.
    """
    return TransferSettings(
        iterations=_within(limits.iterations, overrides.iterations, kept.iterations, _DEFAULTS.iterations),
        size=_within(limits.size, overrides.size, kept.size, _DEFAULTS.size),
    )


def _narrowed(allowed: Range, maximum: int) -> Range:
    return Range(allowed.low, max(allowed.low, min(allowed.high, maximum)))


def _within(allowed: Range, override: int | None, kept: int | None, default: int) -> int:
    wanted = override if override is not None else kept if kept is not None else default
    return int(min(max(wanted, allowed.low), allowed.high))
