"""An example pair and a sticker, drawn here: no picture of somebody else's."""

from __future__ import annotations

import functools
import io
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

_SIZE = (768, 576)
_BRUSH = 3  #: pixels across a stroke; a divisor of both edges
_Rows = NDArray[np.float32]


@functools.cache
def content() -> bytes:
    """A landscape, as PNG."""
    return _png(_landscape())


@functools.cache
def style() -> bytes:
    """A painting of eddies, as PNG. Takes about half a second the first time."""
    return _png(_swirls())


def sticker() -> bytes:
    """A painter's palette, as WebP with a transparent ground."""
    picture = Image.new("RGBA", (512, 512))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((30, 70, 482, 442), fill="#c98f52", outline="white", width=14)
    draw.ellipse((300, 290, 390, 370), fill=(0, 0, 0, 0), outline="white", width=14)
    for x, y, colour in ((130, 190, "#d7263d"), (230, 140, "#f4b400"), (340, 160, "#1b998b"), (400, 240, "#2e86de")):
        draw.ellipse((x - 38, y - 38, x + 38, y + 38), fill=colour)
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=90)
    return buffer.getvalue()


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _landscape() -> Image.Image:
    """Hills, a lake and a house in the evening sun."""
    width, height = _SIZE
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    top, low = np.array([92, 140, 205], np.float32), np.array([250, 214, 170], np.float32)
    sky = np.broadcast_to(top + (low - top) * np.clip(rows * 1.7, 0, 1), (height, width, 3))
    picture = Image.fromarray(sky.astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((540, 130, 620, 210), fill="#fff3cf")
    ridges = ((300, 70, 1.3, 0.4, "#8d97b8"), (350, 55, 2.1, 1.9, "#5f7f8c"), (410, 30, 3.2, 4.0, "#41694f"))
    for base, swing, waves, phase, colour in ridges:
        ridge = [(x, base - swing * _ridge(x / width, waves, phase)) for x in range(0, width + 8, 8)]
        draw.polygon([*ridge, (width, height), (0, height)], fill=colour)
    draw.ellipse((60, 455, 520, 560), fill="#9fc3d6")
    draw.ellipse((110, 470, 430, 520), fill="#c9e0e6")
    _house(draw)
    for x, y, size in ((690, 470, 60), (640, 500, 80), (36, 470, 70), (740, 510, 95)):
        draw.polygon([(x, y - 2 * size), (x - size / 2, y), (x + size / 2, y)], fill="#234536")
        draw.polygon([(x, y - 2 * size), (x, y), (x + size / 2, y)], fill="#1a3529")
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def _ridge(x: float, waves: float, phase: float) -> float:
    slow = math.sin(2 * math.pi * waves * x + phase)
    return slow + 0.35 * math.sin(6.3 * math.pi * waves * x + 2 * phase) + 0.12 * math.sin(19 * math.pi * x + phase)


def _house(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((440, 375, 560, 465), fill="#efe2c8")
    draw.polygon([(425, 380), (500, 315), (575, 380)], fill="#a5402d")
    draw.rectangle((528, 325, 545, 365), fill="#7d2f22")
    draw.rectangle((485, 415, 515, 465), fill="#6b4a32")
    for x in (455, 525):
        draw.rectangle((x, 400, x + 22, 424), fill="#ffd86b", outline="#6b4a32", width=3)


def _swirls() -> Image.Image:
    """Bands of thick colour that follow a field of eddies: stripes of noise drawn out along the flow."""
    width, height = _SIZE
    rng = np.random.default_rng(7)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    potential = np.sin(x / 90) + np.cos(y / 70)
    glow = np.zeros_like(x)
    for eddy_x, eddy_y, radius, turn in ((180, 150, 90, 1), (470, 240, 130, -1), (640, 110, 60, 1), (300, 450, 120, 1)):
        distance = np.hypot(x - eddy_x, y - eddy_y)
        potential += turn * 4 * np.exp(-distance / radius)
        glow += np.exp(-((distance / (0.45 * radius)) ** 2))
    grains = rng.random((height // _BRUSH, width // _BRUSH), dtype=np.float32)
    strokes = _drawn_along(potential, grains.repeat(_BRUSH, axis=0).repeat(_BRUSH, axis=1))
    bands = 0.5 + 0.5 * np.sin(3.2 * potential + 2.2 * strokes)
    return Image.fromarray(_paint(np.clip(0.65 * bands + 0.35 * strokes, 0, 1), np.clip(glow, 0, 1), strokes))


def _drawn_along(potential: _Rows, noise: _Rows, steps: int = 18) -> _Rows:
    """Line integral convolution: the mean of the noise along the lines of equal potential, stretched to 0..1."""
    height, width = noise.shape
    slope_y, slope_x = np.gradient(potential)
    length = np.hypot(slope_x, slope_y) + 1e-6
    flow_x, flow_y = -slope_y / length, slope_x / length
    total = np.zeros_like(noise)
    for direction in (1.0, -1.0):
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        for _ in range(steps):
            row = np.clip(y, 0, height - 1).astype(np.intp)
            column = np.clip(x, 0, width - 1).astype(np.intp)
            total += noise[row, column]
            x = x + direction * flow_x[row, column]
            y = y + direction * flow_y[row, column]
    low, high = np.percentile(total, (2, 98))
    stretched: _Rows = np.clip((total - low) / (high - low), 0, 1).astype(np.float32)
    return stretched


def _paint(bands: _Rows, glow: _Rows, strokes: _Rows) -> NDArray[np.uint8]:
    """Colours between deep blue and ochre by band, warm light where the eddies glow, relief from the strokes."""
    stops = np.array([0, 0.3, 0.55, 0.8, 1.0], np.float32)
    palette = np.array([[17, 30, 84], [31, 78, 160], [82, 150, 190], [196, 205, 150], [236, 196, 84]], np.float32)
    colour = np.stack([np.interp(bands, stops, palette[:, channel]) for channel in range(3)], axis=-1)
    warm = np.array([252, 214, 92], np.float32)
    colour += glow[..., None] * 0.75 * (warm - colour)
    relief = np.gradient(strokes)[0][..., None] * 160
    painted: NDArray[np.uint8] = np.clip(colour + relief, 0, 255).astype(np.uint8)
    return painted
