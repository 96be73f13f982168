"""What the network learns from: crops of photographs, each a little different every time. NumPy and Pillow only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.image import images
from engine.image.colors import luminance
from engine.image.images import FloatImage

SHORTER_EDGES = (260, 448)  #: pixels: between these is the shorter side of the photograph that a crop is cut from
SUFFIXES = (".png", ".jpg", ".jpeg")


def read(folder: Path) -> dict[str, FloatImage]:
    """All pictures of a folder, by file name without the ending, sorted. Raises BadPicture and OSError."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    return {path.stem: images.decode(path.read_bytes()) for path in files}


def crop(photographs: Sequence[FloatImage], side: int, random: np.random.Generator) -> FloatImage:
    """A crop (side, side, 3) of one of the photographs: of some size, turned or mirrored, in other colors.

    `side` is at most 256 pixels.
    """
    whole = photographs[int(random.integers(len(photographs)))]
    height, width, _ = whole.shape
    scale = random.uniform(*SHORTER_EDGES) / min(height, width)
    sized = images.resize(whole, round(height * scale), round(width * scale))
    top, left = (int(random.integers(length - side + 1)) for length in sized.shape[:2])
    part = sized[top : top + side, left : left + side]
    if random.random() < 0.5:
        part = part[:, ::-1]
    if random.random() < 0.2:
        part = np.rot90(part, int(random.integers(1, 4)))
    return _in_other_colors(part, random)


def _in_other_colors(picture: FloatImage, random: np.random.Generator) -> FloatImage:
    """The picture with random saturation, white balance and brightness, and now and then another hue."""
    gray = luminance(picture)[:, :, np.newaxis]
    colored = gray + (picture - gray) * random.uniform(0.4, 1.4)
    if random.random() < 0.2:
        colored = colored[:, :, random.permutation(3)]
    balanced = np.clip(colored * random.uniform(0.85, 1.15, 3), 0, 1)
    return np.ascontiguousarray(balanced ** random.uniform(0.7, 1.5), np.float32)
