"""Cells around sites (Voronoi), with square or round neighborhoods: what glass, tiles and facets are cut along."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.styles.sheet import Field, Floats, Sheet

Points = Floats


class Cells(NamedTuple):
    """For each pixel, (height, width): whose it is, and how far the nearest two sites are in design units."""

    owner: NDArray[np.int32]
    nearest: Field
    second: Field

    @property
    def border(self) -> Field:
        """About the distance to the cell's border."""
        return (self.second - self.nearest) / 2


def cells(
    sheet: Sheet, x: Points, y: Points, reach: float, angles: Points | None = None, bend: Field | float = 0.0
) -> Cells:
    """Cut the sheet into the cells of the sites (x, y), which must lie less than `reach` from all of their pixels.

    With `angles` the distance is to a square turned by that angle (largest of both coordinates), otherwise Euclidean.
    `bend` moves each pixel by so much, in design units, before it is measured: borders are then not quite straight.
    """
    owner = np.zeros((sheet.height, sheet.width), np.int32)
    nearest = np.full((sheet.height, sheet.width), 4 * reach, np.float32)
    second = np.full_like(nearest, 5 * reach)
    pixels = math.ceil(reach * sheet.scale)
    places_x, places_y = sheet.x + bend, sheet.y + bend
    for site, (column, row) in enumerate(zip((x * sheet.scale).tolist(), (y * sheet.scale).tolist(), strict=True)):
        window = (
            slice(max(int(row) - pixels, 0), max(int(row) + pixels + 1, 0)),
            slice(max(int(column) - pixels, 0), max(int(column) + pixels + 1, 0)),
        )
        right, down = places_x[window] - x[site], places_y[window] - y[site]
        if right.size == 0:
            continue
        distance = np.hypot(right, down) if angles is None else _square(right, down, float(angles[site]))
        first = nearest[window]
        np.minimum(second[window], np.maximum(first, distance), out=second[window])
        owner[window][distance < first] = site
        np.minimum(first, distance, out=first)
    return Cells(owner, nearest, second)


def centered(sheet: Sheet, found: Cells, x: Points, y: Points) -> tuple[Points, Points]:
    """The centers of the sites' cells (a step of Lloyd's algorithm); a site without pixels stays."""
    owner = found.owner.ravel()
    share = np.bincount(owner, minlength=x.size)
    kept = share == 0
    share = np.maximum(share, 1)
    middle_x = np.bincount(owner, sheet.x.ravel(), x.size) / share
    middle_y = np.bincount(owner, sheet.y.ravel(), x.size) / share
    return np.where(kept, x, middle_x).astype(np.float32), np.where(kept, y, middle_y).astype(np.float32)


def _square(right: Field, down: Field, angle: float) -> Field:
    along = right * math.cos(angle) + down * math.sin(angle)
    aside = down * math.cos(angle) - right * math.sin(angle)
    return np.maximum(np.abs(along), np.abs(aside))
