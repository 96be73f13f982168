"""A photo, and the same photo drawn over: the region that was meant."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from bot.intake.regions.alignment import aligned
from bot.intake.regions.arrays import EDGE, Mask, colors, fitted, opened
from bot.intake.regions.changes import checked
from bot.intake.regions.edges import at_edges
from bot.intake.regions.filling import filled
from bot.intake.regions.strokes import strokes
from bot.jobs.region_parts import NoRegion

MARGIN: Final = EDGE // 50  #: pixels from the border that are near
CROPPED: Final = 0.06  #: by how much the proportions may differ, as a logarithm: editors cut off a little


def drawn_region(photo: bytes, drawn: bytes) -> Mask:
    """The mask of the region, with EDGE pixels at the longer side. Raises NoRegion."""
    before, after = opened(photo), opened(drawn)
    if abs(math.log(before.width * after.height / (before.height * after.width))) > CROPPED:
        raise NoRegion("drawn-elsewhere")
    size = fitted(*before.size)
    content = colors(before, size)
    found = filled(strokes(content, aligned(colors(after, size), content)))
    return checked(at_edges(_to_the_border(found), content))


def _to_the_border(region: Mask) -> Mask:
    """The region, which goes on to the photo's border where it comes near: nobody can draw beyond."""
    return np.pad(region[MARGIN:-MARGIN, MARGIN:-MARGIN], MARGIN, mode="edge")
