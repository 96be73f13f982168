"""Which jobs the engine paints in an instant, by the network that has learned the house's styles. Pure."""

from __future__ import annotations

from collections.abc import Collection

from bot.jobs.model import PaintingRequest


def is_known(request: PaintingRequest, styles: Collection[str]) -> bool:
    """Whether the network can paint this; `styles`: the pictures of the styles that it has learned.

    It paints a whole photo in one style, with strokes of one size: see engine.run.instant_painting.
    """
    is_whole = not request.masks and request.protect is None and request.initial is None and not request.sketches
    return is_whole and request.settings.style_scale == 1 and len(request.styles) == 1 and request.styles[0] in styles
