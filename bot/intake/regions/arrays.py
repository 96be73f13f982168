"""Pictures and masks between their files and arrays."""

from __future__ import annotations

import io
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

#: (height, width, 3) from 0 to 255.
Colors = NDArray[np.float32]
#: (height, width) from 0 to 255.
Gray = NDArray[np.float32]
#: (height, width): True where the region is.
Mask = NDArray[np.bool_]

EDGE: Final = 640  #: pixels of the longer side, at which all is looked at: strokes are much wider than a pixel of it


def opened(png: bytes) -> Image.Image:
    """The picture in the PNG of a normalized picture."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
        return picture.convert("RGB")


def fitted(width: int, height: int) -> tuple[int, int]:
    """Width and height with EDGE pixels at the longer side."""
    scale = EDGE / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def colors(picture: Image.Image, size: tuple[int, int]) -> Colors:
    """The picture at this (width, height)."""
    return np.asarray(picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3), np.float32)


def gray(picture: Colors) -> Gray:
    """The luma of a picture."""
    return picture @ np.asarray([0.299, 0.587, 0.114], np.float32)


def mask_of(png: bytes, size: tuple[int, int] | None = None) -> Mask:
    """The mask of a file, at its own size or at this (width, height)."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
        whites = picture.convert("L")
    if size is not None:
        whites = whites.resize(size, Image.Resampling.BILINEAR)
    return np.asarray(whites) > 127


def png_of(mask: Mask) -> bytes:
    """The mask as a PNG."""
    return _saved(Image.fromarray(mask * np.uint8(255)), "PNG")


def jpeg_of(picture: NDArray[Any]) -> bytes:
    """The picture, of bytes, as a JPEG for the chat."""
    return _saved(Image.fromarray(picture), "JPEG", quality=88)


def _saved(picture: Image.Image, file_format: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()
