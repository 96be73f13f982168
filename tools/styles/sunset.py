"""A burning evening over a fjord: long, nervous bands of orange, red and blue-green."""

from __future__ import annotations

import numpy as np

from tools.styles.brushes import Brush, painted
from tools.styles.colors import ramp
from tools.styles.sheet import Field, Picture, Sheet, lit, mixed, noise, slopes, smoothstep, streaks

SKY = ("#7a1620", "#b8321f", "#e0601f", "#f2962c", "#f9c74a", "#fbe59a", "#e8753a", "#c23b22")
WATER = ("#0f1f33", "#1d3f55", "#2f6472", "#5d8f86", "#c9a25a", "#e9b872")
SHORE = ("#120c14", "#2c1a22", "#4c2a26", "#22384a", "#7a4a2a")
BRUSHES = (
    Brush(length=150, width=16, spacing=20, jitter=0.03, wander=0.05, streak=0.05),
    Brush(length=110, width=8, spacing=15, jitter=0.06, wander=0.07, streak=0.06),
    Brush(length=64, width=4.5, spacing=14, jitter=0.09, wander=0.10, streak=0.07),
)


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    bands = _bands(sheet)
    down, right = slopes(sheet, bands)
    angle = np.arctan2(-right, down).astype(np.float32)  # along the bands
    flow = streaks(sheet, angle, noise(sheet, 6), 140)
    horizon = 0.52 * sheet.down + 10 * noise(sheet, 300)[:1]
    shore = 0.64 * sheet.down + 0.45 * sheet.x * sheet.down / sheet.across - 0.1 * sheet.down + 14 * noise(sheet, 160)
    sky = ramp((bands / 210 + 0.06 * flow) % 1.0, SKY)
    depth = (sheet.y - horizon) / (0.5 * sheet.down)
    water = ramp(0.62 - 0.6 * depth + 0.20 * np.sin(bands / 17) + 0.10 * flow, WATER)
    land = ramp(0.34 + 0.24 * np.sin(bands / 23) + 0.14 * flow, SHORE)
    target = mixed(sky, water, smoothstep(-5, 5, sheet.y - horizon))
    target = mixed(target, land, smoothstep(6, -6, shore - sheet.y + 0.30 * sheet.down - 0.3 * sheet.x))
    picture, relief = painted(sheet, target, angle, BRUSHES)
    return lit(sheet, picture, relief, 0.04, gloss=0.12)


def _bands(sheet: Sheet) -> Field:
    """A height whose level lines are the bands: nearly flat in the sky, turning about a whirl in the water."""
    sway = 40 * np.sin(sheet.x / 120 + 0.7) + 24 * np.sin(sheet.x / 61 - sheet.y / 150) + 26 * noise(sheet, 260)
    dx, dy = sheet.x - 0.70 * sheet.across, sheet.y - 0.60 * sheet.down
    whirl = 120 * np.exp(-((dx / 230) ** 2) - (dy / 120) ** 2)
    return np.asarray(sheet.y + sway + whirl)
