"""A rough sea in the manner of color woodcuts: curling crests, striped backs, claws of foam, graded sky."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tools.styles.colors import color, ramp
from tools.styles.sheet import Floats, Picture, Sheet, blurred, lit, mixed, noise, smoothstep

BLUES = ("#0f2347", "#173a6b", "#2a5f94", "#5b93b5", "#a9c8cf", "#dfe6d8")
CREAM, LINE = "#f2e8cf", "#0c1a38"
Curve = NDArray[np.float64]  # (points, 2), in design units
Disc = tuple[float, float, float]  # x, y and radius in design units


def draw(sheet: Sheet) -> Picture:
    """The picture, RGB from 0 to 1."""
    size = (sheet.width * _oversampling(sheet), sheet.height * _oversampling(sheet))
    drawing = Image.fromarray(np.round(np.clip(_sky(sheet), 0, 1) * 255).astype(np.uint8)).resize(size)
    brush = ImageDraw.Draw(drawing)
    rows = 6
    for row in range(rows):
        near = row / (rows - 1)
        _wave(sheet, brush, level=(0.27 + 0.83 * near) * sheet.down, rise=52 + 80 * near, near=near)
    flat = np.asarray(drawing.resize((sheet.width, sheet.height), Image.Resampling.BOX), np.float32) / 255
    return _printed(sheet, flat)


def _oversampling(sheet: Sheet) -> int:
    """How many times finer to draw: Pillow's lines have whole pixels and hard edges."""
    return max(2, math.ceil(1.5 / sheet.scale))


def _sky(sheet: Sheet) -> Picture:
    graded = ramp(
        sheet.y / (0.36 * sheet.down) + 0.04 * noise(sheet, 300), ("#2f4f7a", "#b7b7a8", "#e9d3a2", "#e9b98a")
    )
    distance = np.hypot(sheet.x - 0.74 * sheet.across, sheet.y - 0.12 * sheet.down)
    return mixed(graded, color("#c8452e"), smoothstep(52, 50, distance))


def _wave(sheet: Sheet, brush: ImageDraw.ImageDraw, level: float, rise: float, near: float) -> None:
    """One row of waves: stripes one below the other along the crest, then the foam."""
    length = rise * sheet.random.uniform(3.6, 4.4)
    phase = sheet.random.uniform(0, 2 * np.pi)
    stripes = 9
    for stripe in range(stripes):
        shrink = 0.90**stripe
        crest = _crest(sheet, level + stripe * rise * 0.22, rise * shrink, length, phase + 0.10 * stripe, shrink)
        pale = 0.46 if stripe % 3 == 1 else 0.24 if stripe % 3 == 2 else 0.0
        _fill(sheet, brush, crest, ramp(pale + 0.06 + 0.36 * (1 - near) + 0.012 * stripe, BLUES))
        _trace(sheet, brush, crest, LINE, 2.0 + 1.4 * near)
    _foam(sheet, brush, _crest(sheet, level, rise, length, phase, 1.0), rise, near)


def _crest(sheet: Sheet, level: float, rise: float, length: float, phase: float, lean: float) -> Curve:
    """A line of crests that lean to the left and, where `lean` is near 1, curl over."""
    turn = np.linspace(-2 * np.pi, 2 * np.pi * (sheet.across / length + 2), int(sheet.across / 1.1))
    strength = 0.74 + 0.26 * np.sin(turn / 3 + phase)  # no wave like its neighbor
    x = length * (turn + phase) / (2 * np.pi) - 1.25 * length - lean * rise * 1.2 * strength * np.cos(turn + 0.55)
    y = level - rise * strength * np.cos(turn) - 0.20 * rise * np.cos(2 * turn)
    return np.stack([x, y], axis=1)


def _fill(sheet: Sheet, brush: ImageDraw.ImageDraw, crest: Curve, shade: Floats) -> None:
    bottom = sheet.down + 50
    outline = np.concatenate([crest, [[crest[-1, 0], bottom], [crest[0, 0], bottom]]])
    brush.polygon(_pixels(sheet, outline), fill=_ink(shade))


def _trace(sheet: Sheet, brush: ImageDraw.ImageDraw, curve: Curve, name: str, width: float) -> None:
    """A line of that width; drawn without joints, which Pillow turns into spikes where points are close."""
    brush.line(_pixels(sheet, curve), fill=name, width=max(1, round(width * sheet.scale * _oversampling(sheet))))


def _foam(sheet: Sheet, brush: ImageDraw.ImageDraw, crest: Curve, rise: float, near: float) -> None:
    """Claws of foam along the crests, each lobe outlined, and spray above them."""
    lobes, spray = _lobes(sheet, crest, rise, size=2.6 + 5.0 * near)
    for grow, name in ((1.0 + 0.8 * near, LINE), (0.0, CREAM)):
        for x, y, radius in lobes:
            _disc(sheet, brush, x, y, radius + grow, name)
    for x, y, radius in lobes[::2]:  # shade and inner line: foam is not flat
        _disc(sheet, brush, x + 0.30 * radius, y + 0.35 * radius, 0.55 * radius, "#a9c3cc")
        _disc(sheet, brush, x + 0.10 * radius, y + 0.12 * radius, 0.52 * radius, CREAM)
    for x, y, radius in spray:
        _disc(sheet, brush, x, y, radius, CREAM)


def _lobes(sheet: Sheet, crest: Curve, rise: float, size: float) -> tuple[list[Disc], list[Disc]]:
    """The discs that make the foam, and those of its spray: x, y and radius in design units.

    Along the upper part of each crest they form a ragged band; from it fingers reach down the front of the wave.
    """
    random = sheet.random
    heights = (crest[:, 1].max() - crest[:, 1]) / np.ptp(crest[:, 1])
    lobes: list[Disc] = []
    spray: list[Disc] = []
    for (x, y), height in zip(crest.tolist(), heights.tolist(), strict=True):
        if height < 0.48:
            continue
        share = (height - 0.48) / 0.52
        if random.random() < 0.75:
            radius = size * (0.35 + 0.75 * share) * random.uniform(0.6, 1.1)
            lobes.append((x + random.normal(0, 1.5), y + random.uniform(-0.3, 1.6) * size * share, radius))
        if share > 0.35 and random.random() < 0.17:  # a finger
            reach = random.uniform(0.15, 0.42) * rise * share
            for along in np.linspace(0, 1, 6).tolist():
                bend = 0.45 * reach * along + 3 * np.sin(4 * along)
                lobes.append((x - bend, y + reach * along, size * (0.62 - 0.36 * along)))
        if random.random() < 0.14 * share:
            aside, above = random.normal(-0.25, 0.30) * rise, abs(random.normal(0, 0.22)) * rise
            spray.append((x + aside, y - above - 4, random.uniform(0.8, 2.2)))
    return lobes, spray


def _disc(sheet: Sheet, brush: ImageDraw.ImageDraw, x: float, y: float, radius: float, name: str) -> None:
    scale = sheet.scale * _oversampling(sheet)
    x, y, radius = x * scale, y * scale, radius * scale
    brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=name)


def _pixels(sheet: Sheet, curve: Curve) -> list[float]:
    return [float(value) for value in (curve * sheet.scale * _oversampling(sheet)).ravel()]


def _ink(shade: Floats) -> tuple[int, int, int]:
    red, green, blue = (round(float(channel) * 255) for channel in shade)
    return red, green, blue


def _printed(sheet: Sheet, flat: Picture) -> Picture:
    """The flat blocks as printed by hand: grain of the wood, uneven ink, fibers of the paper."""
    rings = sheet.y + 22 * noise(sheet, 330, 2) + 0.15 * sheet.x
    grain = np.sin(rings / 2.6 + 1.5 * noise(sheet, 120)) * (0.6 + 0.4 * noise(sheet, 90))
    uneven = 0.045 * grain + 0.05 * noise(sheet, 110, 3) + 0.03 * noise(sheet, 2.4, 2)
    printed = np.clip(flat, 0, 1) ** (1 - 0.9 * uneven[..., None])
    starved = smoothstep(1.8, 2.6, noise(sheet, 2.6, 2) + 0.5 * grain)
    printed = mixed(printed, color(CREAM), 0.30 * starved)
    return lit(sheet, printed, blurred(sheet, noise(sheet, 3, 2, stretch=4), 0.6), 0.06)
