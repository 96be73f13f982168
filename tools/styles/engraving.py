"""A copper-plate engraving: swelling lines that follow the form, crossed in the shadows, sepia on old paper."""

from __future__ import annotations

import numpy as np

from tools.styles.colors import color, ramp
from tools.styles.sheet import Field, Picture, Sheet, blurred, mixed, noise, slopes, smoothstep

PITCH = 7.2  #: between lines, in design units
#: Round forms: place in shares of the sheet, and radius in design units.
GLOBES = ((0.30, 0.34, 165.0), (0.76, 0.70, 140.0), (0.80, 0.18, 80.0), (0.16, 0.84, 100.0))


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    form, edge = _form(sheet)
    tone = _darkness(sheet, form, edge)
    lean = 0.95 * form
    ink = _lines(sheet, sheet.y * 0.94 + sheet.x * 0.34 - lean, PITCH, 1.06 * tone)
    ink = np.maximum(ink, _lines(sheet, sheet.y * 0.55 - sheet.x * 0.83 + 0.8 * lean, PITCH, 1.2 * tone - 0.50))
    ink = np.maximum(ink, _lines(sheet, sheet.x * 0.98 + sheet.y * 0.2 + 0.5 * lean, PITCH, 1.1 * tone - 0.76))
    ink = np.maximum(ink, 0.9 * smoothstep(3.2, 1.2, edge))
    paper = ramp(0.62 + 0.12 * noise(sheet, 180, 2) + 0.10 * noise(sheet, 5, 3), ("#c9ac7a", "#e6d3a8", "#f6ebcf"))
    plate = color("#2a1710") * (1 + 0.25 * noise(sheet, 60, 2)[..., None])
    pressed = blurred(sheet, ink, 0.5) * (0.93 + 0.07 * noise(sheet, 3, 2))
    foxing = smoothstep(1.9, 3.0, noise(sheet, 40, 3))
    paper = mixed(paper, color("#a97b45"), 0.35 * foxing)
    return mixed(paper, plate, np.clip(pressed, 0, 1))


def _form(sheet: Sheet) -> tuple[Field, Field]:
    """A landscape of globes and folds: its height, and the distance to the globes' outlines, in design units."""
    height = 46 * noise(sheet, 210, 2)
    edge = np.full_like(height, 1e3)
    for share_x, share_y, radius in GLOBES:
        distance = np.hypot(sheet.x - share_x * sheet.across, sheet.y - share_y * sheet.down)
        globe = np.sqrt(np.maximum(radius**2 - distance**2, 0))
        height = np.where(distance < radius, 0.95 * globe + 0.15 * height, height)
        edge = np.where(distance < radius + 30, np.minimum(edge, np.abs(distance - radius)), edge)
    return height.astype(np.float32), edge.astype(np.float32)


def _darkness(sheet: Sheet, form: Field, edge: Field) -> Field:
    """From 0 (paper) to 1 (black): light from the upper left on the form, and its shadows."""
    down, right = slopes(sheet, blurred(sheet, form, 2))
    light = (0.9 + 0.65 * right + 0.75 * down) / np.sqrt(1 + right**2 + down**2) / 1.5
    darkness = 1.02 - 1.18 * light
    darkness += 0.06 * noise(sheet, 90, 2) + 0.10 * np.exp(-edge / 14)
    return np.asarray(np.clip(darkness, 0.03, 0.97))


def _lines(sheet: Sheet, phase: Field, pitch: float, darkness: Field) -> Field:
    """Parallel lines whose width follows `darkness`: ink from 0 to 1, with smooth edges."""
    turns = (phase + 0.5 * noise(sheet, 30, 2)) / pitch
    steepness = np.hypot(*slopes(sheet, turns)) / sheet.scale + 1e-4  # lines a pixel
    from_middle = np.abs(turns - np.floor(turns) - 0.5)
    half = np.clip(darkness, 0, 0.95) / 2
    covered = np.clip((half - from_middle) / steepness + 0.5, 0, 1)
    return np.where(darkness > 0.02, covered * smoothstep(0.02, 0.10, darkness), 0).astype(np.float32)
