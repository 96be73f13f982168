"""PNG without what it says about itself: texts are never inflated, profiles within bounds.

Source: Portable Network Graphics, third edition (W3C 2025).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.errors import BadPicture, PictureProblem
from engine.image.bare import LARGEST_PROFILE, Bare, Coding
from engine.image.tags import orientation_of

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_PIXELS: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT"})
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  #: by the type of color
_AT_ONCE: Final = 2**16  #: bytes that are inflated to be counted


class Chunk(NamedTuple):
    """A part of the file."""

    name: bytes
    body: bytes
    raw: bytes  #: with length, name and check sum
    is_whole: bool


def chunks_of(data: bytes) -> Iterator[Chunk]:
    """The parts of the file, up to IEND or to where it ends."""
    at = len(SIGNATURE)
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        yield Chunk(name, data[at + 8 : end - 4], data[at:end], end <= len(data))
        if name == b"IEND":
            return
        at = end


def bare_png(data: bytes) -> Bare:
    """The file without metadata, and what its metadata says of the pixels. Raises BadPicture for Apple's own kind of
    PNG, which only their programs read.
    """
    pixels: list[bytes] = []
    said: dict[bytes, bytes] = {}
    is_whole = False
    for part in chunks_of(data):
        if part.name == b"CgBI":
            raise BadPicture(PictureProblem.FORMAT, "a PNG for iPhones' own use")
        if part.name in _PIXELS:
            pixels.append(part.raw if part.is_whole else chunk(part.name, part.body))
        elif part.is_whole:
            said.setdefault(part.name, part.body)
        is_whole = part.name == b"IEND"
    bare = b"".join([SIGNATURE, *pixels, chunk(b"IEND", b"")])
    coding = _coding(said)
    is_srgb = b"sRGB" in said
    return Bare(
        bare,
        "PNG",
        orientation=orientation_of(said.get(b"eXIf", b"")),
        icc=None if coding else _profile(said.get(b"iCCP", b"")),
        coding=coding,
        gamma=None if is_srgb else _gamma(said),
        chromaticities=() if is_srgb else _chromaticities(said),
        bits=bare[24] if len(bare) > 24 else 8,
        is_deep_color=bare[24:26] == b"\x10\x02",
        is_moving=struct.unpack(">I", said.get(b"acTL", b"")[:4].rjust(4, b"\x00"))[0] > 1,
        share=1.0 if is_whole else _share(bare),
    )


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk as it stands in a file, with its length and check sum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _coding(said: dict[bytes, bytes]) -> Coding | None:
    """The color coding of `cICP`, which goes before a profile (section 4.3); None where there is none."""
    body = said.get(b"cICP", b"")
    return Coding(body[0], body[1]) if len(body) == 4 else None


def _profile(body: bytes) -> bytes | None:
    """The profile in iCCP, which follows a name, a zero and a zero for deflate; None where it is broken."""
    _, _, deflated = body.partition(b"\x00")
    inflater = zlib.decompressobj()
    try:
        profile = inflater.decompress(deflated[1:], LARGEST_PROFILE)
    except zlib.error:
        return None
    return profile if profile and not inflater.unconsumed_tail else None


def _gamma(said: dict[bytes, bytes]) -> float | None:
    body = said.get(b"gAMA", b"")
    gamma = int.from_bytes(body, "big") / 100_000 if len(body) == 4 else 0
    return gamma if 0.1 <= gamma <= 5 else None


def _chromaticities(said: dict[bytes, bytes]) -> tuple[float, ...]:
    body = said.get(b"cHRM", b"")
    return tuple(value / 100_000 for value in struct.unpack(">8I", body)) if len(body) == 32 else ()


def _share(bare: bytes) -> float:
    """The share of the pixels, from 0 to 1, that a file has which ends too early."""
    inflater = zlib.decompressobj()
    count = 0
    try:
        for chunk in chunks_of(bare):
            rest = chunk.body if chunk.name == b"IDAT" else b""
            while rest:
                count += len(inflater.decompress(rest, _AT_ONCE))
                rest = inflater.unconsumed_tail
    except zlib.error:
        return 0.0
    return 1.0 if inflater.eof else count / max(1, _expected(bare))


def _expected(bare: bytes) -> int:
    """Bytes of all rows, each after the number of its filter; passes of interlaced ones have a few more."""
    width, height, depth, kind = struct.unpack_from(">IIBB", bare.ljust(26, b"\x00"), 16)
    return int(height * (1 + (width * depth * _CHANNELS.get(kind, 1) + 7) // 8))
