"""Whether what the decoder's child returns is what it says: a picture that took the child over could make it anything.

Looks at bytes alone: nothing that decodes may be loaded here.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

from engine.limits import MAX_RATIO, MIN_EDGE
from engine.settings import RANGES

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_LARGEST_EDGE: Final = int(RANGES["size"].high)  # pixels, as engine.image.images.NORMALIZED_EDGE
_GRAY, _RGB = 0, 2  #: types of color
_PIXELS: Final = frozenset({b"IHDR", b"IDAT", b"IEND"})
_MP4: Final = frozenset({b"ftyp", b"moov", b"free", b"mdat"})
_MOST_PARTS: Final = 10
_MOST_CHUNKS: Final = 100_000  #: Pillow writes 16 MB of noise in some thousands


class Malformed(Exception):
    """The bytes are not what they should be."""


def check_picture(png: bytes, width: int, height: int) -> None:
    """A PNG of 8-bit RGB and of this size, with pixels and nothing else. Raises Malformed."""
    if (width, height) != _size(png, _RGB):
        raise Malformed("a PNG of another size than it says")
    longer, shorter = max(width, height), min(width, height)
    if longer > _LARGEST_EDGE or shorter < MIN_EDGE or longer > (MAX_RATIO + 1) * shorter:
        raise Malformed(f"a picture of {width}×{height} pixels")


def check_mask(png: bytes) -> None:
    """A PNG of 8-bit gray, with pixels and nothing else. Raises Malformed."""
    if max(_size(png, _GRAY)) > _LARGEST_EDGE:
        raise Malformed("a mask larger than any picture")


def check_jpeg(jpeg: bytes) -> None:
    """Something that begins and ends as a JPEG. Raises Malformed."""
    if not (jpeg.startswith(b"\xff\xd8\xff") and jpeg.endswith(b"\xff\xd9")):
        raise Malformed("not a JPEG")


def check_film(film: bytes) -> None:
    """Something that begins and ends as a GIF, or an MP4 whose parts add up to its length. Raises Malformed."""
    if not (film.startswith(b"GIF8") and film.endswith(b";")):
        _check_mp4(film)


def check_webp(webp: bytes) -> None:
    """Something that begins as a WebP, and is as long as it says. Raises Malformed."""
    said = int.from_bytes(webp[4:8], "little") + 8
    if webp[:4] != b"RIFF" or webp[8:12] != b"WEBP" or said != len(webp):
        raise Malformed("not a WebP")


def _check_mp4(film: bytes) -> None:
    """Its name first, then the index and the pictures, and nothing else but room that was kept free."""
    at = 0
    names: list[bytes] = []
    while at + 8 <= len(film) and len(names) < _MOST_PARTS:
        length, name = struct.unpack_from(">I4s", film, at)
        if length < 8:
            break
        names.append(name)
        at += length
    if at != len(film) or names[:1] != [b"ftyp"] or {*names} != _MP4:
        raise Malformed("neither a GIF nor an MP4")


def printable(words: str) -> str:
    """The child's words for the log, without control characters."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in words)


def _size(png: bytes, color: int) -> tuple[int, int]:
    """Width and height by the header. Raises Malformed for all that is not a PNG of 8 bits of this type of color."""
    if not png.startswith(_SIGNATURE) or png[12:16] != b"IHDR" or len(png) < 33:
        raise Malformed("not a PNG")
    width, height, depth, found, *methods = struct.unpack_from(">IIBBBBB", png, 16)
    if zlib.crc32(png[12:29]) != int.from_bytes(png[29:33], "big") or (depth, found, *methods) != (8, color, 0, 0, 0):
        raise Malformed("a PNG of another kind")
    _check_chunks(png)
    return width, height


def _check_chunks(png: bytes) -> None:
    at, name = len(_SIGNATURE), b""
    for _ in range(_MOST_CHUNKS):
        if at + 12 > len(png) or name == b"IEND":
            break
        length, name = struct.unpack_from(">I4s", png, at)
        if name not in _PIXELS:
            raise Malformed(f"a PNG with {name!r}")
        at += 12 + length
    if at != len(png) or name != b"IEND":
        raise Malformed("a PNG that does not end where it should")
