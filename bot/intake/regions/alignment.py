"""One picture laid over another that shows the same: editors crop by a few pixels, and what they send has another size,
and has been compressed again.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from bot.intake.regions.arrays import Colors, Gray, gray

#: Pixels: from coarse to fine, so that a shift of some pixels is found, and exactly.
BLURS: Final = (8.0, 8.0, 5.0, 5.0, 3.0, 3.0, 2.0, 1.5, 1.5)
OUTLIER: Final = 10.0  #: difference, of 255, that weighs half: it may be a stroke
LIGHT_STEPS: Final = 5

#: Scale of the rows and their shift, scale of the columns and theirs; from -1 to 1 is the whole picture.
Placement = NDArray[np.float64]


def aligned(picture: Colors, to: Colors) -> Colors:
    """The picture, scaled and shifted such that it lies over `to`, in the same light. Both are of one size; they may
    differ in places.

    Gauss-Newton steps for placement and light (Lucas and Kanade 1981), in which what differs much weighs little.
    """
    moving, fixed = gray(picture), gray(to)
    down, across = np.mgrid[-1 : 1 : fixed.shape[0] * 1j, -1 : 1 : fixed.shape[1] * 1j].astype(np.float32)
    placement, gain, bias = np.asarray([1.0, 0.0, 1.0, 0.0]), 1.0, 0.0
    for blur in BLURS:
        target = ndimage.gaussian_filter(fixed, blur)
        laid = _moved(ndimage.gaussian_filter(moving, blur), placement)
        residual = target - (gain * laid + bias)
        by_row, by_column = (slope * (size - 1) / 2 for slope, size in zip(np.gradient(laid), laid.shape, strict=True))
        slopes = [by_row * down, by_row, by_column * across, by_column]
        known = np.stack([*(gain * slope for slope in slopes), laid, np.ones_like(laid)]).reshape(6, -1)
        weighted = known * _weights(residual).ravel()
        step = np.linalg.lstsq(weighted @ known.T, weighted @ residual.ravel(), rcond=None)[0]
        placement, gain, bias = placement + step[:4], gain + step[4], bias + step[5]
    return np.stack([_lit(_moved(picture[:, :, c], placement), to[:, :, c]) for c in range(3)], axis=2)


def _moved(picture: Gray, placement: Placement) -> Gray:
    """The picture at this placement; its border goes on where it ends."""
    sizes = (np.asarray(picture.shape) - 1) / 2
    scales, shifts = placement[::2], placement[1::2]
    offset = sizes * (1 - scales + shifts)
    moved: Gray = ndimage.affine_transform(picture, scales, offset, order=1, mode="nearest")
    return moved


def _lit(picture: Gray, like: Gray) -> Gray:
    """The picture, brighter or darker, such that most of it is like the other."""
    gain, bias = 1.0, 0.0
    known = np.stack([picture.ravel(), np.ones(picture.size, np.float32)])
    for _ in range(LIGHT_STEPS):
        weighted = known * _weights(like - (gain * picture + bias)).ravel()
        gain, bias = np.linalg.lstsq(weighted @ known.T, weighted @ like.ravel(), rcond=None)[0]
    return gain * picture + bias


def _weights(residual: Gray) -> Gray:
    weights: Gray = 1 / (1 + np.square(residual / OUTLIER))
    return weights
