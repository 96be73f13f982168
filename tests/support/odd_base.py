"""What odd pictures are made of: the pictures, and files of them that no library writes."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image

from engine.errors import PictureProblem as Problem
from tests.support.hostile_files import png

pillow_heif.register_heif_opener()  # to make such pictures here

Array = NDArray[np.uint8]
WIDTH, HEIGHT = 120, 96


@dataclass(frozen=True)
class Odd:
    """A file, and what must become of it."""

    name: str
    make: Callable[[], bytes]
    wanted: Callable[[], Array] | None = None  #: (height, width, 3); None: it is refused
    problem: Problem | None = None
    within: float = 1.0  #: levels of 255 that the mean difference may have
    is_transparent: bool = False


@cache
def colors() -> Array:
    """Four colors, and a ramp from black to white below them."""
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    for place, color in enumerate([(220, 60, 40), (40, 200, 60), (40, 60, 220), (240, 220, 60)]):
        picture[: HEIGHT // 2, place * 30 : place * 30 + 30] = color
    picture[HEIGHT // 2 :] = np.linspace(0, 255, WIDTH).astype(np.uint8)[np.newaxis, :, np.newaxis]
    return picture


@cache
def grays() -> Array:
    """The picture of `colors` in gray, (height, width)."""
    return np.asarray(Image.fromarray(colors()).convert("L"))


def gray_picture() -> Array:
    return np.repeat(grays()[:, :, np.newaxis], 3, axis=2)


def turned() -> Array:
    """The picture of `colors`, turned as orientation 6 says: the camera lay on its right side."""
    return np.rot90(colors(), -1)


def encoded(picture: Array, file_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, file_format, **options)
    return buffer.getvalue()


def taken(name: str, make: Callable[[], bytes], wanted: Callable[[], Array] = colors, **more: object) -> Odd:
    return Odd(name, make, wanted, **more)  # type: ignore[arg-type]  # fields by name


def refused(name: str, make: Callable[[], bytes], problem: Problem = Problem.FORMAT) -> Odd:
    return Odd(name, make, problem=problem)


def deep_png(values: NDArray[np.uint16]) -> bytes:
    rows = b"".join(b"\x00" + row.tobytes() for row in values)
    return png(WIDTH, HEIGHT, zlib.compress(rows), depth=16, color=2 if values.ndim == 3 else 0)


def tiff(
    pixels: bytes,
    bits: int,
    channels: int,
    photometric: int,
    *,
    sample: int = 1,
    more: dict[int, tuple[int, bytes]] | None = None,
    gap: bytes = b"",
) -> bytes:
    """Little endian and uncompressed; `more` are tags of four bytes with their kinds, `gap` follows the header."""
    start = 8 + len(gap) + len(gap) % 2
    depths = start + len(pixels)
    depth = struct.pack("<HHII", 258, 3, channels, depths if channels > 1 else bits)
    entries = {
        256: struct.pack("<HHII", 256, 4, 1, WIDTH),
        257: struct.pack("<HHII", 257, 4, 1, HEIGHT),
        258: depth,
        259: struct.pack("<HHII", 259, 3, 1, 1),
        262: struct.pack("<HHII", 262, 3, 1, photometric),
        273: struct.pack("<HHII", 273, 4, 1, start),
        277: struct.pack("<HHII", 277, 3, 1, channels),
        278: struct.pack("<HHII", 278, 4, 1, HEIGHT),
        279: struct.pack("<HHII", 279, 4, 1, len(pixels)),
        339: struct.pack("<HHII", 339, 3, 1, sample),
    }
    for tag, (kind, value) in (more or {}).items():
        entries[tag] = struct.pack("<HHI", tag, kind, 4 if kind in (1, 2) else 1) + value
    place = depths + 2 * channels
    directory = struct.pack("<H", len(entries)) + b"".join(entries[tag] for tag in sorted(entries)) + bytes(4)
    head = b"II*\x00" + struct.pack("<I", place) + gap.ljust(start - 8, b"\x00")
    return head + pixels + struct.pack("<H", bits) * channels + directory
