"""The painted people alone, as a sticker."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from engine.faces.views import pixels_of
from engine.image.images import FloatImage
from engine.image.regions import Mask

EDGE: Final = 512  #: pixels of the longer side: what Telegram wants of a sticker
MOST_BYTES: Final = 512 * 1024  #: and the most that it may weigh
MARGIN: Final = 0.02  #: empty space around the people, of the longer side
QUALITIES: Final = (90, 75, 60, 40)  #: of the file: the first that is light enough is taken
#: Values of the mask from which on a pixel is a little there, and wholly: doubtful pixels would look like fog.
FROM, WHOLLY = 0.35, 0.65

#: Red, green, blue and alpha of shape (height, width, 4), from 0 to 255; alpha is not multiplied in.
RGBA = NDArray[np.uint8]


def cut_out(painting: FloatImage, people: Mask) -> RGBA:
    """The people of a painting (height, width, 3) on nothing, cropped to them, as large as they are there.

    Where nobody is, the color is that of the nearest of them, and alpha is 0.
    The mask is from 0 to 1, of the painting's proportions and any size. Raises ValueError where it is empty.
    """
    height, width = painting.shape[:2]
    mask = Image.fromarray(np.asarray(people, np.float32)).resize((width, height), Image.Resampling.BICUBIC)
    alpha = np.clip((np.asarray(mask) - np.float32(FROM)) / np.float32(WHOLLY - FROM), 0, 1)
    if not alpha.any():
        raise ValueError("nobody is in the mask")
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    there = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    pixels = np.asarray(pixels_of(painting[there], max(height, width)))
    return np.dstack([_spread(pixels, alpha[there]), (alpha[there] * 255 + 0.5).astype(np.uint8)])


def _spread(pixels: NDArray[np.uint8], alpha: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The colors within go on outside, so that nothing of the background shines through the edge."""
    nearest = ndimage.distance_transform_edt(alpha < alpha.max(), return_distances=False, return_indices=True)
    spread: NDArray[np.uint8] = pixels[tuple(nearest)]
    return spread


def sticker(painting: FloatImage, people: Mask) -> bytes:
    """A WebP file for `sendSticker`: 512 pixels at the longer side, transparent around the people, at most 512 KB.

    Arguments and errors are those of cut_out.
    """
    alone = Image.fromarray(cut_out(painting, people))
    inner = EDGE - 2 * round(EDGE * MARGIN)
    scale = inner / max(alone.size)
    size = max(1, round(alone.width * scale)), max(1, round(alone.height * scale))
    color, alpha = (
        part.resize(size, Image.Resampling.LANCZOS) for part in (alone.convert("RGB"), alone.getchannel("A"))
    )
    canvas = _with_margin(color, alpha, (EDGE - inner) // 2)
    for quality in QUALITIES:
        file = io.BytesIO()
        canvas.save(file, "WEBP", quality=quality, method=4)
        if file.tell() <= MOST_BYTES:
            break
    return file.getvalue()


def _with_margin(color: Image.Image, alpha: Image.Image, margin: int) -> Image.Image:
    """Color and alpha in one picture, with empty space around, into which the colors go on."""
    size = color.width + 2 * margin, color.height + 2 * margin
    pixels = np.pad(np.asarray(color), ((margin, margin), (margin, margin), (0, 0)), "edge")
    clear = Image.new("L", size)
    clear.paste(alpha, (margin, margin))
    framed = Image.fromarray(pixels)
    framed.putalpha(clear)
    return framed
