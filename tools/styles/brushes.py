"""Brush strokes: stamps with bristles and relief, laid by the thousand along a flow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from tools.styles.sheet import Field, Floats, Picture, Sheet

ORIENTATIONS = 48  #: stamps turn in steps of 7.5°
BENDS = 3  #: and bend in so many steps to either side
PATTERNS = 3  #: different arrangements of bristles


class Brush(NamedTuple):
    """One pass over the picture with one brush. Lengths in design units."""

    length: float
    width: float
    spacing: float  #: mean distance between strokes
    opacity: float = 0.95
    streak: float = 0.06  #: how much lighter and darker the bristles are
    jitter: float = 0.05  #: deviation of the color from stroke to stroke
    wander: float = 0.12  #: deviation of the direction, in radians
    dryness: float = 0.5  #: from 0, a full brush, to 2, one whose bristles leave only lines


class Stamp(NamedTuple):
    """One stroke as it is laid down: (height, width, 1) opacity and (height, width, 4) change of RGB and relief."""

    opacity: Floats
    paint: Floats


class Strokes(NamedTuple):
    """Where the strokes of one pass go, in the order in which they are laid: arrays of the same length."""

    x: Floats
    y: Floats
    angle: Floats
    bend: Floats  #: radians from one end to the other
    color: Floats  #: (count, 3)


def painted(sheet: Sheet, target: Picture, angle: Field, brushes: Sequence[Brush]) -> tuple[Picture, Field]:
    """`target` painted in strokes along `angle`, coarse brush first: the picture, and the relief of its paint."""
    work = np.concatenate([target, np.zeros((*target.shape[:2], 1), np.float32)], axis=-1)
    for brush in brushes:
        lay(sheet, work, along_flow(sheet, target, angle, brush), brush)
    return np.clip(work[..., :3], 0, 1), work[..., 3]


def scattered(sheet: Sheet, spacing: float) -> tuple[Floats, Floats]:
    """Points all over the sheet and a little beyond, evenly jittered, in random order."""
    columns = np.arange(-spacing, sheet.across + spacing, spacing, dtype=np.float32)
    rows = np.arange(-spacing, sheet.down + spacing, spacing, dtype=np.float32)
    x, y = (grid.ravel() for grid in np.meshgrid(columns, rows))
    x = x + sheet.random.uniform(-0.6, 0.6, x.size).astype(np.float32) * np.float32(spacing)
    y = y + sheet.random.uniform(-0.6, 0.6, y.size).astype(np.float32) * np.float32(spacing)
    order = sheet.random.permutation(x.size)
    return x[order], y[order]


def along_flow(sheet: Sheet, target: Picture, angle: Field, brush: Brush) -> Strokes:
    """Strokes that follow `angle` and take their colors from `target`."""
    x, y = scattered(sheet, brush.spacing)
    heading = sheet.at(angle, x, y)
    ahead = sheet.at(angle, x + brush.length / 2 * np.cos(heading), y + brush.length / 2 * np.sin(heading))
    behind = sheet.at(angle, x - brush.length / 2 * np.cos(heading), y - brush.length / 2 * np.sin(heading))
    turn = np.angle(np.exp(1j * (ahead - behind))).astype(np.float32)
    count = x.size
    heading = heading + sheet.random.normal(0, brush.wander, count).astype(np.float32)
    light = sheet.random.normal(0, brush.jitter, (count, 1)) + sheet.random.normal(0, brush.jitter / 2, (count, 3))
    return Strokes(x, y, heading, turn, np.clip(sheet.at(target, x, y) + light, 0, 1).astype(np.float32))


def lay(sheet: Sheet, work: Floats, strokes: Strokes, brush: Brush) -> None:
    """Lay the strokes on `work`, (height, width, 4): RGB and relief. Changes `work`."""
    stamps = cache(lambda turn, bend, pattern: _stamp(sheet.scale, brush, turn, bend, pattern))
    turns = np.round(strokes.angle / (2 * np.pi) * ORIENTATIONS).astype(int) % ORIENTATIONS
    bends = np.round(np.clip(strokes.bend / 1.6, -1, 1) * BENDS).astype(int)
    patterns = sheet.random.integers(0, PATTERNS, strokes.x.size)
    columns = np.round(strokes.x * sheet.scale).astype(int).tolist()
    rows = np.round(strokes.y * sheet.scale).astype(int).tolist()
    colors = np.concatenate([strokes.color, np.zeros((strokes.x.size, 1), np.float32)], axis=-1)
    for index, (column, row) in enumerate(zip(columns, rows, strict=True)):
        stamp = stamps(int(turns[index]), int(bends[index]), int(patterns[index]))
        reach = stamp.opacity.shape[0] // 2
        top, left = max(row - reach, 0), max(column - reach, 0)
        under = work[top : max(row + reach + 1, 0), left : max(column + reach + 1, 0)]
        if under.size == 0:
            continue
        inside = (
            slice(top - row + reach, top - row + reach + under.shape[0]),
            slice(left - column + reach, left - column + reach + under.shape[1]),
        )
        under += stamp.opacity[inside] * (stamp.paint[inside] + colors[index] - under)


def _stamp(scale: float, brush: Brush, turn: int, bend: int, pattern: int) -> Stamp:
    """One stroke, turned and bent, at that scale."""
    length, width = max(brush.length * scale, 1.5), max(brush.width * scale, 1.2)  # pixels
    reach = math.ceil(math.hypot(length, width) / 2) + 1
    grid = np.arange(-reach, reach + 1, dtype=np.float32)
    right, down = np.meshgrid(grid, grid)
    angle = 2 * math.pi * turn / ORIENTATIONS
    along = right * math.cos(angle) + down * math.sin(angle)
    aside = down * math.cos(angle) - right * math.sin(angle)
    aside = aside - 1.6 * bend / BENDS / (2 * length) * along**2

    bristles = _bristles(pattern, aside / width)
    ragged = length / 2 * (0.86 + 0.14 * bristles)
    sides = np.clip((width / 2 - np.abs(aside)) + 0.5, 0, 1)
    ends = np.clip((ragged - np.abs(along)) / (0.12 * length + 0.5) + 0.5, 0, 1)
    dry = 1 + brush.dryness * (bristles - 1.2 * np.clip(along / length + 0.1, 0, 1))
    opacity = brush.opacity * sides * ends * np.clip(dry, 0.25 / (1 + brush.dryness), 1)
    ridge = np.clip(np.abs(aside) / (width / 2), 0, 1) ** 3 * 0.6  # paint pushed aside by the brush
    relief = brush.width * (0.5 + 0.35 * bristles + ridge)
    paint = np.stack([brush.streak * bristles] * 3 + [relief], axis=-1)
    return Stamp(opacity[..., None].astype(np.float32), paint.astype(np.float32))


def _bristles(pattern: int, aside: Floats) -> Floats:
    """From -1 to 1 across the stroke, -0.5 to 0.5 its width: a few waves of unrelated lengths."""
    phase = 2.1 * pattern
    waves = np.sin(aside * 17 + phase) + 0.8 * np.sin(aside * 31 - 1.7 * phase) + 0.6 * np.sin(aside * 53 + 2.3 * phase)
    return np.asarray(waves / 2.4)
