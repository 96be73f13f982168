"""Watercolor on rough paper: blooms that ran into each other, dark rims, settled pigment, splashes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tools.styles.colors import palette, ramp
from tools.styles.sheet import Field, Floats, Picture, Sheet, lit, noise, smoothstep

#: What each pigment takes from the light, as the color of its full wash.
FLOWERS = palette("#c2185b", "#e0457b", "#f06a4d", "#f2a33c", "#7b3fa0", "#3f51b5", "#d8345f", "#f7c948")
LEAVES = palette("#2e7d4f", "#5f9e3a", "#1f6f6b", "#8aa83a", "#2b4f7a")
WASHES = palette("#8fc3e0", "#b9a3d6", "#f6c9b0", "#a8d5c0")


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    tooth = noise(sheet, 4.5, 3)
    wobbles = [np.clip(noise(sheet, 46, 4), -2.4, 2.4) for _ in range(8)]
    light = np.ones((sheet.height, sheet.width, 3), np.float32)
    for pigments, count, sizes, strength in (
        (WASHES, 9, (130, 240), 0.45),
        (LEAVES, 34, (26, 80), 0.6),
        (FLOWERS, 40, (30, 92), 0.68),
        (FLOWERS, 26, (9, 26), 0.9),
        (LEAVES, 90, (2, 7), 1.0),
        (FLOWERS, 110, (1.5, 6), 1.0),
    ):
        for _ in range(count):
            pigment = pigments[sheet.random.integers(len(pigments))]
            _bloom(sheet, light, wobbles, tooth, pigment, float(sheet.random.uniform(*sizes)), strength)
    paper = ramp(0.7 + 0.12 * noise(sheet, 260), ("#efe7d6", "#f9f5ea", "#fffdf6"))
    return lit(sheet, paper * light, tooth, 0.05)


def _bloom(
    sheet: Sheet,
    light: Picture,
    wobbles: Sequence[Field],
    tooth: Field,
    pigment: Floats,
    radius: float,
    strength: float,
) -> None:
    """One wet spot, multiplied into `light`: uneven outline, pigment gathered at its rim and in the paper's hollows."""
    x, y = sheet.random.uniform(-0.05, 1.05) * sheet.across, sheet.random.uniform(-0.05, 1.05) * sheet.down
    window = _window(sheet, x, y, 2.2 * radius + 4)
    part = light[window]
    if part.size == 0:
        return
    ragged, pool = (wobbles[int(sheet.random.integers(len(wobbles)))][window] for _ in range(2))
    ragged = ragged * min(1.0, 0.4 + radius / 40)  # drops are rounder than pools
    right, down = sheet.x[window] - x, sheet.y[window] - y
    squeeze = sheet.random.uniform(0.75, 1.3)
    distance = np.hypot(right * squeeze, down / squeeze) / radius + 0.20 * ragged + 0.02 * tooth[window]
    soft = float(sheet.random.choice([0.03, 0.05, 0.30]))  # mostly dry borders, some wet in wet
    inside = smoothstep(1 + soft, 1 - soft, distance)
    rim = np.exp(-(((distance - 0.97) / 0.05) ** 2)) * (0.55 if soft < 0.1 else 0.1)
    backrun = 0.35 * np.exp(-(((distance - 0.55 - 0.12 * pool) / 0.045) ** 2)) * (soft < 0.1)
    settled = 0.13 * tooth[window] + 0.22 * pool
    density = strength * inside * np.clip(0.50 + 0.25 * distance + settled + backrun + rim, 0.06, 1.7)
    part *= np.maximum(pigment, 0.02) ** (0.8 * density[..., None])


def _window(sheet: Sheet, x: float, y: float, reach: float) -> tuple[slice, slice]:
    def span(middle: float) -> slice:
        return slice(max(int((middle - reach) * sheet.scale), 0), max(int((middle + reach) * sheet.scale) + 1, 0))

    return span(y), span(x)
