"""Pictures about a run: content, result and styles side by side, and the previews as a film."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine.image.images import FloatImage, resize

FRAME_MILLISECONDS = 120
LAST_FRAME_MILLISECONDS = 2500
PALETTE_EDGE = 160  #: pixels of the copy that a frame's palette is made from: the whole takes Pillow five times as long
GAP = 8  #: white pixels between pictures
SHEET_COLUMNS = 2


def comparison(content: FloatImage, result: FloatImage, styles: Sequence[FloatImage]) -> FloatImage:
    """Content, result and styles side by side on white, all as high as the result."""
    height = result.shape[0]
    gap = np.ones((height, GAP, 3), np.float32)
    row: list[FloatImage] = []
    for picture in (content, result, *styles):
        width = max(1, round(picture.shape[1] * height / picture.shape[0]))
        row += [gap, resize(picture, height, width)]
    return np.concatenate(row[1:], axis=1)


def sheet(pictures: Sequence[FloatImage], edge: int) -> FloatImage:
    """Pictures of one size, two in a row, numbered from 1, on white; the longer side has at most `edge` pixels."""
    height, width, _ = pictures[0].shape
    rows = math.ceil(len(pictures) / SHEET_COLUMNS)
    scale = (edge - GAP * (max(rows, SHEET_COLUMNS) - 1)) / max(rows * height, SHEET_COLUMNS * width)
    height, width = max(1, int(scale * height)), max(1, int(scale * width))
    whole = np.ones((rows * (height + GAP) - GAP, SHEET_COLUMNS * (width + GAP) - GAP, 3), np.float32)
    for index, picture in enumerate(pictures):
        top, left = (index // SHEET_COLUMNS) * (height + GAP), index % SHEET_COLUMNS * (width + GAP)
        whole[top : top + height, left : left + width] = _numbered(resize(picture, height, width), index + 1)
    return whole


def _numbered(picture: FloatImage, number: int) -> FloatImage:
    """The picture with its number on a dark disc in the upper left corner."""
    drawn = Image.fromarray((picture * 255 + 0.5).astype(np.uint8))
    radius = max(12, min(picture.shape[:2]) // 14)
    center = (radius * 3 // 2, radius * 3 // 2)
    brush = ImageDraw.Draw(drawn, "RGBA")
    brush.circle(center, radius, fill=(0, 0, 0, 170))
    font = ImageFont.load_default(radius * 1.3)
    brush.text(center, str(number), fill="white", font=font, anchor="mm")
    return np.asarray(drawn, np.float32) / np.float32(255)


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
    """The picture in its own 256 colors; without dithering, which flickers from frame to frame."""
    small = picture.copy()
    small.thumbnail((PALETTE_EDGE, PALETTE_EDGE))
    return picture.quantize(palette=small.quantize(256), dither=Image.Dither.NONE)
