"""The variants of a painting that are sketched for somebody to choose from: pure."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from bot.jobs.setting_limits import takes_strength
from engine.settings import RANGES, Colors, TransferSettings

BOLD: Final = 100.0  #: strength of the bold one
GENTLE: Final = 15.0  #: of the gentle one
BETWEEN: Final = 55.0  #: of either, where what was asked for is about the same already
APART: Final = 20.0  #: of strength, which one can see
WEIGHTS: Final = 4.0  #: so many times the weight, or a part of it, where there is no strength to set
BROADER: Final = 2.0  #: strokes of the bold one


def variants(settings: TransferSettings) -> tuple[TransferSettings, ...]:
    """Four variants: as asked; bold, with more of the style in broader strokes; gentle; with the other picture's
    colors.

    Each differs in something that one sees at once: a step of strength alone is hard to tell apart.
    """
    bold = _with_strokes(_with_strength(settings, BOLD, WEIGHTS))
    return settings, bold, _with_strength(settings, GENTLE, 1 / WEIGHTS), _in_other_colors(settings)


def _with_strength(settings: TransferSettings, strength: float, weights: float) -> TransferSettings:
    if not takes_strength(settings):
        allowed = RANGES["style_weight"]
        return replace(settings, style_weight=min(max(settings.style_weight * weights, allowed.low), allowed.high))
    asked = settings.strength
    is_near = asked is not None and abs(asked - strength) < APART
    return replace(settings, strength=BETWEEN if is_near else strength)


def _in_other_colors(settings: TransferSettings) -> TransferSettings:
    return replace(settings, colors=Colors.STYLE if settings.colors is Colors.KEEP else Colors.KEEP)


def _with_strokes(settings: TransferSettings) -> TransferSettings:
    broad = settings.style_scale * BROADER
    return replace(
        settings, style_scale=broad if broad <= RANGES["style_scale"].high else settings.style_scale / BROADER
    )
