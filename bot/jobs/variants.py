"""Which variants of a painting are sketched for somebody to choose from: pure."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from bot.jobs.limits import takes_strength
from engine.settings import RANGES, Colours, TransferSettings

STRONG: Final = 90.0  #: strength of the strong one
STRONGER: Final = 3.0  #: or so many times the weight, where there is no strength to set
BROADER: Final = 2.0  #: strokes


def variants(settings: TransferSettings) -> tuple[TransferSettings, ...]:
    """As it was asked for; with more of the style; with the other's colours; with broader strokes."""
    return settings, _stronger(settings), _in_other_colours(settings), _broader(settings)


def _stronger(settings: TransferSettings) -> TransferSettings:
    if not takes_strength(settings):
        weight = min(settings.style_weight * STRONGER, RANGES["style_weight"].high)
        return replace(settings, style_weight=weight)
    is_strong = settings.strength is not None and settings.strength >= STRONG
    return replace(settings, strength=40.0 if is_strong else STRONG)


def _in_other_colours(settings: TransferSettings) -> TransferSettings:
    return replace(settings, colours=Colours.STYLE if settings.colours is Colours.KEEP else Colours.KEEP)


def _broader(settings: TransferSettings) -> TransferSettings:
    broad = settings.style_scale * BROADER
    return replace(
        settings, style_scale=broad if broad <= RANGES["style_scale"].high else settings.style_scale / BROADER
    )
