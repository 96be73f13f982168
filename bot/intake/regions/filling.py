"""What strokes mean: a loop is what it encloses, a scribble what it covers, and a row of dots is a stroke."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage

from bot.intake.regions.arrays import EDGE, Mask

#: Half the widest gap that is taken for a slip: between dots, between lines of a scribble, in a loop not quite closed.
WIDEST: Final = 0.045 * EDGE
STEPS: Final = 10
WHOLE: Final = 0.88  #: share of what closing the widest gaps gives, from which on closing smaller ones is enough
LOOP: Final = 0.5  #: share of a region that was left free by the strokes around it, from which on they are its outline
SPECK: Final = 0.02  #: of the largest part's pixels: smaller parts are slips


def filled(strokes: Mask) -> Mask:
    """The region that strokes mean."""
    whole = _closed(strokes, WIDEST).sum()
    for gap in np.linspace(0, WIDEST, STEPS):
        region = _closed(strokes, gap)
        if region.sum() >= WHOLE * whole:
            break
    free = region & ~strokes
    if ndimage.binary_opening(free, iterations=2).sum() > LOOP * region.sum():
        region = _within(region, brush(strokes) / 2)  # who draws an outline follows it with the middle of the brush
    return large_parts(region)


def brush(strokes: Mask) -> float:
    """The brush's width, in pixels."""
    depth = ndimage.distance_transform_edt(strokes)
    ridges = strokes & (depth == ndimage.maximum_filter(depth, 3))
    return 2.0 * float(np.median(depth[ridges]))


def _closed(strokes: Mask, gap: float) -> Mask:
    """The strokes, with gaps of twice this width closed, and what they enclose. The border encloses nothing."""
    wide = round(gap) + 1
    strokes = np.pad(strokes, wide)
    grown = ndimage.distance_transform_edt(~strokes) <= gap
    whole = ndimage.binary_fill_holes(grown)
    return _within(whole, gap)[wide:-wide, wide:-wide] | strokes[wide:-wide, wide:-wide]


def _within(region: Mask, distance: float) -> Mask:
    """What of a region is farther than this from what is outside."""
    inner: Mask = ndimage.distance_transform_edt(np.pad(region, 1))[1:-1, 1:-1] > distance
    return inner


def large_parts(region: Mask) -> Mask:
    """The region without parts that are slips."""
    labels, count = ndimage.label(region)
    if count < 2:
        return region
    sizes = ndimage.sum_labels(region, labels, np.arange(1, count + 1))
    return np.isin(labels, np.flatnonzero(sizes >= SPECK * sizes.max()) + 1)
