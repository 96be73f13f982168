"""The file with everything that paints in an instant: kernels, the styles' vectors, and by what a style is recognized.

NumPy's `.npz` with float16 and bytes, never pickles; it is read only where its SHA-256 is the one that is named here.
"""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.errors import WeightsUnavailable
from engine.image import images
from engine.image.images import FloatImage
from engine.presets import INSTANT_DIGEST, INSTANT_KERNELS

FILE = Path(__file__).parent / "models" / "house_styles.npz"
DIGEST = INSTANT_DIGEST
KERNELS = INSTANT_KERNELS  #: what a style was learned for: more styles in the file leave it as it is
LARGEST = 4_000_000  #: bytes: the file comes with the repository

TILE = 16  #: pixels of the sides of what a style is recognized by
TOLERANCE = 0.02  #: root mean square by which a tile may differ: what JPEG and another size do, and no more

Floats = NDArray[np.float32]


class Weights(NamedTuple):
    """What the file holds."""

    kernels: Mapping[str, Floats]  #: by layer
    styles: Mapping[str, Floats]  #: by name, in the order in which they were learned: the vectors
    tiles: Mapping[str, Floats]  #: by name: the style's picture, (TILE, TILE, 3)


@functools.cache
def house_styles() -> Weights:
    """The file's contents, read once. Raises WeightsUnavailable where it is missing or damaged."""
    try:
        data = FILE.read_bytes()
    except OSError as error:
        raise WeightsUnavailable(f"{FILE} cannot be read: {error.strerror}") from error
    if hashlib.sha256(data).hexdigest() != DIGEST:
        raise WeightsUnavailable(f"{FILE} is damaged: bring it back from the repository")
    return unpacked(data)


def names() -> tuple[str, ...]:
    """The styles that can be painted in an instant."""
    return tuple(house_styles().styles)


def pictures() -> Mapping[str, FloatImage]:
    """By name: each style's picture, as small as is enough to recognize it."""
    return house_styles().tiles


def recognized(picture: FloatImage) -> str | None:
    """Which style a picture (height, width, 3) is: a copy of the style's own picture, of any size; None: another."""
    tile = tile_of(picture)
    for name, own in house_styles().tiles.items():
        if np.sqrt(np.square(tile - own).mean()) < TOLERANCE:
            return name
    return None


def vector_for(picture: FloatImage) -> Floats | None:
    """The vector of the style that a picture (height, width, 3) is; None where the network has not learned it."""
    name = recognized(picture)
    return None if name is None else house_styles().styles[name]


def tile_of(picture: FloatImage) -> Floats:
    """The picture (height, width, 3) as so few pixels that only its large forms are left."""
    return images.resize(picture, TILE, TILE)


def packed(weights: Weights) -> bytes:
    """The weights as the bytes of a file. The same weights give the same bytes."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, kernel in weights.kernels.items():
        arrays[f"kernels/{name}"] = kernel.astype(np.float16)
    for name, vector in weights.styles.items():
        arrays[f"styles/{name}"] = vector.astype(np.float16)
        arrays[f"tiles/{name}"] = np.round(weights.tiles[name] * 255).astype(np.uint8)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def kernels_digest(kernels: Mapping[str, Floats]) -> str:
    """SHA-256 of the kernels as the file has them."""
    whole = hashlib.sha256()
    for name in sorted(kernels):
        whole.update(kernels[name].astype("<f2").tobytes())
    return whole.hexdigest()


def unpacked(data: bytes) -> Weights:
    """The weights in bytes of `packed`."""
    groups: dict[str, dict[str, Floats]] = {"kernels": {}, "styles": {}, "tiles": {}}
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        for key in arrays.files:
            kind, name = key.split("/")
            groups[kind][name] = arrays[key].astype(np.float32) / (255 if kind == "tiles" else 1)
    return Weights(**groups)
