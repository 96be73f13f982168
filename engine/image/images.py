"""Bytes ⇄ float RGB: safe decoding with limits, resizing, encoding. No TensorFlow, no paths.

Raises BadPicture with a stable problem for everything that is not a still picture within the limits.
"""

from __future__ import annotations

import io
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.image.png_writing import fast_png
from engine.image.reading import Read, read, read_png
from engine.settings import RANGES

#: Float RGB of shape (height, width, 3): sRGB values from 0 to 1.
FloatImage = NDArray[np.float32]

CHAT_EDGE = 1280  #: longest edge of the JPEGs that go into a chat
NORMALIZED_EDGE = int(RANGES["size"].high)  #: pixels; the engine paints nothing larger, and PNGs of 50 MP weigh 90 MB


class DecodedPicture(NamedTuple):
    """What a file holds."""

    pixels: FloatImage  #: upright, on white where it was transparent
    is_transparent: bool  #: it was, somewhere


class NormalizedPicture(NamedTuple):
    """What a user sent, rebuilt from its pixels: nothing of the original file is left."""

    png: bytes  #: 8-bit sRGB, no metadata, longer edge at most NORMALIZED_EDGE
    width: int  #: pixels
    height: int
    is_transparent: bool = False  #: the file was, somewhere; white has taken its place


def decode(data: bytes) -> FloatImage:
    """The picture in `data` as (height, width, 3) sRGB from 0 to 1: upright, alpha on white.

    Raises BadPicture.
    """
    return decoded(data).pixels


def decoded(data: bytes) -> DecodedPicture:
    """The picture as `decode` gives it, and whether it had transparent parts. Raises BadPicture."""
    found = read(data)
    return DecodedPicture(as_floats(found.picture), found.is_transparent)


def decode_png(data: bytes) -> FloatImage:
    """A PNG that was rebuilt before, as (height, width, 3) from 0 to 1. Raises BadPicture for any other file."""
    return as_floats(read_png(data))


def reopened(data: bytes) -> FloatImage:
    """A PNG or JPEG that this module encoded, of any size, as (height, width, 3) from 0 to 1."""
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
        return as_floats(picture)


def normalize(data: bytes) -> NormalizedPicture:
    """The same picture as an 8-bit sRGB PNG without metadata, no larger than the engine can use. Raises BadPicture."""
    return as_normalized(read_normalized(data))


def read_normalized(data: bytes) -> Read:
    """The pixels that `normalize` makes a PNG of. Raises BadPicture."""
    found = read(data)
    found.picture.thumbnail((NORMALIZED_EDGE, NORMALIZED_EDGE), Image.Resampling.LANCZOS)
    return found


def as_normalized(found: Read) -> NormalizedPicture:
    """The pixels of `read_normalized` as a PNG."""
    picture, is_transparent = found
    return NormalizedPicture(fast_png(np.asarray(picture)), *picture.size, is_transparent)


def encode_png(image: FloatImage) -> bytes:
    """The picture (height, width, 3) from 0 to 1 as a PNG of 8 bits, of the same size."""
    return fast_png(_as_bytes(image))


def encode_jpeg(image: FloatImage, quality: int = 92) -> bytes:
    """A JPEG of the same size, with colors as sharp as the rest."""
    buffer = io.BytesIO()
    Image.fromarray(_as_bytes(image)).save(buffer, "JPEG", quality=quality, subsampling=0)
    return buffer.getvalue()


def resize(image: FloatImage, height: int, width: int, *, hastily: bool = False) -> FloatImage:
    """The picture (height, width, 3) at this size, by Lanczos with anti-aliasing; values stay from 0 to 1.

    `hastily`: one of twice the size or more is first divided by a whole number, in half the time; its edges are not
    quite as sharp.
    """
    if image.shape[:2] == (height, width):
        return image
    gap = 1.0 if hastily else None
    channels = [
        np.asarray(
            Image.fromarray(image[:, :, channel]).resize((width, height), Image.Resampling.LANCZOS, reducing_gap=gap)
        )
        for channel in range(3)
    ]
    return cast(FloatImage, np.clip(np.stack(channels, axis=2), 0, 1))


def mirrored_to(image: FloatImage, height: int, width: int) -> FloatImage:
    """The picture grown to this size at its bottom and right by its own mirror image: nothing is stretched or lost."""
    missing = [(0, height - image.shape[0]), (0, width - image.shape[1]), (0, 0)]
    return np.pad(image, missing, "symmetric")


def as_floats(picture: Image.Image) -> FloatImage:
    """An RGB picture of Pillow's as (height, width, 3) from 0 to 1."""
    return cast(FloatImage, np.asarray(picture, np.float32) / np.float32(255))


def _as_bytes(image: FloatImage) -> NDArray[np.uint8]:
    return (np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8)
