"""A Roman floor: small stones laid in rows around medallions, with grout between."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tools.styles.brushes import scattered
from tools.styles.cells import Cells, Points, cells, centered
from tools.styles.colors import color, ramp
from tools.styles.sheet import Field, Floats, Picture, Sheet, blurred, lit, mixed, noise, smoothstep

STONE = 15.0  #: edge of a stone, in design units
GROUT = 1.5  #: half the width of a joint
SETTLING = 5  #: steps in which the stones find their places
#: Medallions: place in shares of the sheet, and where on the palette their rings begin.
CENTRES = ((0.26, 0.30, 0.0), (0.78, 0.20, 0.4), (0.70, 0.74, 0.15), (0.10, 0.86, 0.6), (1.02, 0.98, 0.8))
RINGS = (
    "#0f2f4a", "#1c6a86", "#3fa7a6", "#bfe0d2", "#f5ecd2", "#e9bd52", "#d98324", "#b23a1e", "#6a1d1f", "#f1dfb0",
    "#c9892b", "#2a7f78", "#0f2f4a",
)  # fmt: skip


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    x, y = _settled(sheet)
    angles = _angle(sheet, x, y)
    found = cells(sheet, x, y, 1.7 * STONE, angles)
    picture: Picture = _stones(sheet, x, y)[found.owner] * _veins(sheet, found)[..., None]
    inside = found.border - GROUT + 0.35 * noise(sheet, 5, 2)
    grout = ramp(0.5 + 0.16 * noise(sheet, 3, 2), ("#3a3128", "#8b7d66", "#c9bb9c"))
    picture = mixed(grout, picture, smoothstep(-0.6, 0.7, inside))
    relief = blurred(sheet, 3.2 * smoothstep(-0.5, 3.2, inside) + 0.18 * noise(sheet, 4, 2), 0.6)
    return lit(sheet, picture, relief, 0.32, gloss=0.35)


def _settled(sheet: Sheet) -> tuple[Points, Points]:
    """Sites whose square cells fill the plane in rows along the flow (Hausner 2001, "Simulating decorative mosaics").

    Settled on a coarse copy of the sheet: the places need no fine pixels.
    """
    shrink = min(1.0, 256 / max(sheet.width, sheet.height))
    coarse = replace(sheet, width=max(1, round(sheet.width * shrink)), height=max(1, round(sheet.height * shrink)))
    x, y = scattered(coarse, STONE)
    for _ in range(SETTLING):
        x, y = centered(coarse, cells(coarse, x, y, 1.7 * STONE, _angle(coarse, x, y)), x, y)
    return x, y


def _distances(sheet: Sheet, x: Points, y: Points) -> Floats:
    """From each medallion to each point: (medallions, points)."""
    centers = np.array(CENTRES, np.float32)
    return np.hypot(x - centers[:, :1] * sheet.across, y - centers[:, 1:2] * sheet.down)


def _angle(sheet: Sheet, x: Points, y: Points) -> Points:
    """The direction of the rows: around the nearest medallion."""
    nearest = _distances(sheet, x, y).argmin(axis=0)
    centers = np.array(CENTRES, np.float32)[nearest]
    return np.asarray(np.arctan2(y - centers[:, 1] * sheet.down, x - centers[:, 0] * sheet.across))


def _stones(sheet: Sheet, x: Points, y: Points) -> Floats:
    """The color of each stone: by its ring, with the chance of a hand that picks from a heap."""
    distances = _distances(sheet, x, y)
    nearest = distances.argmin(axis=0)
    start = np.array(CENTRES, np.float32)[nearest, 2]
    ring = np.floor(distances.min(axis=0) / (2 * STONE)) * 2 * STONE  # two rows of a color
    place = (start + ring / 330 + sheet.random.normal(0, 0.025, x.size)) % 1.0
    stones = ramp(place.astype(np.float32), RINGS)
    light = sheet.random.normal(0, 0.075, (x.size, 1)) + sheet.random.normal(0, 0.025, (x.size, 3))
    picked = np.clip(stones + light, 0.02, 1).astype(np.float32)
    gold = sheet.random.random((x.size, 1)) < 0.05
    return np.where(gold, color("#f3cf62"), picked)


def _veins(sheet: Sheet, found: Cells) -> Field:
    """Shades within the stones: marbled, and a little different from corner to corner."""
    tilt = sheet.random.normal(0, 1, (2, int(found.owner.max()) + 1)).astype(np.float32)
    slant = tilt[0][found.owner] * np.sin(sheet.x / 9) + tilt[1][found.owner] * np.sin(sheet.y / 9)
    return np.asarray(1 + 0.05 * slant + 0.06 * noise(sheet, 9, 3))
