"""Marbled paper: drops of ink on a bath, combed and whirled, then lifted off.

The combs are those of Lu et al. 2012, "Mathematical marbling", run backwards: each pixel is followed to where its ink
was dropped.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.styles.colors import color, ramp
from tools.styles.sheet import Field, Picture, Sheet, lit, mixed, noise, slopes, smoothstep

INKS = (
    "#f4ead2", "#14264f", "#1c4f86", "#2f8f9a", "#f4ead2", "#c8402a", "#8c1c2c", "#e9a83a", "#14264f", "#f7f1e0",
    "#2f8f9a", "#e0632e", "#f4ead2", "#14264f",
)  # fmt: skip
TEETH = 92.0  #: between the teeth of the coarse comb, in design units


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    x, y = _before_combing(sheet)
    layer = (y + 14 * np.sin(x / 70) + 10 * np.sin(x / 33 + y / 90)) / 30
    cut = layer - np.floor(layer)
    index = np.floor(layer).astype(int)
    picture = _ink(index)
    steepness = np.hypot(*slopes(sheet, layer)) / sheet.scale + 1e-4  # bands a pixel: for edges without steps
    nearby = np.where(cut < 0.5, cut, 1 - cut) / steepness
    neighbor = _ink(np.where(cut < 0.5, index - 1, index + 1))
    picture = mixed(picture, neighbor, 0.5 * smoothstep(0.9, 0.0, nearby))
    picture = picture * (1 + 0.10 * (cut - 0.5) + 0.05 * noise(sheet, 26, 2))[..., None]
    haze = mixed(picture, color("#f4ead2"), np.clip(0.05 + 0.07 * noise(sheet, 2.2, 1), 0, 0.3))
    return lit(sheet, haze, noise(sheet, 3, 3), 0.035)


def _ink(index: NDArray[np.int_]) -> Picture:
    """The color of each band of ink."""
    return ramp((index % len(INKS)).astype(np.float32) / (len(INKS) - 1), INKS)


def _before_combing(sheet: Sheet) -> tuple[Field, Field]:
    x, y = sheet.x.copy(), sheet.y.copy()
    for _ in range(7):  # whirls of a stylus, the last of what was done
        center_x = sheet.random.uniform(0.05, 0.95) * sheet.across
        center_y = sheet.random.uniform(0.05, 0.95) * sheet.down
        radius = sheet.random.uniform(90, 190)
        x, y = _whirled(x, y, float(center_x), float(center_y), float(radius), float(sheet.random.choice([-1, 1])))
    across = x + 9 * noise(sheet, 300)
    y = y + 62 * np.sin(across * 2 * np.pi / TEETH) * (0.75 + 0.25 * np.sin(across / 170))
    x = x + 30 * np.sin(y * 2 * np.pi / 150 + 0.4)
    y = y + 15 * np.sin(x * 2 * np.pi / 44)
    return x.astype(np.float32), (y + 9 * noise(sheet, 120, 2)).astype(np.float32)


def _whirled(x: Field, y: Field, at_x: float, at_y: float, radius: float, way: float) -> tuple[Field, Field]:
    right, down = x - at_x, y - at_y
    turn = way * 2.6 * np.exp(-((right**2 + down**2) / radius**2) * 2.2)
    return at_x + right * np.cos(turn) - down * np.sin(turn), at_y + right * np.sin(turn) + down * np.cos(turn)
