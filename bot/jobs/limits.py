"""What a user may ask for, and what the bot does not put up with: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import msgspec

from bot.jobs.model import Preferences
from bot.texts import recipe
from bot.texts.recipe import STANDARD, Allowed
from engine.presets import PRESETS
from engine.settings import RANGES, Colours, InitialImage, LossScale, Range, TransferSettings, Weighting

#: A job during which an engine died this often is given up.
MAX_ENGINE_DEATHS = 3
SIZE_GRID = 32  #: pixels that a size which nobody chose is a multiple of
SMALLER = 0.7  #: of the size, when there was too little memory for it: half the pixels


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

    @property
    def allowed(self) -> dict[str, Allowed]:
        """Name of a setting → what it may be: the fields of Preferences."""
        stroke = RANGES["style_scale"]
        return {
            "iterations": self.iterations,
            "size": self.size,
            "strength": RANGES["strength"],
            "colors": tuple(Colours),
            "stroke": Range(100 * stroke.low, 100 * stroke.high),
            "begin": tuple(picture for picture in InitialImage if picture is not InitialImage.PICTURE),
            "preset": tuple(PRESETS),
            "seed": RANGES["seed"],
        }

    def clamped(self, settings: TransferSettings) -> TransferSettings:
        """Within the limits, which the operator may have lowered since the settings were chosen."""
        return msgspec.structs.replace(
            settings,
            iterations=_within(self.iterations, settings.iterations),
            size=_within(self.size, settings.size),
        )


def merged(preferences: Preferences, settings: Mapping[str, Any]) -> Preferences:
    """The preferences with some of them changed. A preset sets all: what was chosen before it is gone."""
    base = Preferences() if settings.get("preset") is not None else preferences
    return replace(base, **settings)


def settings_for(kept: Preferences, overrides: Preferences, limits: UserLimits) -> TransferSettings:
    """The settings of a job: the caption's, else the kept ones, else the preset's; never beyond the limits."""
    chosen = merged(kept, {name: value for name, value in asdict(overrides).items() if value is not None})
    base = PRESETS[chosen.preset or STANDARD]
    changes = {
        "iterations": chosen.iterations,
        "size": chosen.size,
        "strength": chosen.strength if takes_strength(base) else None,
        "colours": chosen.colors,
        "style_scale": None if chosen.stroke is None else chosen.stroke / 100,
        "initial_image": chosen.begin,
        "seed": chosen.seed,
    }
    changed = {name: value for name, value in changes.items() if value is not None}
    return limits.clamped(msgspec.structs.replace(base, **changed))


def smaller(settings: TransferSettings) -> TransferSettings | None:
    """The same for about half the memory; None where the size can be no smaller."""
    size = SIZE_GRID * int(SMALLER * settings.size / SIZE_GRID)
    return msgspec.structs.replace(settings, size=size) if size >= RANGES["size"].low else None


def preferences_of(settings: TransferSettings) -> Preferences:
    """What somebody would have to choose to get these settings."""
    return msgspec.convert({"preset": recipe.preset_of(settings), **recipe.values(settings)}, Preferences)


def takes_strength(settings: TransferSettings) -> bool:
    """Whether a strength can be set: the classic preset balances its losses in another way."""
    return settings.weighting is Weighting.RELATIVE and settings.loss_scale is LossScale.TARGET


def _narrowed(allowed: Range, maximum: int) -> Range:
    return Range(allowed.low, max(allowed.low, min(allowed.high, maximum)))


def _within(allowed: Range, wanted: int) -> int:
    return int(min(max(wanted, allowed.low), allowed.high))
