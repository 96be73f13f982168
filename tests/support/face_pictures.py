"""Photographs with and without faces, made of free ones: by crops, scales, and one pasted on another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PIL import Image, ImageOps

from tests.support.portraits import many, part_of, pasted, photograph


def astronaut(edge: int | None = None) -> Image.Image:
    """The astronaut, with this many pixels at the longer side."""
    return photograph("astronaut", edge)


#: What is in the picture, how it is made, and how many faces there are.
WITH_FACES: Final[dict[str, tuple[Callable[[], Image.Image], int]]] = {
    "a portrait": (astronaut, 1),
    "of 300 pixels": (lambda: astronaut(300), 1),
    "of 160 pixels": (lambda: astronaut(160), 1),
    "mirrored": (lambda: ImageOps.mirror(astronaut()), 1),
    "turned by 20 degrees": (lambda: astronaut().rotate(20, Image.Resampling.BICUBIC), 1),
    "gray": (lambda: ImageOps.grayscale(astronaut()).convert("RGB"), 1),
    "the face alone": (lambda: part_of(astronaut(), 0.32, 0.12, 0.56, 0.38), 1),
    "in the corner": (lambda: part_of(astronaut(), 0.32, 0.03, 0.95, 0.66), 1),
    "cut below the nose": (lambda: part_of(astronaut(), 0.1, 0, 0.8, 0.28), 1),
    "small, in a large picture": (lambda: pasted(astronaut(250), photograph("coffee", 1500), 1100, 600), 1),
    "nine, small": (lambda: many(astronaut(256), 3, 3), 9),
    "in profile": (lambda: photograph("camera"), 1),
    "in profile, small": (lambda: photograph("camera", 300), 1),
    "two, of two sizes": (lambda: pasted(astronaut(200), photograph("camera"), 312, 300), 2),
}

#: Of docs/gallery/photos.
WITHOUT_FACES: Final = ("chelsea", "coffee", "rocket")
