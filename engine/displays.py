"""Pictures about a run: content, result and styles side by side, and the previews as a film."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from engine.images import FloatImage, resize

FRAME_MILLISECONDS = 120
LAST_FRAME_MILLISECONDS = 2500
PALETTE_EDGE = 160  #: pixels of the copy that a frame's palette is made from: the whole takes Pillow five times as long
GAP = 8  #: white pixels between pictures


def comparison(content: FloatImage, result: FloatImage, styles: Sequence[FloatImage]) -> FloatImage:
    """Content, result and styles side by side on white, all as high as the result."""
    height = result.shape[0]
    gap = np.ones((height, GAP, 3), np.float32)
    row: list[FloatImage] = []
    for picture in (content, result, *styles):
        width = max(1, round(picture.shape[1] * height / picture.shape[0]))
        row += [gap, resize(picture, height, width)]
    return np.concatenate(row[1:], axis=1)


def timelapse(frames: Sequence[bytes], kind: str) -> bytes:
    """The pictures (encoded, all of one size) as an animated "gif" or "webp" that holds its last one for a while."""
    pictures = [Image.open(io.BytesIO(frame)).convert("RGB") for frame in frames]
    if kind == "gif":
        pictures = [_with_palette(picture) for picture in pictures]
    durations = [FRAME_MILLISECONDS] * (len(pictures) - 1) + [LAST_FRAME_MILLISECONDS]
    buffer = io.BytesIO()
    first, *others = pictures
    first.save(buffer, kind.upper(), save_all=True, append_images=others, duration=durations, loop=0)
    return buffer.getvalue()


def _with_palette(picture: Image.Image) -> Image.Image:
    """In the 256 colours that suit it; without dithering, which flickers from frame to frame."""
    small = picture.copy()
    small.thumbnail((PALETTE_EDGE, PALETTE_EDGE))
    return picture.quantize(palette=small.quantize(256), dither=Image.Dither.NONE)
