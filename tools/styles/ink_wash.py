"""Mountains in mist, brushed with black ink on absorbent paper."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tools.styles.brushes import Brush, Strokes, lay
from tools.styles.colors import color, ramp
from tools.styles.sheet import DESIGN_EDGE, Field, Floats, Picture, Sheet, mixed, noise, slopes, smoothstep

INK = color("#14171c")
PAPER = ("#d8cdb4", "#ece4d0", "#f7f2e4")
TWIG = Brush(length=34, width=3.2, spacing=1, opacity=0.9, streak=0.02)
BRANCH = Brush(length=60, width=8.0, spacing=1, opacity=0.92, streak=0.03)
NEEDLE = Brush(length=17, width=2.0, spacing=1, opacity=0.8, streak=0.0)
#: The texture of rock: a dry brush dragged down from the ridge, then a wetter, finer one, then dots of moss.
CUTS = (
    (Brush(length=92, width=25, spacing=1, opacity=0.72, streak=0.0, dryness=1.9), 110, 0.8),
    (Brush(length=50, width=11, spacing=1, opacity=0.85, streak=0.0, dryness=1.6), 230, 0.6),
    (Brush(length=11, width=7, spacing=1, opacity=0.75, streak=0.0, dryness=0.5), 110, 0.12),
)


class Ridge(NamedTuple):
    """One range of mountains. Lengths in shares of the sheet's height."""

    level: float
    rise: float
    depth: float  #: of its ink, up to 1
    mist: float  #: how far down it dissolves


RIDGES = (
    Ridge(0.17, 0.10, 0.30, 0.22),
    Ridge(0.33, 0.14, 0.60, 0.20),
    Ridge(0.55, 0.14, 0.88, 0.17),
    Ridge(0.80, 0.12, 1.00, 0.34),
)


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    fibre = noise(sheet, 2.2, 2) + 0.7 * noise(sheet, 3, 2, stretch=6)
    paper = ramp(0.6 + 0.10 * fibre + 0.10 * noise(sheet, 200), PAPER)
    sky = np.clip(0.07 + 0.06 * noise(sheet, 170, 4, stretch=2), 0, 1)  # a wet brush drawn across
    work = np.concatenate([mixed(paper, INK, sky), np.zeros((*sky.shape, 1))], axis=-1).astype(np.float32)
    for ridge in RIDGES:
        profile = noise(sheet, 190, 5)[:1] * ridge.rise * sheet.down * 0.62
        _washed(sheet, work, paper, fibre, ridge, profile)
        _cut(sheet, work, ridge, profile)
    _pine(sheet, work)
    grain = 1 + 0.03 * fibre
    return np.clip(work[..., :3] * grain[..., None], 0, 1)


def _washed(sheet: Sheet, work: Floats, paper: Picture, fibre: Field, ridge: Ridge, profile: Field) -> None:
    """The body of a ridge over what lies behind: dark and wet at its edge, dissolving downwards into mist."""
    bleed = 3.0 * noise(sheet, 12, 3) + 1.2 * fibre
    below = sheet.y - ridge.level * sheet.down + profile + bleed  # design units under the ridge line
    body = np.exp(-np.maximum(below, 0) / (ridge.mist * sheet.down))
    pools = 0.66 + 0.24 * noise(sheet, 70, 4)
    wet_edge = 0.4 * np.exp(-(((below - 2.5) / 3.0) ** 2))
    inside = smoothstep(-1.5, 2.0, below)
    halo = 0.10 * np.exp(-np.maximum(-below, 0) / 9) * (below < 0)
    veiled = mixed(work[..., :3], paper, 0.88 * inside * (0.45 + 0.55 * body))
    ink = ridge.depth * (inside * (body * np.clip(pools, 0.1, 1) + wet_edge) + halo)
    work[..., :3] = mixed(veiled, INK, np.clip(ink, 0, 0.95))


def _cut(sheet: Sheet, work: Floats, ridge: Ridge, profile: Field) -> None:
    """The strokes that make the ridge rock."""
    slope = slopes(sheet, np.broadcast_to(-profile, work.shape[:2]))[1]
    for brush, density, reach in CUTS:
        count = round(density * sheet.across / DESIGN_EDGE)
        x = sheet.random.uniform(0, 1, count) * sheet.across
        fall = sheet.random.exponential(reach * ridge.mist * sheet.down, count)
        crest = ridge.level * sheet.down - sheet.at(np.broadcast_to(profile, work.shape[:2]), x, np.zeros_like(x))
        lean = np.arctan(sheet.at(slope, x, np.zeros_like(x)))
        side = np.where(lean > 0, 0.9, np.pi - 0.9)  # down the flank on which it lies
        turn = side + 0.3 * lean + sheet.random.normal(0, 0.3, count)
        shade = (
            1
            - ridge.depth
            * sheet.random.uniform(0.80, 1.10, (count, 1))
            * np.exp(-0.5 * fall / (0.3 * sheet.down))[:, None]
        )
        colors = INK + np.clip(shade, 0, 1) * (1 - INK) * 0.8
        lay(sheet, work, Strokes(x, crest + fall + 0.4 * brush.length, turn, np.zeros_like(x), colors), brush)


def _pine(sheet: Sheet, work: Floats) -> None:
    """An old pine that leans in from the side, drawn with a loaded brush."""
    random = sheet.random
    x, y, heading = 0.98 * sheet.across, 0.64 * sheet.down, np.radians(200.0)
    tips = []
    for step in range(15):
        heading += random.normal(0.02, 0.22)
        x, y = x + 30 * np.cos(heading), y + 30 * np.sin(heading)
        _stroke(sheet, work, (x, y, heading), BRANCH._replace(width=13.0 - 0.7 * step))
        for _ in range(2):
            tips.append(_twig(sheet, work, x, y, heading + random.choice([-1, 1]) * random.uniform(0.5, 1.2)))
    for x, y in tips:
        _needles(sheet, work, x, y)


def _twig(sheet: Sheet, work: Floats, x: float, y: float, heading: float) -> tuple[float, float]:
    for _ in range(int(sheet.random.integers(1, 4))):
        heading += sheet.random.normal(0, 0.25)
        x, y = x + 24 * np.cos(heading), y + 24 * np.sin(heading)
        _stroke(sheet, work, (x, y, heading), TWIG)
    return x, y


def _needles(sheet: Sheet, work: Floats, x: float, y: float) -> None:
    count = 60
    turn = sheet.random.uniform(np.pi, 2 * np.pi, count).astype(np.float32)
    spread = sheet.random.normal(0, 1, (2, count)).astype(np.float32)
    left = x + 19 * spread[0] + 7 * np.cos(turn)
    top = y - 3 + 6 * spread[1] + 7 * np.sin(turn)
    shade = np.clip(sheet.random.normal(0.10, 0.07, (count, 1)), 0.03, 0.4) + 0 * INK
    lay(sheet, work, Strokes(left, top, turn, np.zeros_like(turn), shade.astype(np.float32)), NEEDLE)


def _stroke(sheet: Sheet, work: Floats, place: tuple[float, float, float], brush: Brush) -> None:
    x, y, heading = (np.array([value], np.float32) for value in place)
    lay(sheet, work, Strokes(x, y, heading, np.zeros_like(x), INK[None] * 0.9), brush)
