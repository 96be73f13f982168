"""Mountains in mist, brushed with black ink on absorbent paper."""

from __future__ import annotations

import numpy as np

from bot.styles.brushes import Brush, Strokes, lay
from bot.styles.colours import colour, ramp
from bot.styles.sheet import Field, Floats, Picture, Sheet, blurred, mixed, noise, slopes, smoothstep, streaks

INK = colour("#14171c")
#: Ridges from far to near: level and rise in shares of the sheet's height, depth of ink, depth of the mist below.
RIDGES = ((0.26, 0.10, 0.34, 0.20), (0.38, 0.13, 0.58, 0.18), (0.57, 0.13, 0.85, 0.18), (0.80, 0.12, 1.15, 0.34))
TWIG = Brush(length=34, width=3.2, spacing=1, opacity=0.9, streak=0.02)
BRANCH = Brush(length=60, width=8.0, spacing=1, opacity=0.92, streak=0.03)
NEEDLE = Brush(length=17, width=2.0, spacing=1, opacity=0.8, streak=0.0)


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    fibre = noise(sheet, 2.2, 2) + 0.7 * noise(sheet, 3, 2, stretch=6)
    ink = 0.05 + 0.03 * noise(sheet, 240, 2)
    for level, rise, depth, mist in RIDGES:
        ink = _ridge(sheet, ink, fibre, (level, rise, depth, mist))
    ink = np.clip(ink + 0.025 * fibre * (0.3 + ink), 0, 1)
    paper = ramp(0.6 + 0.10 * fibre + 0.10 * noise(sheet, 200), ("#d8cdb4", "#ece4d0", "#f7f2e4"))
    work = np.concatenate([paper * (1 - ink[..., None]) + INK * ink[..., None], np.zeros((*ink.shape, 1))], axis=-1)
    work = work.astype(np.float32)
    _pine(sheet, work)
    return _sealed(sheet, np.clip(work[..., :3], 0, 1))


def _ridge(sheet: Sheet, under: Field, fibre: Field, form: tuple[float, float, float, float]) -> Field:
    """One ridge over what lies behind: dark and wet at its edge, dissolving downwards into mist."""
    level, rise, depth, mist = form
    profile = noise(sheet, 190, 5)[:1] * rise * sheet.down * 0.62
    bleed = 3.0 * noise(sheet, 12, 3) + 1.2 * fibre
    below = sheet.y - level * sheet.down + profile + bleed  # design units under the ridge line
    body = np.exp(-np.maximum(below, 0) / (mist * sheet.down))
    right = slopes(sheet, noise(sheet, 80, 4) * 60 + profile)[1]
    angle = np.arctan2(np.full_like(right, 1.0), 0.9 * right + 0.5 * np.sign(right)).astype(np.float32)
    texture = streaks(sheet, angle + 0.4 * noise(sheet, 60), noise(sheet, 4, 2), 44)
    dry = smoothstep(0.15, 1.4, texture + 0.35 * fibre) * np.exp(-np.maximum(below, 0) / (0.8 * mist * sheet.down))
    wash = depth * (0.55 * body + 0.62 * dry * (0.4 + 0.6 * depth) + 0.10 * noise(sheet, 70, 3) * body)
    wet_edge = 0.35 * depth * np.exp(-(((below - 2.5) / 3.0) ** 2))
    inside = smoothstep(-1.5, 2.0, below)
    halo = 0.10 * depth * np.exp(-np.maximum(-below, 0) / 9) * (below < 0)
    veil = under * (1 - 0.85 * inside * (0.4 + 0.6 * body))
    return np.asarray(np.clip(veil + inside * (np.clip(wash, 0, 1) + wet_edge) + halo, 0, 0.97))


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


def _sealed(sheet: Sheet, picture: Picture) -> Picture:
    """A red seal in the lower left, with the gaps of carved characters."""
    left, top, size = 0.075 * sheet.across, 0.86 * sheet.down, 46.0
    u, v = (sheet.x - left) / size, (sheet.y - top) / size
    rough = 0.03 * noise(sheet, 5, 2)
    square = smoothstep(0.02, -0.02, np.maximum(np.abs(u - 0.5), np.abs(v - 0.5)) - 0.5 + rough)
    carved = np.sin(u * 17 + 1.2 * np.sin(v * 9)) * np.sin(v * 15 + 0.8 * np.sin(u * 13))
    share = square * smoothstep(0.30, 0.05, carved + 4 * rough)
    return mixed(picture, colour("#b3261e"), 0.9 * blurred(sheet, share, 0.6))
