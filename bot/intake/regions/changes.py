"""Changes that the owner asks for of a region that they were shown."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage

from bot.intake.regions.arrays import Mask
from bot.jobs.region_parts import NoRegion, RegionChange

STEP: Final = 0.02  #: of the longer side, by which a region grows or shrinks
LEAST, MOST = 0.002, 0.995  #: shares of the photo that a region may have


def changed(region: Mask, change: RegionChange) -> Mask:
    """The region after this. Raises NoRegion where nothing of it, or nothing beside it, would be left."""
    step = STEP * max(region.shape)
    match change:
        case RegionChange.GROW:
            region = ndimage.distance_transform_edt(~region) <= step
        case RegionChange.SHRINK:
            padded = np.pad(region, 1, mode="edge")  # what goes on beyond the photo does not end at its border
            region = ndimage.distance_transform_edt(padded)[1:-1, 1:-1] > step
        case RegionChange.INVERT:
            region = ~region
    return checked(region)


def checked(region: Mask) -> Mask:
    """The region, if it is neither nothing nor everything. Raises NoRegion."""
    share = region.mean()
    if share < LEAST:
        raise NoRegion("region-too-small")
    if share > MOST:
        raise NoRegion("region-everything")
    return region
