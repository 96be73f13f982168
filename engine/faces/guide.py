"""How much the content shall count where faces are: most at eyes and mouth, with soft edges. NumPy only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.faces.face import Face, Point
from engine.image.regions import Mask

FACE: Final = 0.5  #: value on the skin; eyes and mouth have 1

#: Half axes across and down, in sizes of the face (its box goes from the eyebrows to the chin).
HEAD: Final = (0.6, 0.75)
EYE: Final = (0.24, 0.17)
MOUTH: Final = (0.32, 0.2)
FOREHEAD: Final = 0.12  #: how far the oval's middle is above the box's
REACH: Final = 1.3  #: where an oval's soft edge ends, in half axes; it begins as far within


def face_guide(faces: Sequence[Face], height: int, width: int) -> Mask:
    """A map (height, width) from 0 to 1: 0 away from faces, 0.5 on skin, 1 at eyes and mouth.

    The faces are in pixels of a picture of this size. Where faces overlap, the larger value counts.
    """
    guide = np.zeros((height, width), np.float32)
    for face in faces:
        rows, columns = _around(face, height, width)
        features = [_soft_oval(face, eye, EYE, rows, columns) for eye in face.eyes]
        features.append(_soft_oval(face, face.mouth, MOUTH, rows, columns))
        head = _head(face, rows, columns)
        value = head * (FACE + (1 - FACE) * np.max(features, axis=0))
        guide[rows, columns] = np.maximum(guide[rows, columns], value)
    return guide


def head_mask(face: Face, height: int, width: int) -> Mask:
    """A map (height, width) from 0 to 1: 1 on the face, 0 outside of its soft oval."""
    mask = np.zeros((height, width), np.float32)
    rows, columns = _around(face, height, width)
    mask[rows, columns] = _head(face, rows, columns)
    return mask


def _head(face: Face, rows: slice, columns: slice) -> NDArray[np.float32]:
    down = _down(face)
    middle = face.center[0] - FOREHEAD * face.size * down[0], face.center[1] - FOREHEAD * face.size * down[1]
    return _soft_oval(face, middle, HEAD, rows, columns)


def _around(face: Face, height: int, width: int) -> tuple[slice, slice]:
    """The rows and columns that a face's ovals can reach: all else stays untouched."""
    reach = face.size * (HEAD[1] * REACH + FOREHEAD)
    (x, y) = face.center
    return _within(y - reach, y + reach, height), _within(x - reach, x + reach, width)


def _within(first: float, last: float, length: int) -> slice:
    start = int(np.clip(np.floor(first), 0, length))
    return slice(start, int(np.clip(np.ceil(last), start, length)))


def _soft_oval(
    face: Face, middle: Point, axes: tuple[float, float], rows: slice, columns: slice
) -> NDArray[np.float32]:
    """1 within an oval that leans as the face does, 0 outside, and a cubic step between (smoothstep)."""
    right = np.arange(columns.start, columns.stop, dtype=np.float32) + 0.5 - middle[0]
    below = np.arange(rows.start, rows.stop, dtype=np.float32)[:, np.newaxis] + 0.5 - middle[1]
    down = _down(face)
    across = (right * down[1] - below * down[0]) / (axes[0] * face.size)
    along = (right * down[0] + below * down[1]) / (axes[1] * face.size)
    step = np.clip((REACH - np.hypot(across, along)) / (2 * (REACH - 1)), 0, 1)
    return (step * step * (3 - 2 * step)).astype(np.float32)


def _down(face: Face) -> Point:
    """The direction from between the eyes to the mouth, of length 1; straight down if they are at one place."""
    (left, right), mouth = face.eyes, face.mouth
    x, y = mouth[0] - (left[0] + right[0]) / 2, mouth[1] - (left[1] + right[1]) / 2
    length = float(np.hypot(x, y))
    return (x / length, y / length) if length > 0 else (0.0, 1.0)
