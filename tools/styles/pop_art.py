"""A comic of the sixties: flat primaries, thick black outlines, and tones in printed dots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.styles.colors import color, ramp
from tools.styles.sheet import Field, Floats, Picture, Sheet, blurred, lit, mixed, noise, slopes, smoothstep

PITCH = 14.0  #: between the dots, in design units
PAPER, RED, YELLOW, BLUE, INK = (color(name) for name in ("#f6ecd6", "#e2231a", "#ffd51c", "#1560bd", "#12100f"))
CYAN, PINK = color("#2fb3d9"), color("#f58aa0")


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    burst, center_distance = _burst(sheet)
    hills = noise(sheet, 175, 2)
    levels = np.digitize(hills, (-0.55, 0.25, 0.95))
    fade = 0.5 + 0.5 * np.sin(sheet.x / 150 + sheet.y / 210 + 2 * hills)
    picture = np.where(burst[..., None] > 0, YELLOW, PAPER)
    picture = mixed(picture, RED, _dots(sheet, 0.15 + 0.75 * smoothstep(620, 60, center_distance), 15))
    picture = np.where(
        levels[..., None] == 0, mixed(_flat(sheet, PAPER), BLUE, _dots(sheet, 0.25 + 0.6 * fade, 45)), picture
    )
    picture = np.where(levels[..., None] == 2, mixed(_flat(sheet, PINK), RED, _dots(sheet, 0.85 * fade, 75)), picture)
    picture = np.where(
        levels[..., None] == 3, mixed(_flat(sheet, YELLOW), CYAN, _dots(sheet, 0.9 - 0.8 * fade, 30)), picture
    )
    ink = np.maximum(_outlines(sheet, hills), _rays(sheet, burst, levels))
    ink = np.maximum(ink, _brushed_shadow(sheet, hills, levels))
    picture = mixed(picture, INK, ink)
    return _printed(sheet, picture)


def _flat(sheet: Sheet, ink: Floats) -> Picture:
    return np.broadcast_to(ink, (sheet.height, sheet.width, 3)).astype(np.float32)


def _burst(sheet: Sheet) -> tuple[Field, Field]:
    """Rays from a point: positive and negative by turns, in units of distance to their borders; and the distance."""
    dx, dy = sheet.x - 0.56 * sheet.across, sheet.y - 0.44 * sheet.down
    distance = np.hypot(dx, dy)
    turn = np.arctan2(dy, dx) + 0.05 * noise(sheet, 120)
    return (np.sin(turn * 11) * distance / 11).astype(np.float32), distance


def _dots(sheet: Sheet, tone: Field, degrees: float) -> Field:
    """A screen of round dots whose area is `tone` of the paper: ink from 0 to 1."""
    angle = np.radians(degrees)
    u = (sheet.x * np.cos(angle) + sheet.y * np.sin(angle)) / PITCH
    v = (sheet.y * np.cos(angle) - sheet.x * np.sin(angle)) / PITCH
    distance = np.hypot(u - np.round(u), v - np.round(v)) * PITCH
    radius = PITCH * np.sqrt(np.clip(tone, 0, 1) / np.pi) + 0.18 * noise(sheet, 5)
    return np.asarray(np.clip((radius - distance) * sheet.scale + 0.5, 0, 1))


def _outlines(sheet: Sheet, hills: Field) -> Field:
    """Brush lines around the areas, thick and thin."""
    down, right = slopes(sheet, blurred(sheet, hills, 1.5))
    steepness = np.hypot(down, right) + 2e-3
    thick = 4.2 + 1.6 * noise(sheet, 80)
    ink = np.zeros_like(hills)
    for level in (-0.55, 0.25, 0.95):
        ink = np.maximum(ink, smoothstep(0.8, -0.8, np.abs(hills - level) / steepness - thick))
    return ink


def _rays(sheet: Sheet, burst: Field, levels: NDArray[np.int_]) -> Field:
    return np.where(levels == 1, smoothstep(2.6, 1.2, np.abs(burst)), 0).astype(np.float32)


def _brushed_shadow(sheet: Sheet, hills: Field, levels: NDArray[np.int_]) -> Field:
    """Tapering strokes of ink that run in from the outlines, as an inker feathers a shadow."""
    comb = np.abs(((sheet.x + 0.55 * sheet.y + 5 * noise(sheet, 40)) / 17) % 1.0 - 0.5) * 2
    reach = np.clip((hills - 1.35) / 0.6, 0, 1) * (levels == 3)
    reach = np.maximum(reach, np.clip((-1.35 - hills) / 0.7, 0, 1) * (levels == 0))
    return smoothstep(-0.08, 0.08, 0.8 * reach - comb)


def _printed(sheet: Sheet, picture: Picture) -> Picture:
    """Ink that did not take everywhere, a second color a little beside the first, cheap paper."""
    shift = max(1, round(1.1 * sheet.scale))
    picture = picture.copy()
    picture[..., 0] = np.roll(picture[..., 0], shift, axis=1)
    worn = np.clip(0.05 + 0.05 * noise(sheet, 2.4, 2) + 0.04 * noise(sheet, 120), 0, 0.35)
    picture = mixed(picture, PAPER, worn)
    aged = ramp(0.5 + 0.2 * noise(sheet, 200, 2), ("#f3e3c0", "#ffffff"))
    return lit(sheet, picture * aged, noise(sheet, 2.5, 2), 0.03)
