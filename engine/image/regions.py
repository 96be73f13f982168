"""Which style goes where, and what shall stay: masks of pictures become guides of feature maps. NumPy only.

Guided statistics are those of Gatys et al. 2017 ("Controlling perceptual factors in neural style transfer",
1611.07865, section 4), with guides as weights T² of mean 1 over the positions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

#: A mask of shape (height, width) from 0 to 1, as large as the picture that it belongs to or of the same proportions.
Mask = NDArray[np.float32]

FEATHER = 0.01  #: radius of the soft edge between regions, over the longer edge
FEWEST_POSITIONS = 4  #: a region that covers fewer positions of a layer says nothing about statistics there
PROTECTION = 20.0  #: how many times more the content counts where it is protected


def sized(mask: Mask, height: int, width: int) -> Mask:
    """The mask, resized to (height, width)."""
    picture = Image.fromarray(np.asarray(mask, np.float32)).resize((width, height), Image.Resampling.BOX)
    return np.clip(np.asarray(picture, np.float32), 0, 1)


def feathered(mask: Mask) -> Mask:
    """The mask with soft edges. Masks are put together before: products of soft edges would leave traces."""
    picture = Image.fromarray((mask * 255 + 0.5).astype(np.uint8))  # Pillow blurs bytes only
    soft = picture.filter(ImageFilter.GaussianBlur(FEATHER * max(mask.shape)))
    return np.asarray(soft, np.float32) / np.float32(255)


def with_rest(masks: Sequence[Mask | None]) -> tuple[Mask, ...]:
    """The masks, with what none of them covers in the place of each that is missing; no masks where all are missing,
    which is everywhere.
    """
    given = [mask for mask in masks if mask is not None]
    if not given:
        return ()
    rest = np.clip(1 - np.sum([sized(mask, *given[0].shape) for mask in given], axis=0, dtype=np.float32), 0, 1)
    return tuple(rest if mask is None else mask for mask in masks)


def shared(masks: Sequence[Mask]) -> list[Mask]:
    """The masks such that nowhere more than one whole style goes: where they overlap, they share."""
    total = np.maximum(np.sum(masks, axis=0), 1)
    return [mask / total for mask in masks]


def without(masks: Sequence[Mask], protected: Mask) -> list[Mask]:
    """The masks less what is protected."""
    return [mask * (1 - protected) for mask in masks]


def guides(mask: Mask, sizes: Mapping[str, tuple[int, int]]) -> dict[str, NDArray[np.float32]]:
    """By layer, how much each position counts in a region: (1, height, width, 1) of mean 1.

    `sizes` are heights and widths of the layers' maps. Layers in which the region is all but empty are left out.
    """
    found = {}
    for layer, (height, width) in sizes.items():
        picture = Image.fromarray(mask).resize((width, height), Image.Resampling.BOX)
        weights = np.square(np.asarray(picture, np.float32))
        if weights.sum() >= FEWEST_POSITIONS:
            found[layer] = (weights / weights.mean())[np.newaxis, :, :, np.newaxis]
    return found


def content_guide(protected: Mask) -> NDArray[np.float32]:
    """How much the content counts at each position: (1, height, width, 1)."""
    return (1 + PROTECTION * protected)[np.newaxis, :, :, np.newaxis]
