"""Photographs of people whose license lets everybody use them, and what one sees in them, set by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageOps

from engine.image.images import FloatImage, as_floats
from tests.support.drawings import PHOTOS

#: Eyes, tip of the nose and middle of the mouth of the astronaut, in sides of the photo.
LEFT_EYE: Final = (0.395, 0.197)
RIGHT_EYE: Final = (0.483, 0.200)
NOSE: Final = (0.443, 0.245)
MOUTH: Final = (0.437, 0.284)


def photograph(name: str, edge: int | None = None) -> Image.Image:
    """One of docs/gallery/photos, at its size or with this many pixels at the longer side."""
    with Image.open(PHOTOS / f"{name}.jpg") as opened:
        photo = opened.convert("RGB")
    return photo if edge is None else ImageOps.contain(photo, (edge, edge), Image.Resampling.LANCZOS)


def part_of(photo: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """A part of a photo, in its sides."""
    return photo.crop(
        (
            round(left * photo.width),
            round(top * photo.height),
            round(right * photo.width),
            round(bottom * photo.height),
        )
    )


def pasted(photo: Image.Image, onto: Image.Image, left: int, top: int) -> Image.Image:
    """A photo on another one, at this pixel."""
    picture = onto.copy()
    picture.paste(photo, (left, top))
    return picture


def many(photo: Image.Image, rows: int, columns: int) -> Image.Image:
    """The same photo in rows and columns."""
    return Image.fromarray(np.tile(np.asarray(photo), (rows, columns, 1)))


def floats(photo: Image.Image) -> FloatImage:
    """(height, width, 3) from 0 to 1."""
    return as_floats(photo)


#: Outlines of the astronaut and of the man with the camera, in percent of width and height, drawn by eye before any
#: mask was computed: the person and what they wear. What they hold is left out.
ASTRONAUT: Final = (
    (30, 14), (30.5, 11), (33, 9.5), (36.5, 8), (38.5, 5.5), (41.5, 3.7), (45, 3.1), (49, 3.3), (53, 4.8), (56, 7),
    (57.8, 10), (58.3, 14), (59, 17), (58, 21.5), (56, 24.5), (54, 26.3), (52, 26.6), (51.3, 29), (50.3, 32),
    (50, 34.5), (54, 37.5), (57, 41.5), (58.8, 44.5), (59.5, 46), (62, 47.5), (65, 50), (67, 54), (68.7, 57),
    (69.8, 61), (71, 65.5), (71.3, 68.3), (66, 70.5), (62, 73.5), (58.5, 78), (56, 83), (54.7, 88), (54, 94),
    (54.3, 100), (10, 100), (7, 97), (5, 92), (4.5, 86), (4, 80), (4.3, 76), (5.5, 70), (5, 66), (6, 63), (8, 58),
    (8.5, 55), (10, 52), (13, 47.5), (17, 44), (21, 41), (22.5, 40), (22, 37.5), (23, 36.3), (24, 36), (25, 33.5),
    (27.5, 31), (31, 29.5), (34, 29), (36.3, 29.2), (36, 27), (35.5, 25.7), (34.5, 25.4), (33.5, 23.5), (31.5, 20.5),
    (30.3, 17),
)  # fmt: skip
CAMERAMAN: Final = (
    (31.5, 19.5), (33, 16.5), (36, 13.7), (39, 12.8), (43, 12.7), (46, 14), (49, 16.5), (51.5, 19), (52.8, 21.5),
    (52.7, 24), (52, 26.2), (50.3, 26.8), (49, 29), (49.3, 31), (49.7, 32.5), (49.4, 33.4), (47.5, 34), (48, 35.2),
    (47.3, 36.3), (47.2, 39.5), (47.5, 41), (47.3, 42.5), (47.5, 45), (48.5, 48), (52, 44), (53.5, 41), (56, 40),
    (57.5, 38.5), (60, 37), (62, 33.2), (64, 33.2), (64.8, 36), (64.5, 38.5), (63, 41), (61, 44), (59.5, 46),
    (58.5, 47), (59.5, 53), (58.3, 54.3), (55, 57.5), (52, 60), (48, 61), (44.5, 59.7), (40.3, 57.3), (38.5, 60),
    (35.5, 64.5), (33, 68.5), (30, 72.5), (27.8, 74.6), (28.5, 79), (29, 84), (29.5, 92), (29.7, 100), (27, 100),
    (25, 93.5), (20.5, 88), (19.3, 87.5), (17.8, 100), (0, 100), (0, 49.5), (3, 46), (5.5, 43), (7, 40), (9, 36.5),
    (11, 33), (13, 30), (15, 28), (19, 25.8), (22, 24.6), (25.5, 24.3), (27, 22.5), (30, 20.8), (31.5, 20.8),
)  # fmt: skip


def outlined(outline: Sequence[tuple[float, float]], width: int, height: int) -> Image.Image:
    """White within an outline, black outside."""
    mask = Image.new("L", (4 * width, 4 * height))
    corners = [(x / 100 * mask.width, y / 100 * mask.height) for x, y in outline]
    ImageDraw.Draw(mask).polygon(corners, fill=255)
    return mask.resize((width, height), Image.Resampling.BOX)


def likeness(found: NDArray[np.bool_], wanted: Image.Image) -> float:
    """Intersection over union of a mask with a white region, at the mask's size."""
    there = np.asarray(wanted.resize(found.shape[::-1], Image.Resampling.BOX)) > 127
    return float((found & there).sum() / (found | there).sum())
