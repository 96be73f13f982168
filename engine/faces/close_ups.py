"""A face that spans few pixels is worked on larger, and what comes of it is blended back. Geometry and pixels only.

The same painting that loses a face at 300 pixels across keeps it at 600: strokes have a size of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import ndimage

from engine.faces.face import Face
from engine.faces.guide import head_mask
from engine.image import images
from engine.image.images import FloatImage
from engine.image.regions import Mask, sized

FACE_EDGE: Final = 160  #: pixels across at which a face keeps its features; smaller ones get a close-up
MOST: Final = 4.0  #: enlargement at most: less than 40 pixels hold no more to paint
SURROUNDINGS: Final = 2.2  #: side of a close-up, in sizes of the face: all that its soft oval reaches
LIGHT: Final = 0.2  #: what is larger than this, in sizes of the face, is its light and color rather than its features


@dataclass(frozen=True)
class CloseUp:
    """A part of a picture around a small face, and the size at which it is worked on. All in pixels."""

    left: int  #: in the picture, as the next three; right and bottom are the first that are outside
    top: int
    right: int
    bottom: int
    height: int  #: at which it is worked on
    width: int
    face: Face  #: in pixels of the picture
    others: tuple[Face, ...]  #: all that are in sight, this one too, in pixels of the close-up


def close_up_of(face: Face, faces: Sequence[Face], height: int, width: int) -> CloseUp | None:
    """The close-up of one of the `faces`, larger than the picture or as it is; None for one that is all but outside."""
    half, (x, y) = face.size * SURROUNDINGS / 2, face.center
    left, right = max(0, round(x - half)), min(width, round(x + half))
    top, bottom = max(0, round(y - half)), min(height, round(y + half))
    if right - left < face.size / 2 or bottom - top < face.size / 2:
        return None  # all but outside of the picture
    times = max(1.0, min(FACE_EDGE / face.size, MOST))
    at = round((bottom - top) * times), round((right - left) * times)
    seen = (one.seen_from(left, top).scaled(at[1] / (right - left)) for one in faces)
    others = tuple(one for one in seen if 0 < one.center[0] < at[1] and 0 < one.center[1] < at[0])
    return CloseUp(left, top, right, bottom, *at, face=face, others=others)


def cropped(picture: FloatImage, close_up: CloseUp) -> FloatImage:
    """The close-up (its height, its width, 3) of a picture (height, width, 3), from 0 to 1."""
    part = picture[close_up.top : close_up.bottom, close_up.left : close_up.right]
    return images.resize(part, close_up.height, close_up.width)


def cropped_mask(mask: Mask, close_up: CloseUp) -> Mask:
    """The close-up of a mask (height, width) of the picture's size."""
    part = mask[close_up.top : close_up.bottom, close_up.left : close_up.right]
    return sized(part, close_up.height, close_up.width)


def blended(picture: FloatImage, worked: FloatImage, close_up: CloseUp) -> FloatImage:
    """The picture with what was made of the close-up in the place of its face; a new array.

    Outside of the face's soft oval, not a pixel changes. Inside, light and color stay those of the picture: a face that
    is brighter than all around it looks pasted in.
    """
    height, width = close_up.bottom - close_up.top, close_up.right - close_up.left
    weight = head_mask(close_up.face.seen_from(close_up.left, close_up.top), height, width)[:, :, np.newaxis]
    result = picture.copy()
    part = result[close_up.top : close_up.bottom, close_up.left : close_up.right]
    change = images.resize(worked, height, width) - part
    lit = np.clip(part + change - _blurred(change, LIGHT * close_up.face.size), 0, 1)
    part += weight * (lit - part)
    return result


def _blurred(picture: FloatImage, sigma: float) -> FloatImage:
    return np.asarray(ndimage.gaussian_filter(picture, (sigma, sigma, 0), mode="nearest"), np.float32)
