"""The guided filter: moves the edges of a mask to those of a picture. NumPy and SciPy only."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

SMOOTHNESS: Final = 1e-3  #: variance of colors from 0 to 1 below which there is no edge

Field = NDArray[np.float32]


def guided_filter(mask: Field, guide: Field, radius: int) -> Field:
    """The mask (height, width), in each window a linear function of the guide's colors (height, width, 3), from 0 to 1.

    He, Sun and Tang 2013, "Guided image filtering", equations 14, 19 and 20. Windows reach `radius` pixels to each
    side; the result may go a little beyond the mask's range.
    """
    color, covered = _mean(guide, radius), _mean(mask, radius)
    covariance = _mean(guide[..., np.newaxis] * guide[..., np.newaxis, :], radius)
    covariance -= color[..., np.newaxis] * color[..., np.newaxis, :]
    with_mask = _mean(guide * mask[..., np.newaxis], radius) - color * covered[..., np.newaxis]
    regular = covariance + SMOOTHNESS * np.eye(3, dtype=np.float32)
    slopes = np.linalg.solve(regular, with_mask[..., np.newaxis])[..., 0]
    offset = covered - (slopes * color).sum(axis=2)
    filtered: Field = (_mean(slopes, radius) * guide).sum(axis=2) + _mean(offset, radius)
    return filtered


def _mean(field: NDArray[np.floating], radius: int) -> Field:
    """The mean over the window around each position."""
    size = (2 * radius + 1, 2 * radius + 1) + (1,) * (field.ndim - 2)
    mean: Field = ndimage.uniform_filter(field, size, mode="nearest")
    return mean
