"""A series: photos painted in one style, so that they look like one hand's work. Pure."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from bot.jobs.setting_limits import takes_strength
from engine.settings import TransferSettings

LEAST, MOST = 2, 10  #: photos of a series: as many as Telegram's albums take

#: Where nobody asked for one. Left to the pictures, each would come out with another ratio of photo to style.
STRENGTH: Final = 60


def of_one_hand(settings: TransferSettings) -> TransferSettings:
    """The settings of every picture of a series: one strength for all. Seed, colors and size are the same anyway."""
    if settings.strength is not None or not takes_strength(settings):
        return settings
    return replace(settings, strength=STRENGTH)
