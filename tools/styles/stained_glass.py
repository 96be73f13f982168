"""A rose window: glowing pieces of streaky glass, held by dark lead."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.styles.cells import Cells, Points, cells
from tools.styles.colors import color, palette, ramp
from tools.styles.sheet import Field, Picture, Sheet, blurred, noise, slopes, smoothstep, streaks

LEAD = 2.3  #: half the width of a came, in design units
#: From the rose's center outwards: what colors the glass of a ring may have.
RINGS = (
    palette("#ffd84a"),
    palette("#f28a1e", "#e2521b", "#ffb52e"),
    palette("#c01f2e", "#8f1230", "#e03a2a"),
    palette("#1f4fc0", "#2f7be0", "#163a94", "#6a2fa0"),
    palette("#129a8a", "#1fae5a", "#0f6f7a", "#e8c23a"),
    palette("#1a3aa8", "#0f246e", "#3a6fd8", "#7a2a8f"),
    palette("#0f6a4a", "#2a9a4a", "#c8a02a", "#0f4a6a"),
    palette("#152a7a", "#0c1a52", "#5a1f7a", "#b02a3a"),
    palette("#10205e", "#1a4a8a", "#3a1a5e", "#0f5a5a"),
)  # fmt: skip
RING_WIDTH = 34.0


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    x, y, ring = _sites(sheet)
    found = cells(sheet, x, y, 120, bend=5 * noise(sheet, 60))  # cut by hand
    glass = _glass(sheet, found, x, y, ring)
    return _leaded(sheet, found, glass)


def _sites(sheet: Sheet) -> tuple[Points, Points, NDArray[np.int32]]:
    """Sites in rings around the rose's center, and the ring of each."""
    center_x, center_y = 0.5 * sheet.across, 0.46 * sheet.down
    xs, ys, rings = [np.zeros(1)], [np.zeros(1)], [np.zeros(1)]
    for ring in range(1, int(np.hypot(sheet.across, sheet.down) / RING_WIDTH / 1.2) + 2):
        count = 6 * ring if ring < 3 else int(4.6 * ring)
        turn = 2 * np.pi * (np.arange(count) + 0.5 * (ring % 2) + sheet.random.normal(0, 0.10, count)) / count
        radius = RING_WIDTH * ring * (1 + sheet.random.normal(0, 0.035, count) / np.sqrt(ring) * 2)
        xs.append(radius * np.cos(turn))
        ys.append(radius * np.sin(turn))
        rings.append(np.full(count, ring))
    x, y = np.concatenate(xs) + center_x, np.concatenate(ys) + center_y
    return x.astype(np.float32), y.astype(np.float32), np.concatenate(rings).astype(np.int32)


def _glass(sheet: Sheet, found: Cells, x: Points, y: Points, ring: NDArray[np.int32]) -> Picture:
    """The lit glass without its lead."""
    count = x.size
    chosen = [RINGS[min(r * 2 // 3, len(RINGS) - 1)] for r in ring.tolist()]
    drift = sheet.at(noise(sheet, 150), x, y) + 0.45 * sheet.random.normal(
        0, 1, count
    )  # panes of a color keep together
    picks = np.clip((drift / 3 + 0.5).tolist(), 0, 0.999)
    base = np.stack([colors[int(pick * len(colors))] for colors, pick in zip(chosen, picks, strict=True)])
    base = np.clip(0.12 + 1.05 * base * (1 + sheet.random.normal(0, 0.14, (count, 1))), 0, 1)
    turn = sheet.random.uniform(0, 2 * np.pi, count).astype(np.float32)
    owner = found.owner
    along = (sheet.x - x[owner]) * np.cos(turn)[owner] + (sheet.y - y[owner]) * np.sin(turn)[owner]
    flow = streaks(sheet, turn[owner], noise(sheet, 5), 46)
    swirl = noise(sheet, 34, 4)
    light = 1.06 + 0.0060 * along + 0.13 * flow + 0.13 * swirl + 0.10 * noise(sheet, 300)
    glow = smoothstep(1, 17, found.border)
    light = light * (0.68 + 0.50 * glow)
    seeds = np.clip(noise(sheet, 5) - 2.4, 0, 1)  # bubbles
    lit_glass = base[owner] ** (1.25 - 0.35 * np.clip(light, 0, 1.4)[..., None]) * light[..., None]
    white = np.clip(light - 1.12, 0, 1) * 0.8 + 0.35 * seeds
    return np.asarray(lit_glass + white[..., None] * (1 - lit_glass), np.float32)


def _leaded(sheet: Sheet, found: Cells, glass: Picture) -> Picture:
    inside = found.border - LEAD + 0.5 * noise(sheet, 14, 2)
    share = smoothstep(-0.8, 0.8, inside)
    halo = blurred(sheet, share * glass.mean(axis=-1), 9)
    spill = glass + 0.10 * halo[..., None]
    across = np.clip(found.border / LEAD, 0, 1)
    bevel: Field = np.sqrt(1 - across**2)
    slope = sum(slopes(sheet, blurred(sheet, bevel, 0.8)))
    metal = ramp(0.25 + 0.18 * bevel - 1.1 * slope + 0.07 * noise(sheet, 3, 2), ("#07080b", "#2a2c31", "#8d9198"))
    solder = metal + 0.08 * halo[..., None] * color("#ffd9a0")
    return np.asarray(solder + share[..., None] * (spill - solder))
