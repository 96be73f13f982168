"""A sheet to draw on, and the fields that every style is made of: noise, blur, streaks, light.

All lengths are design units: a square picture is 768 of them wide whatever its pixels, so that a thumbnail shows the
same strokes as the full picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.floating[Any]]
#: One value a pixel: (height, width).
Field = Floats
#: RGB from 0 to 1: (height, width, 3).
Picture = Floats

DESIGN_EDGE = 768


@dataclass(frozen=True, eq=False)
class Sheet:
    """The size of a picture in pixels, and the chance that goes into it."""

    width: int
    height: int
    random: np.random.Generator

    @property
    def scale(self) -> float:
        """Pixels in a design unit."""
        return math.sqrt(self.width * self.height) / DESIGN_EDGE

    @property
    def across(self) -> float:
        """The width in design units."""
        return self.width / self.scale

    @property
    def down(self) -> float:
        """The height in design units."""
        return self.height / self.scale

    @cached_property
    def x(self) -> Field:
        """Each pixel's distance from the left edge, in design units."""
        row = (np.arange(self.width, dtype=np.float32) + 0.5) / np.float32(self.scale)
        return np.ascontiguousarray(np.broadcast_to(row, (self.height, self.width)))

    @cached_property
    def y(self) -> Field:
        """Each pixel's distance from the upper edge, in design units."""
        column = (np.arange(self.height, dtype=np.float32) + 0.5) / np.float32(self.scale)
        return np.ascontiguousarray(np.broadcast_to(column[:, None], (self.height, self.width)))

    def at(self, field: Floats, x: Floats, y: Floats) -> Floats:
        """The values of `field`, (height, width, …), nearest to the points (x, y), clamped to the sheet."""
        columns = np.clip((x * self.scale).astype(np.int32), 0, self.width - 1)
        rows = np.clip((y * self.scale).astype(np.int32), 0, self.height - 1)
        return np.asarray(field[rows, columns])


def noise(sheet: Sheet, cell: float, octaves: int = 1, stretch: float = 1.0) -> Field:
    """Smooth random values of mean about 0 and deviation about 1: lattice noise with details from `cell` down.

    Each octave has half the size and half the strength of the one before; `stretch` makes the cells that much wider
    than they are high.
    """
    total = np.zeros((sheet.height, sheet.width), np.float32)
    strengths = [0.5**octave for octave in range(octaves)]
    for strength in strengths:
        wide, high = cell * strength * stretch, cell * strength
        columns, rows = sheet.across / wide, sheet.down / high
        lattice = sheet.random.standard_normal((math.ceil(rows) + 3, math.ceil(columns) + 3), np.float32)
        box = (1.0, 1.0, 1.0 + columns, 1.0 + rows)
        smooth = Image.fromarray(lattice).resize((sheet.width, sheet.height), Image.Resampling.BICUBIC, box)
        total += np.float32(strength) * np.asarray(smooth)
    return total / np.float32(0.7 * math.hypot(*strengths))  # 0.7: what bicubic interpolation leaves of 1


def blurred(sheet: Sheet, field: Field, radius: float) -> Field:
    """`field` after a Gaussian of that deviation, mirrored at the edges."""
    pixels = radius * sheet.scale
    margin = math.ceil(3 * pixels)
    padded = np.pad(field, ((min(margin, sheet.height - 1),) * 2, (min(margin, sheet.width - 1),) * 2), "reflect")
    rows = np.fft.fftfreq(padded.shape[0]).astype(np.float32)[:, None]
    columns = np.fft.rfftfreq(padded.shape[1]).astype(np.float32)
    response = np.exp(-2 * (np.pi * pixels) ** 2 * (rows**2 + columns**2))
    smooth = np.fft.irfft2(np.fft.rfft2(padded) * response, s=padded.shape)
    top, left = min(margin, sheet.height - 1), min(margin, sheet.width - 1)
    return smooth[top : top + sheet.height, left : left + sheet.width].astype(np.float32)


def streaks(sheet: Sheet, angle: Field, grain: Field, length: float) -> Field:
    """`grain` averaged along the flow of direction `angle` (radians): line integral convolution, deviation 1.

    A flow that leaves the sheet comes in again at the other side: stopped at the edge, it would pick up one pixel over
    and over, and leave a glaring bar there.
    """
    step = 3 * sheet.scale  # pixels
    ways: Floats = np.stack([step * np.cos(angle), step * np.sin(angle), grain], axis=-1)
    ways = ways.reshape(-1, 3).astype(np.float32)
    rows, columns = np.indices(grain.shape, np.float32)
    total: Field = grain.copy()
    for sign in (1, -1):
        x, y = np.asarray(columns + 0.5), np.asarray(rows + 0.5)
        way: Floats = ways.reshape(*grain.shape, 3)
        for _ in range(max(1, round(length / 6))):
            x, y = _around(x + sign * way[..., 0], sheet.width), _around(y + sign * way[..., 1], sheet.height)
            way = ways[y.astype(np.int32) * sheet.width + x.astype(np.int32)]
            total += way[..., 2]
    total -= total.mean()
    return np.asarray(total / (total.std() + np.float32(1e-6)))


def _around(places: Field, end: int) -> Field:
    """`places` within 0 to `end`, less than `end` off at first: `%` would be five times slower."""
    last = np.float32(end - 0.01)
    places = places + last * (places < 0)
    return np.asarray(places - last * (places >= last))


def slopes(sheet: Sheet, field: Field) -> tuple[Field, Field]:
    """How much `field` rises in a design unit: downwards, and to the right."""
    down, right = np.gradient(field, 1 / sheet.scale)
    return np.asarray(down), np.asarray(right)


def lit(sheet: Sheet, picture: Picture, relief: Field, strength: float, gloss: float = 0.0) -> Picture:
    """`picture` with its paint's `relief` (design units) under a light from the upper left; `gloss` adds highlights."""
    down, right = slopes(sheet, relief)
    slope = -(down + right)
    shade = 1 + np.clip(strength * slope, -0.45, 0.45)
    highlight = gloss * np.clip(strength * slope - 0.12, 0, 1)
    return np.asarray(picture * shade[..., None] + highlight[..., None])


def smoothstep(low: float, high: float, values: Field) -> Field:
    """0 up to `low`, 1 from `high`, smooth between; `low` may be the larger."""
    along = np.clip((values - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(along * along * (3 - 2 * along))


def mixed(lower: Picture, upper: Floats, share: Field) -> Picture:
    """`upper` (a picture or one color) over `lower`; `share` of `upper` from 0 to 1."""
    return np.asarray(lower + share[..., None] * (upper - lower))
