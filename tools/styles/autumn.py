"""Autumn trees by a lake in dots of pure color, warm beside cold."""

from __future__ import annotations

import numpy as np

from tools.styles.brushes import Brush, Strokes, lay, scattered
from tools.styles.colors import color, palette, ramp
from tools.styles.sheet import Field, Picture, Sheet, lit, mixed, noise, smoothstep

SKY = ("#8fb8d8", "#c4d6df", "#f4e3b8", "#f8d08a")
LEAVES = ("#4a1420", "#8e2a1c", "#c8501c", "#e78a1f", "#f4b93a", "#f9dc7a")
HILLS = ("#3b4f7a", "#6c7fa5", "#b7a7b5")
BARK = color("#2a1a2e")
WATER = ("#16304f", "#275a82", "#5b93ad", "#b9cfc4")
GROUND = ("#2a3320", "#5b6a2c", "#9a8a35", "#d6a64a")
#: Colors set beside their opposites: what makes pointillist light.
SPARKS = palette("#2c4fa3", "#6a3d8f", "#1f8f8a", "#f6e05a", "#e8472b", "#fbf3d5")
DOTS = (
    Brush(length=19, width=17, spacing=12, streak=0.02),
    Brush(length=12, width=10.5, spacing=8.5, streak=0.03),
    Brush(length=8, width=7, spacing=7.5, streak=0.03),
)


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    target = _scene(sheet)
    work = np.concatenate([0.35 * target + 0.6 * color("#e9d9b6"), np.zeros((*target.shape[:2], 1), np.float32)], -1)
    work = work.astype(np.float32)
    for brush in DOTS:
        lay(sheet, work, _dots(sheet, target, brush), brush)
    return lit(sheet, np.clip(work[..., :3], 0, 1), work[..., 3], 0.05, gloss=0.12)


def _dots(sheet: Sheet, target: Picture, brush: Brush) -> Strokes:
    x, y = scattered(sheet, brush.spacing)
    count = x.size
    colors = sheet.at(target, x, y)
    colors = colors + (colors - colors.mean(axis=1, keepdims=True)) * 0.35  # purer than the scene
    colors = colors + sheet.random.normal(0, 0.07, (count, 3)) + sheet.random.normal(0, 0.05, (count, 1))
    spark = sheet.random.random((count, 1)) < 0.07
    colors = np.where(spark, 0.25 * colors + 0.75 * SPARKS[sheet.random.integers(0, len(SPARKS), count)], colors)
    angle = sheet.random.uniform(0, 2 * np.pi, count).astype(np.float32)
    return Strokes(x, y, angle, np.zeros_like(x), np.clip(colors, 0, 1).astype(np.float32))


def _scene(sheet: Sheet) -> Picture:
    shore = 0.61 * sheet.down
    mirrored = np.where(sheet.y < shore, sheet.y, np.maximum(2 * shore - sheet.y, 0)).astype(np.float32)
    land = _above_water(sheet, mirrored)
    ripple = noise(sheet, 9, 2, stretch=7)
    below = sheet.at(land, sheet.x + 10 * ripple, sheet.y)
    water = ramp(0.30 + 0.5 * (sheet.y - shore) / sheet.down + 0.16 * ripple, WATER)
    lake = mixed(0.85 * below, water, np.clip(0.42 + 0.22 * ripple, 0, 1))
    scene = mixed(land, lake, smoothstep(-3, 3, sheet.y - shore))
    bank = shore + 0.27 * sheet.down + 20 * noise(sheet, 150, 2)
    ground = ramp(0.45 + 0.2 * noise(sheet, 24, 3), GROUND)
    return np.clip(mixed(scene, ground, smoothstep(-6, 6, sheet.y - bank)), 0, 1)


def _above_water(sheet: Sheet, y: Field) -> Picture:
    scene = ramp(1.5 * y / sheet.down + 0.10 * noise(sheet, 110, 2), SKY)
    hill = 0.36 * sheet.down + 22 * noise(sheet, 240, 2)[:1]
    scene = mixed(scene, ramp(0.3 + 0.2 * noise(sheet, 60, 2), HILLS), _step(y - hill))
    meadow = ramp(0.55 + 0.18 * noise(sheet, 30, 2), GROUND)
    scene = mixed(scene, meadow, _step(y - 0.55 * sheet.down - 8 * noise(sheet, 120)[:1]))
    for _ in range(16):
        scene = _tree(sheet, scene, y)
    return scene


def _tree(sheet: Sheet, scene: Picture, y: Field) -> Picture:
    """`scene` behind one more tree, whose crown is lit from the upper left."""
    middle = sheet.random.uniform(0, 1) * sheet.across
    wide, high = sheet.random.uniform(38, 78), sheet.random.uniform(70, 150)
    foot = sheet.random.uniform(0.555, 0.60) * sheet.down
    top = foot - 1.9 * high
    lumps = noise(sheet, 44, 3)
    right, down = (sheet.x - middle) / wide, (y - top - 0.85 * high) / high
    crown = np.hypot(right, down) + 0.09 * lumps
    bark = np.abs(sheet.x - middle - 5 * np.sin(y / 40)) - 4.5
    scene = mixed(scene, BARK, 0.9 * smoothstep(2, -2, bark) * smoothstep(0, 6, y - top - high) * (y < foot))
    season = float(sheet.random.uniform(0.30, 0.72))
    light = season + 0.13 * lumps - 0.26 * right - 0.30 * down
    return mixed(scene, ramp(light, LEAVES), 0.95 * smoothstep(1.05, 0.92, crown))


def _step(distance: Field) -> Field:
    return smoothstep(-6, 6, distance)
