"""A starry night in thick oil paint: strokes that swirl around stars and moon over dark hills."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tools.styles.brushes import Brush, painted
from tools.styles.colors import color, ramp
from tools.styles.sheet import Field, Picture, Sheet, lit, mixed, noise, slopes, smoothstep, streaks

SKY = ("#0b1640", "#16307a", "#1f4fa3", "#3f7fc1", "#7fb3cf", "#cfe0c0")
LAND = ("#04121c", "#0d2b33", "#1d4a45", "#2f6b5a", "#5d8f5f")
GLOW = ("#16307a", "#3f86b8", "#a9cf9c", "#f3dc6b", "#fdf3b0", "#f7b733")
BRUSHES = (
    Brush(length=70, width=17, spacing=17, jitter=0.05, streak=0.05),
    Brush(length=46, width=9, spacing=11, jitter=0.075, streak=0.06),
    Brush(length=30, width=5.5, spacing=10, jitter=0.10, streak=0.07),
)


class Light(NamedTuple):
    """A star or the moon, in shares of the sheet's width and height."""

    x: float
    y: float
    radius: float  #: of its halo, in design units
    whirl: float  #: how strongly the sky turns around it


LIGHTS = (
    Light(0.83, 0.15, 105, 1.0),
    Light(0.12, 0.12, 55, 0.8),
    Light(0.33, 0.08, 36, -0.7),
    Light(0.57, 0.13, 44, 0.7),
    Light(0.22, 0.45, 48, -0.8),
    Light(0.70, 0.46, 40, 0.7),
    Light(0.93, 0.46, 34, -0.6),
    Light(0.06, 0.62, 32, 0.6),
)
WHIRLS = (Light(0.44, 0.33, 190, -1.5), Light(0.62, 0.36, 120, 1.3))


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    ridge = _ridge(sheet, 0.70, 34)
    near = _ridge(sheet, 0.84, 26)
    land = smoothstep(-3, 3, sheet.y - ridge)
    sky_angle = _sky_flow(sheet)
    slope = np.arctan(slopes(sheet, ridge)[1]) + 0.35 * noise(sheet, 120)
    angle = np.where(land > 0.5, slope, sky_angle).astype(np.float32)
    flow = streaks(sheet, angle, noise(sheet, 7), 90)
    target = mixed(_sky(sheet, flow), _land(sheet, ridge, near, flow), land)
    picture, relief = painted(sheet, target, angle, BRUSHES)
    return lit(sheet, picture, relief, 0.05, gloss=0.25)


def _ridge(sheet: Sheet, level: float, rise: float) -> Field:
    """The height of hills at each column, in design units from the top, repeated down the sheet."""
    row = noise(sheet, 230, 2)[:1] * rise
    return np.broadcast_to(level * sheet.down + row, sheet.x.shape)


def _sky_flow(sheet: Sheet) -> Field:
    right = 0.9 + 0.25 * noise(sheet, 260)
    down = 0.35 * np.sin(sheet.x / 95) + 0.3 * noise(sheet, 200)
    for light in (*LIGHTS, *WHIRLS):
        dx, dy = sheet.x - light.x * sheet.across, sheet.y - light.y * sheet.down
        distance = np.hypot(dx, dy) + 1e-3
        pull = 3.2 * light.whirl * np.exp(-((distance / (1.25 * light.radius)) ** 2))
        right -= pull * dy / distance
        down += pull * dx / distance
    return np.asarray(np.arctan2(down, right))


def _sky(sheet: Sheet, flow: Field) -> Picture:
    depth = 0.16 + 0.42 * sheet.y / sheet.down + 0.21 * flow + 0.05 * noise(sheet, 150)
    sky = ramp(depth, SKY)
    for light in LIGHTS:
        distance = np.hypot(sheet.x - light.x * sheet.across, sheet.y - light.y * sheet.down) / light.radius
        rings = 0.10 * np.cos(distance * 15) + 0.07 * flow
        sky = mixed(sky, ramp(1.02 - 0.95 * distance + rings, GLOW), smoothstep(1.15, 0.55, distance + 0.1 * flow))
    return sky


def _land(sheet: Sheet, ridge: Field, near: Field, flow: Field) -> Picture:
    depth = (sheet.y - ridge) / (0.3 * sheet.down)
    hills = ramp(0.72 - 0.5 * depth + 0.16 * flow, LAND)
    rim = smoothstep(26, 0, np.abs(sheet.y - ridge - 8))
    hills = mixed(hills, color("#2b5f86"), 0.7 * rim)
    front = ramp(0.30 + 0.22 * flow - 0.2 * depth, LAND)
    return mixed(hills, front, smoothstep(-4, 4, sheet.y - near))
