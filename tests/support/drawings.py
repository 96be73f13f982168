"""Photos drawn over by an unsteady hand, as Telegram's editor sends them, and the regions that were meant."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

PHOTOS = Path(__file__).parents[2] / "docs" / "gallery" / "photos"

Points = Sequence[tuple[float, float]]


def ellipse(x: float, y: float, across: float, down: float) -> Points:
    """An ellipse around (x, y); all lengths in sides of the photo."""
    return [(x + across * math.cos(math.tau * t / 60), y + down * math.sin(math.tau * t / 60)) for t in range(60)]


@dataclass(frozen=True)
class Thing:
    """What one sees in a photo, and its outline in sides of the photo, set by hand."""

    photo: str
    outline: Points


HEAD = Thing(
    "astronaut",
    [
        (0.30, 0.10),
        (0.36, 0.05),
        (0.45, 0.03),
        (0.54, 0.05),
        (0.59, 0.13),
        (0.58, 0.22),
        (0.54, 0.25),
        (0.50, 0.30),
        (0.50, 0.36),
        (0.44, 0.38),
        (0.37, 0.35),
        (0.36, 0.28),
        (0.31, 0.24),
    ],
)
SHUTTLE = Thing(
    "astronaut",
    [
        (0.70, 0.50),
        (0.69, 0.42),
        (0.74, 0.33),
        (0.74, 0.18),
        (0.77, 0.07),
        (0.81, 0.04),
        (0.88, 0.10),
        (0.885, 0.35),
        (0.90, 0.45),
        (0.88, 0.55),
        (0.73, 0.56),
    ],
)
HELMET = Thing(
    "astronaut",
    [
        (0.56, 0.95),
        (0.55, 0.85),
        (0.59, 0.75),
        (0.68, 0.69),
        (0.78, 0.67),
        (0.90, 0.72),
        (0.96, 0.84),
        (0.98, 0.99),
        (0.58, 0.99),
    ],
)
CUP = Thing(
    "coffee",
    [
        (0.29, 0.28),
        (0.30, 0.16),
        (0.38, 0.07),
        (0.47, 0.045),
        (0.58, 0.08),
        (0.66, 0.17),
        (0.685, 0.28),
        (0.66, 0.45),
        (0.62, 0.56),
        (0.50, 0.60),
        (0.38, 0.57),
        (0.31, 0.45),
    ],
)
SAUCER = Thing("coffee", ellipse(0.46, 0.57, 0.335, 0.40))
EYE = Thing("chelsea", ellipse(0.38, 0.39, 0.08, 0.11))


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """How somebody drew, and how it came back. Lengths are in longer sides of the photo."""

    thing: Thing
    kind: Literal["loop", "open loop", "dots", "dashes", "scribble"]
    brush: float = 0.012
    color: tuple[int, int, int] = (255, 40, 40)
    edge: int = 1280  #: pixels of the picture that came back
    quality: int = 80  #: of its JPEG
    cropped: int = 0  #: pixels
    unsteady: float = 0.008  #: how far the hand strays from where it should be, as a standard deviation


def photo_of(name: str, edge: int = 1280) -> Image.Image:
    """A photo of the gallery, this many pixels long."""
    with Image.open(PHOTOS / f"{name}.jpg") as opened:
        photo = opened.convert("RGB")
    scale = edge / max(photo.size)
    return photo.resize((round(photo.width * scale), round(photo.height * scale)), Image.Resampling.LANCZOS)


def jpeg(photo: Image.Image, quality: int = 90) -> bytes:
    """A photo's file."""
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=quality)
    return file.getvalue()


def meant(drawing: Drawing, size: tuple[int, int]) -> NDArray[np.bool_]:
    """The region that was meant, as a mask of this (width, height)."""
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon([(x * size[0], y * size[1]) for x, y in drawing.thing.outline], fill=255)
    return np.asarray(mask) > 127


def drawn(drawing: Drawing, photo: Image.Image, seed: int = 0) -> bytes:
    """The photo, drawn over and sent: a JPEG."""
    rng = np.random.default_rng(seed)
    over = photo.copy()
    longer = max(photo.size)
    brush = drawing.brush * longer
    for stroke in _strokes(drawing, photo.size, brush, rng):
        points = [(float(x), float(y)) for x, y in stroke]
        pen = ImageDraw.Draw(over)
        pen.line(points, fill=drawing.color, width=round(brush), joint="curve")
        for x, y in (points[0], points[-1]):
            pen.circle((x, y), brush / 2, fill=drawing.color)
    cropped = drawing.cropped
    over = over.crop((cropped, cropped // 2, over.width - cropped // 3, over.height - cropped))
    scale = drawing.edge / max(over.size)
    sent = over.resize((round(over.width * scale), round(over.height * scale)), Image.Resampling.LANCZOS)
    return jpeg(sent, drawing.quality)


def _strokes(
    drawing: Drawing, size: tuple[int, int], brush: float, rng: np.random.Generator
) -> list[NDArray[np.float64]]:
    """The hand's ways, each (points, 2), in pixels."""
    if drawing.kind == "scribble":
        return [_scribble(meant(drawing, size), brush, drawing.unsteady * max(size), rng)]
    way = _unsteady(_along(drawing.thing.outline) * np.asarray(size), drawing.unsteady * max(size), rng)
    count, length = len(way), np.hypot(*np.diff(way, axis=0).T).sum()
    match drawing.kind:
        case "open loop":
            return [way[: round(0.96 * count)]]
        case "dots":
            return [
                way[[index, index]] for index in np.linspace(0, count - 1, round(length / (2.4 * brush))).astype(int)
            ]
        case "dashes":
            dashes = round(length / (5 * brush))
            return [way[int(k * count / dashes) : int((k + 0.6) * count / dashes) + 2] for k in range(dashes)]
        case _:
            return [way]


def _along(outline: Points, count: int = 400) -> NDArray[np.float64]:
    """Points all along an outline, at equal steps."""
    corners = np.asarray([*outline, outline[0]])
    far = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    steps = np.linspace(0, far[-1], count)
    return np.stack([np.interp(steps, far, corners[:, axis]) for axis in (0, 1)], axis=1)


def _unsteady(way: NDArray[np.float64], by: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """The way as a hand goes it: swaying slowly, by this many pixels as a standard deviation."""
    waves = np.arange(1, 9)[:, np.newaxis]
    turns = np.linspace(0, 1, len(way), endpoint=False)
    for axis in (0, 1):
        sizes = rng.normal(size=(8, 1)) / np.sqrt(waves)
        sway = (sizes * np.sin(math.tau * (waves * turns + rng.random((8, 1))))).sum(axis=0)
        way[:, axis] += by * sway / sway.std()
    return way


def _scribble(region: NDArray[np.bool_], brush: float, by: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """To and fro over a region, in lines that leave gaps."""
    rows = np.flatnonzero(region.any(axis=1))
    gap, points = 1.8 * brush, []
    for number, row in enumerate(np.arange(rows[0] + brush / 2, rows[-1] - brush / 3, gap)):
        columns = np.flatnonzero(region[int(row)])
        left, right = columns[0] + 0.6 * brush, columns[-1] - 0.6 * brush
        ends = [(max(left, 0) + by * rng.normal(), row), (right + by * rng.normal(), row + gap / 2)]
        points += ends[::-1] if number % 2 else ends
    return np.asarray(points)
