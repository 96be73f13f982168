"""Values of more than 8 bits, of which no file says for certain which one is white."""

from __future__ import annotations

import io
import math
import sys
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.image.bare import Bare
from engine.image.color import by_profile, converted, needs_more_than_a_profile

#: What white is in files that use all of their range: of floats, and of 8, 10, 12 and 16 bits. A picture that reaches
#: less than half of one is of a smaller range, or would be too dark to paint.
_WHITES: Final = (1.0, 255.0, 1023.0, 4095.0, 65535.0)
_CAMERA_WHITE: Final = 16383.0  #: 14 bits in 16, where the brightest reach just up to it
_HOT: Final = 1e-4  #: share of pixels that may be brighter than white: faults of a sensor


def gray_of(picture: Image.Image, bare: Bare) -> Image.Image:
    """Gray of 16 or 32 bits, or floats → RGB of 8 bits of sRGB."""
    values = np.asarray(picture)
    if values.dtype == np.int32 and bare.is_unsigned and bare.bits == 32:
        values = values.view(np.uint32)
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values.ravel()
    white = white_of(finite, bare.bits if values.dtype.kind != "f" else 32)
    gray = np.empty((*values.shape, 3), np.uint8)
    ramp = _ramp(bare)
    for row, numbers in zip(gray, values, strict=True):
        share = np.clip(np.nan_to_num(numbers.astype(np.float32) / np.float32(white), posinf=1, neginf=0), 0, 1)
        row[:] = ramp[(share * (len(ramp) - 1) + 0.5).astype(np.uint16)]
    return Image.fromarray(gray)


def white_of(values: NDArray[Any], bits: int) -> float:
    """Of numbers without NaN and infinity: the white of the range that they use."""
    if not values.size:
        return 1.0
    hot = math.ceil(values.size * _HOT)
    brightest = float(np.partition(values, -hot - 1)[-hot - 1]) if values.size > hot else float(values.max())
    if bits == 16 and 0.9 * _CAMERA_WHITE < brightest <= _CAMERA_WHITE:
        return _CAMERA_WHITE
    for white in _WHITES:
        if white / 2 < brightest <= white:
            return white
    if bits == 16 and brightest > _WHITES[-2]:
        return _WHITES[-1]
    return brightest if brightest > 0 else 1.0


def _ramp(bare: Bare) -> NDArray[np.uint8]:
    """(65536, 3): each value of 16 bits in sRGB."""
    steps = np.arange(65536) if not bare.is_inverted else np.arange(65535, -1, -1)
    profiled = _profiled_ramp(bare.icc) if bare.icc else None
    if profiled is not None:
        between = [np.interp(steps / 257, np.arange(256), profiled[:, channel]) for channel in range(3)]
        return np.asarray(np.stack(between, axis=1) + 0.5, np.uint8)
    if needs_more_than_a_profile(bare):
        values = np.repeat(steps.astype(np.uint16)[np.newaxis, :, np.newaxis], 3, axis=2)
        return np.asarray(converted(values, bare)[0], np.uint8)
    return np.repeat((steps / 257 + 0.5).astype(np.uint8)[:, np.newaxis], 3, axis=1)


def _profiled_ramp(profile: bytes) -> NDArray[np.uint8] | None:
    """(256, 3): each value of 8 bits by a profile of gray; None where it is none."""
    ramp = by_profile(Image.fromarray(np.arange(256, dtype=np.uint8)[np.newaxis]), profile)
    return None if ramp is None else np.asarray(ramp, np.uint8)[0]


def deep_color_of(picture: Image.Image, bare: Bare) -> NDArray[np.uint16]:
    """(height, width, 3) of 16 bits: of a file of Bare.is_deep_color, of which Pillow takes the higher 8 alone.

    The lower ones are what it takes when the bytes of each number are told to be the other way round.
    """
    with Image.open(io.BytesIO(bare.data), formats=(bare.file_format,)) as again:
        again.tile = [_swapped(tile) for tile in again.tile]
        again.load()
        low = np.asarray(again, np.uint16)
    return cast(NDArray[np.uint16], (np.asarray(picture, np.uint16) << 8) | low)


def is_dark(picture: Image.Image) -> bool:
    """Whether the higher 8 of 16 bits leave the two highest unused, or more: 10, 12 or 14 bits in 16."""
    return max(most for _, most in picture.getextrema()) < 64  # type: ignore[misc]  # one pair for each band of an RGB picture


def stretched(values: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Color of 16 bits → 8 bits, by the range that it uses."""
    white = np.float32(white_of(values.ravel(), 16))
    return np.minimum(values / white * np.float32(255) + np.float32(0.5), 255).astype(np.uint8)


def _swapped(tile: Any) -> Any:
    arguments = tile.args if isinstance(tile.args, tuple) else (tile.args,)
    raw, swapped = arguments[0], {"L": "B", "B": "L", "N": _OTHER_THAN_NATIVE}
    return tile._replace(args=(raw[:-1] + swapped[raw[-1]], *arguments[1:]))


_OTHER_THAN_NATIVE: Final = "B" if sys.byteorder == "little" else "L"
