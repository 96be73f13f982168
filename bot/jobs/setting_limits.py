"""What a user may ask for, and when the bot gives a job up: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.jobs.model import Preferences
from bot.texts import recipe
from bot.texts.recipe import MENTIONED, NEVER_BY_HAND, OF_INSTANT, PERCENT, STANDARD, Allowed
from engine.presets import CLASSIC_NAME, PRESETS
from engine.settings import RANGES, Colors, Faces, InitialImage, LossScale, Range, TransferSettings, Weighting

#: The settings that are kept, in the order in which they are shown; each is a command, too.
SETTINGS = ("preset", *(name for name in MENTIONED if name not in NEVER_BY_HAND))
#: A job during which an engine died this often is given up.
MAX_ENGINE_DEATHS = 3
SIZE_GRID = 32  #: pixels that a size which nobody chose is a multiple of
SMALLER = 0.7  #: of the size, when there was too little memory for it: half the pixels


@dataclass(frozen=True, kw_only=True)
class UserLimits:
    """The operator's limits on top of the engine's."""

    max_iterations: int = 2000
    max_size: int = 2048  #: longer edge, in pixels
    has_classic: bool = True  #: whether the engine's filters can paint by the classic preset

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
        """The allowed values of each setting, by its name in Preferences."""
        numbers = {name: _as_said(name, RANGES[name]) for name in MENTIONED if name in RANGES}
        return {
            **numbers,
            "iterations": self.iterations,
            "size": self.size,
            "colors": tuple(Colors),
            "init": tuple(picture for picture in InitialImage if picture is not InitialImage.PICTURE),
            "faces": tuple(Faces),
            "preset": tuple(name for name in PRESETS if name != CLASSIC_NAME or self.has_classic),
        }

    def clamped(self, settings: TransferSettings) -> TransferSettings:
        """The settings within the limits, which the operator may have lowered since they were chosen."""
        return msgspec.structs.replace(
            settings,
            iterations=_within(self.iterations, settings.iterations),
            size=_within(self.size, settings.size),
        )


def merged(preferences: Preferences, settings: Mapping[str, Any]) -> Preferences:
    """The preferences with some changes. A preset sets everything: earlier choices are gone."""
    base = Preferences() if settings.get("preset") is not None else preferences
    return msgspec.structs.replace(base, **settings)


def chosen_in(preferences: Preferences) -> dict[str, Any]:
    """Those of the settings that were chosen, by name."""
    return {name: value for name, value in msgspec.structs.asdict(preferences).items() if value is not None}


def settings_for(kept: Preferences, overrides: Preferences, limits: UserLimits) -> TransferSettings:
    """The settings of a job: the caption's, else the kept ones, else the preset's; never beyond the limits."""
    chosen = merged(without_classic(kept, limits), chosen_in(overrides))
    base = PRESETS[chosen.preset or STANDARD]
    names = set(OF_INSTANT if base.is_instant else MENTIONED)
    if not takes_strength(base):
        names.discard("strength")
    changed = {name: recipe.field_value(name, said) for name, said in chosen_in(chosen).items() if name in names}
    return limits.clamped(msgspec.structs.replace(base, **changed))


def without_classic(kept: Preferences, limits: UserLimits) -> Preferences:
    """The preferences, with the standard preset in place of the classic one where the classic one is not available."""
    return (
        msgspec.structs.replace(kept, preset=None) if kept.preset == CLASSIC_NAME and not limits.has_classic else kept
    )


def smaller(settings: TransferSettings) -> TransferSettings | None:
    """The settings for about half the memory; None where the size cannot be smaller."""
    size = SIZE_GRID * int(SMALLER * settings.size / SIZE_GRID)
    return msgspec.structs.replace(settings, size=size) if size >= RANGES["size"].low else None


def preferences_of(settings: TransferSettings) -> Preferences:
    """The preferences that lead to these settings."""
    return merged(Preferences(), {"preset": recipe.preset_of(settings), **recipe.values(settings)})


def takes_strength(settings: TransferSettings) -> bool:
    """Whether a strength can be set: classic balances its losses in another way, and instant has none."""
    return (
        not settings.is_instant and settings.weighting is Weighting.RELATIVE and settings.loss_scale is LossScale.TARGET
    )


def _as_said(name: str, allowed: Range) -> Range:
    return Range(100 * allowed.low, 100 * allowed.high) if name in PERCENT else allowed


def _narrowed(allowed: Range, maximum: int) -> Range:
    return Range(allowed.low, max(allowed.low, min(allowed.high, maximum)))


def _within(allowed: Range, wanted: int) -> int:
    return int(min(max(wanted, allowed.low), allowed.high))
