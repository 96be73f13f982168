"""Square views of a picture, as the networks want them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PIL import Image

from engine.image.images import FloatImage


class View(NamedTuple):
    """A square part of a picture, in pixels. It may reach beyond the picture; what is there is black."""

    left: float
    top: float
    side: float


def pixels_of(picture: FloatImage, edge: int) -> Image.Image:
    """The picture as bytes, with at most `edge` pixels at the longer side.

    Of a picture more than twice as large, only every second, third … pixel is looked at: copying 16 million takes
    longer than to find the faces in them.
    """
    step = (max(picture.shape[:2]) - 1) // (2 * edge) + 1
    values = np.clip(picture[::step, ::step], 0, 1) * np.float32(255) + np.float32(0.5)
    small = Image.fromarray(values.astype(np.uint8))
    small.thumbnail((edge, edge), Image.Resampling.BILINEAR)
    return small


def seen(photo: Image.Image, view: View, edge: int) -> FloatImage:
    """The view at edge × edge pixels: (edge, edge, 3) from 0 to 1."""
    scale = edge / view.side
    left, top = max(0.0, view.left), max(0.0, view.top)
    right, bottom = min(photo.width, view.left + view.side), min(photo.height, view.top + view.side)
    canvas = Image.new("RGB", (edge, edge))
    if right > left and bottom > top:
        size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
        part = photo.resize(size, Image.Resampling.BILINEAR, box=(left, top, right, bottom), reducing_gap=2)
        canvas.paste(part, (round((left - view.left) * scale), round((top - view.top) * scale)))
    return np.asarray(canvas, np.float32) / np.float32(255)
