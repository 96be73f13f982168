"""A region's outline, drawn by hand, moved to the edges of what is in the photo."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage

from bot.intake.regions.arrays import Colors, Mask
from engine.image.guided_filter import guided_filter

FARTHEST: Final = 16  #: pixels that the outline moves at most: hands are not that unsteady
DEPTH: Final = 0.8  #: share of the depth of a thin region that it moves at most


def at_edges(region: Mask, photo: Colors) -> Mask:
    """The region, with its outline at edges of the photo where some are near."""
    inside, outside = ndimage.distance_transform_edt(region), ndimage.distance_transform_edt(~region)
    reach = int(np.clip(DEPTH * inside.max(), 2, FARTHEST))
    near = (inside <= reach) & (outside <= reach)
    guide = (photo / 255).astype(np.float32)
    moved: Mask = np.where(near, guided_filter(region.astype(np.float32), guide, reach) > 0.5, region)
    return moved
