"""The styles by name."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from PIL import Image

from tools.styles import (
    autumn,
    engraving,
    ink_wash,
    marbling,
    mosaic,
    night,
    pencil,
    pop_art,
    stained_glass,
    sunset,
    watercolour,
    waves,
)
from tools.styles.sheet import Picture, Sheet

#: Shorter edges would leave strokes of less than a pixel.
MIN_EDGE = 32

_STYLES: Mapping[str, Callable[[Sheet], Picture]] = MappingProxyType(
    {
        "night": night.draw,
        "sunset": sunset.draw,
        "mosaic": mosaic.draw,
        "stained-glass": stained_glass.draw,
        "waves": waves.draw,
        "autumn": autumn.draw,
        "watercolour": watercolour.draw,
        "ink-wash": ink_wash.draw,
        "marbling": marbling.draw,
        "engraving": engraving.draw,
        "pencil": pencil.draw,
        "pop-art": pop_art.draw,
    }
)


class UnknownStyle(LookupError):
    """There is no style of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no style {name!r}; there are {', '.join(_STYLES)}")


def names() -> tuple[str, ...]:
    """The names of the styles, in the order in which to show them."""
    return tuple(_STYLES)


def draw(name: str, width: int = 768, height: int = 768, seed: int = 0) -> Image.Image:
    """The picture of a style: an RGB image of `width` by `height` pixels.

    The same arguments give the same picture; another seed, another picture of that style. Smaller pictures show the
    same strokes smaller. Raises UnknownStyle, and ValueError for an edge shorter than 32 pixels.
    """
    if name not in _STYLES:
        raise UnknownStyle(name)
    if min(width, height) < MIN_EDGE:
        raise ValueError(f"a style picture has edges of at least {MIN_EDGE} pixels, not {width} × {height}")
    random = np.random.default_rng([seed, zlib.crc32(name.encode())])
    picture = _STYLES[name](Sheet(width, height, random))
    return Image.fromarray(np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8))
