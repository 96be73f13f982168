"""Picture files put together by hand, as no library would write them: for tests.support.hostile."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image

BOMB = 30 * 2**20  #: bytes to which a small part of a small file inflates


def cut(data: bytes, eighth: int) -> bytes:
    """The first eighths of a file, as an interrupted transfer leaves them."""
    return data[: len(data) * eighth // 8]


# PNG


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, pixels: bytes, *, depth: int, color: int) -> bytes:
    """`pixels` are deflated rows, each after the number of its filter; color 0 is gray, 2 is RGB."""
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", pixels) + png_chunk(b"IEND", b"")


def png_of_zeros(width: int, height: int) -> bytes:
    """Black, one bit a pixel: a few bytes for a thousand pixels."""
    squeezer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    return png(
        width, height, b"".join([squeezer.compress(row) for _ in range(height)]) + squeezer.flush(), depth=1, color=0
    )


def png_claiming(width: int, height: int) -> bytes:
    """A PNG that claims a size, but has a single row."""
    return png(width, height, zlib.compress(bytes(1 + (width + 7) // 8)), depth=1, color=0)


def png_with_bomb_pixels() -> bytes:
    """A small PNG whose data inflates to far more pixels than its header says."""
    return png(100, 100, zlib.compress(bytes(BOMB), 9), depth=8, color=0)


def png_of_16_bits(rgb: NDArray[np.uint8]) -> bytes:
    deep = (rgb.astype(np.uint16) * 257).astype(">u2")
    rows = b"".join(b"\x00" + row.tobytes() for row in deep)
    return png(rgb.shape[1], rgb.shape[0], zlib.compress(rows), depth=16, color=2)


def png_with(data: bytes, kind: bytes, body: bytes) -> bytes:
    """The PNG with one more chunk after its header."""
    return data[:33] + png_chunk(kind, body) + data[33:]


def deflated_text(kind: bytes) -> bytes:
    """The body of a zTXt, iTXt or iCCP chunk that is a bomb."""
    flags = b"\x01\x00\x00\x00" if kind == b"iTXt" else b"\x00"
    return b"name\x00" + flags + zlib.compress(bytes(BOMB), 9)


# JPEG


def jpeg_with_exif(data: bytes, exif: bytes) -> bytes:
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


def jpeg_of_scans(picture: Image.Image, count: int) -> bytes:
    """A progressive JPEG with its last scan many times: each takes a pass over all coefficients."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", progressive=True)
    data = buffer.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * count + data[-2:]


# Others


def with_size(data: bytes, file_format: str, before: tuple[int, int], after: tuple[int, int]) -> bytes:
    """The file with another size in its header: JPEG's SOF, or the `ispe` of HEIF and AVIF."""
    if file_format == "JPEG":
        (width, height), code = before, ">HH"
        old, new = struct.pack(code, height, width), struct.pack(code, *reversed(after))
    else:
        old, new = (b"ispe" + bytes(4) + struct.pack(">II", *size) for size in (before, after))
    assert old in data
    return data.replace(old, new, 1)


def webp_claiming(width: int, height: int) -> bytes:
    """A lossless WebP with nothing behind its header."""
    bits = (width - 1) | (height - 1) << 14
    body = b"\x2f" + struct.pack("<I", bits) + bytes(30)
    chunk = b"VP8L" + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def bmp_claiming(width: int, height: int) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + 64, 0, 0, 54) + header + bytes(64)


def tiff_claiming(width: int, height: int) -> bytes:
    return _tiff([_directory(width, height, 1, b"\x00", 0)], cyclic=False)


def tiff_with_bomb_strip() -> bytes:
    """A TIFF of 100 × 100 pixels, whose strip inflates to far more."""
    return _tiff([_directory(100, 100, 8, zlib.compress(bytes(BOMB), 9), 0)], cyclic=False)


def tiff_with_pages(picture: Image.Image, count: int, *, cyclic: bool = False) -> bytes:
    """So many directories of one and the same picture; when cyclic, the first comes after the last."""
    strip = picture.tobytes()
    return _tiff([_directory(*picture.size, 1, strip, 2)] * count, cyclic=cyclic)


Directory = tuple[list[tuple[int, int, int, int]], bytes]


def _directory(width: int, height: int, compression: int, strip: bytes, photometric: int) -> Directory:
    """Tag, type, count and value of each entry, and the strip; the value None of an offset is filled in later."""
    is_rgb = photometric == 2
    depth = (258, 3, 3, -2) if is_rgb else (258, 3, 1, 8)
    entries = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        depth,
        (259, 3, 1, compression),
        (262, 3, 1, photometric if is_rgb else 1),
        (273, 4, 1, -1),
        (277, 3, 1, 3 if is_rgb else 1),
        (278, 4, 1, height),
        (279, 4, 1, len(strip)),
    ]
    return entries, strip


def _tiff(directories: list[Directory], *, cyclic: bool) -> bytes:
    strip = directories[0][1]
    depths = struct.pack("<HHH", 8, 8, 8)
    start = 8 + len(strip) + len(depths)
    start += start % 2
    length = 2 + 12 * len(directories[0][0]) + 4
    out = bytearray(b"II*\x00" + struct.pack("<I", start) + strip + depths)
    out += bytes(start - len(out))
    places = {-1: 8, -2: 8 + len(strip)}  # of the strip, and of the depths
    for number, (entries, _) in enumerate(directories):
        last = number == len(directories) - 1
        following = (start if cyclic else 0) if last else start + (number + 1) * length
        out += struct.pack("<H", len(entries))
        for tag, kind, count, value in entries:
            out += struct.pack("<HHII", tag, kind, count, places.get(value, value))
        out += struct.pack("<I", following)
    return bytes(out)
