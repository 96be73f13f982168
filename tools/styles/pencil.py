"""Graphite on rough paper: layers of hatching that follow the forms, darker with every layer."""

from __future__ import annotations

import numpy as np

from tools.styles.brushes import Brush, Strokes, lay, scattered
from tools.styles.colors import ramp
from tools.styles.sheet import Field, Floats, Picture, Sheet, blurred, noise, slopes

LINE = Brush(length=58, width=1.9, spacing=7.0, opacity=0.75, streak=0.0)
CONTOUR = Brush(length=26, width=2.6, spacing=3.4, opacity=0.8, streak=0.0)
#: Directions of the layers in degrees, and the darkness from which on each is laid.
LAYERS = ((-42, 0.20), (-47, 0.38), (22, 0.52), (-36, 0.64), (80, 0.74), (-44, 0.82))
SHADES = ("#f7f3e8", "#cfcbc2", "#93918d", "#505054", "#1c1d21")


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    form, outline, around = _form(sheet)
    darkness = _darkness(sheet, form)
    work = np.zeros((sheet.height, sheet.width, 4), np.float32)  # graphite in place of the colors, relief unused
    down, right = slopes(sheet, blurred(sheet, form, 6))
    follow = np.arctan2(right, -down)  # along the level lines
    for degrees, threshold in LAYERS:
        _hatch(sheet, work, darkness, follow, np.radians(degrees), threshold)
    _contours(sheet, work, outline, around)
    tooth = noise(sheet, 2.2)
    graphite = work[..., 0] * np.clip(0.92 + 0.16 * tooth, 0.3, 1.1)
    rubbed = 0.12 * blurred(sheet, darkness, 4) + 0.12 * blurred(sheet, work[..., 0], 2)
    graphite = graphite + rubbed * (0.9 + 0.15 * tooth) + 0.010 * noise(sheet, 200)
    return np.asarray(ramp(np.clip(graphite, 0, 1), SHADES) * (1 + 0.012 * tooth)[..., None])


def _form(sheet: Sheet) -> tuple[Field, Field, Field]:
    """Draped folds and round stones: their height in design units, 1 along the stones' outlines, and the outlines'
    direction in radians."""
    sway = sheet.x * 0.8 + sheet.y * 0.5 + 60 * noise(sheet, 260, 2)
    form = 26 * np.sin(sway / 46) + 20 * np.sin(sway / 101 + 1) + 14 * noise(sheet, 150, 2)
    outline, around = np.zeros_like(form), np.zeros_like(form)
    for _ in range(9):
        x, y = sheet.random.uniform(0.05, 0.95) * sheet.across, sheet.random.uniform(0.08, 0.98) * sheet.down
        radius = sheet.random.uniform(55, 125)
        distance = np.hypot(sheet.x - x, (sheet.y - y) * 1.2) + 9 * noise(sheet, 90)
        inside = distance < radius
        form = np.where(inside, 1.1 * np.sqrt(np.maximum(radius**2 - distance**2, 0)) + 6 * noise(sheet, 34, 3), form)
        ring = np.exp(-(((distance - radius) / 2.0) ** 2))
        around = np.where(ring > 0.1, np.arctan2(sheet.x - x, -1.44 * (sheet.y - y)), around)
        outline = np.maximum(np.where(inside, 0, outline), ring)
    return form.astype(np.float32), outline.astype(np.float32), around.astype(np.float32)


def _darkness(sheet: Sheet, form: Field) -> Field:
    down, right = slopes(sheet, blurred(sheet, form, 2.5))
    light = (0.85 + 0.55 * right + 0.60 * down) / np.sqrt(1 + right**2 + down**2)
    shadow = blurred(sheet, np.maximum(blurred(sheet, form, 26) - form, 0), 5) / 36
    return np.asarray(np.clip(0.84 - 0.66 * light + 0.5 * shadow + 0.07 * noise(sheet, 120), 0, 1))


def _hatch(sheet: Sheet, work: Floats, darkness: Field, follow: Field, angle: float, threshold: float) -> None:
    """One layer of lines where the picture is darker than `threshold`, turned a little toward the form."""
    x, y = scattered(sheet, LINE.spacing)
    wanted = sheet.at(darkness, x, y) - threshold + sheet.random.normal(0, 0.03, x.size)
    x, y, wanted = x[wanted > 0], y[wanted > 0], wanted[wanted > 0]
    lean = 0.30 * np.sin(2 * (sheet.at(follow, x, y) - angle))
    turn = (angle + lean + sheet.random.normal(0, 0.04, x.size)).astype(np.float32)
    pressure = np.clip(0.42 + 1.2 * wanted + sheet.random.normal(0, 0.10, x.size), 0.25, 0.95)
    graphite = np.repeat(pressure[:, None], 3, axis=1).astype(np.float32)
    lay(sheet, work, Strokes(x, y, turn, np.full_like(x, 0.2), graphite), LINE)


def _contours(sheet: Sheet, work: Floats, outline: Field, around: Field) -> None:
    """The stones' outlines in short, pressed strokes."""
    x, y = scattered(sheet, CONTOUR.spacing)
    near = sheet.at(outline, x, y) > 0.75
    x, y = x[near], y[near]
    graphite = np.clip(sheet.random.normal(0.85, 0.1, (x.size, 1)), 0.4, 1) * np.ones((1, 3))
    turn = sheet.at(around, x, y)
    lay(sheet, work, Strokes(x, y, turn, np.full_like(x, 0.25), graphite.astype(np.float32)), CONTOUR)
