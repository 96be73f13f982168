"""A region's outline, drawn by hand, moved to the edges of what is in the photo."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from bot.intake.regions.arrays import Colours, Mask

FARTHEST: Final = 16  #: pixels that the outline moves at most: hands are not that unsteady
DEPTH: Final = 0.8  #: share of the depth of a thin region that it moves at most
SMOOTHNESS: Final = 1e-3  #: variance of colours from 0 to 1 below which there is no edge

Field = NDArray[np.float32]


def at_edges(region: Mask, photo: Colours) -> Mask:
    """The region, with its outline at edges of the photo where some are near."""
    inside, outside = ndimage.distance_transform_edt(region), ndimage.distance_transform_edt(~region)
    reach = int(np.clip(DEPTH * inside.max(), 2, FARTHEST))
    near = (inside <= reach) & (outside <= reach)
    guide = (photo / 255).astype(np.float32)
    moved: Mask = np.where(near, _guided(region.astype(np.float32), guide, reach) > 0.5, region)
    return moved


def _guided(mask: Field, guide: Field, radius: int) -> Field:
    """The mask as in each window a linear function of the guide's colours: the guided filter (He et al. 2013, "Guided
    image filtering", equations 14, 19 and 20).
    """
    colour, covered = _mean(guide, radius), _mean(mask, radius)
    covariance = _mean(guide[..., np.newaxis] * guide[..., np.newaxis, :], radius)
    covariance -= colour[..., np.newaxis] * colour[..., np.newaxis, :]
    with_mask = _mean(guide * mask[..., np.newaxis], radius) - colour * covered[..., np.newaxis]
    regular = covariance + SMOOTHNESS * np.eye(3, dtype=np.float32)
    slopes = np.linalg.solve(regular, with_mask[..., np.newaxis])[..., 0]
    offset = covered - (slopes * colour).sum(axis=2)
    filtered: Field = (_mean(slopes, radius) * guide).sum(axis=2) + _mean(offset, radius)
    return filtered


def _mean(field: NDArray[np.floating], radius: int) -> Field:
    """Over the window around each position."""
    size = (2 * radius + 1, 2 * radius + 1) + (1,) * (field.ndim - 2)
    mean: Field = ndimage.uniform_filter(field, size, mode="nearest")
    return mean
