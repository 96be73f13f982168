"""JPEG without what it says about itself. Source: ITU-T T.81, annex B."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageChops

from engine.errors import BadPicture, PictureProblem
from engine.image.bare import ADOBE_RGB, LARGEST_PROFILE, Bare
from engine.image.tags import is_adobe_rgb, orientation_of

_SOI: Final = b"\xff\xd8"
_EOI: Final = b"\xff\xd9"
_SOS: Final = 0xDA
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOFn; the three others are DHT, JPG and DAC
_READ_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC9, 0xCA})  # by DCT, all at once, by Huffman or arithmetic codes
_PROGRESSIVE: Final = frozenset({0xC2, 0xCA})
#: What decoding needs: frames, tables, restart intervals, and JFIF's and Adobe's words about channels.
_TABLES: Final = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD})
_ICC: Final = b"ICC_PROFILE\x00"
_TALLEST_BLOCK: Final = 16  #: pixels
#: Whatever follows what is there decodes to something else than this.
_PADDINGS: Final = (b"\x00" * 2**16, b"\x55" * 2**16)


def bare_jpeg(data: bytes) -> Bare:
    """The file without metadata, and what its metadata says of the pixels. Raises BadPicture for kinds of JPEG that are
    not read.
    """
    kept, exif, parts = [_SOI], b"", dict[int, bytes]()
    at = 2
    while (segment := _segment_at(data, at)) is not None:
        marker, start, end = segment
        body = data[start + 2 : end]
        if marker == _SOS:
            break
        if marker in _FRAMES:
            _check_frame(marker, body)
        if marker in _FRAMES or marker in _TABLES or _is_about_channels(marker, body):
            kept.append(data[start - 2 : end])
        elif marker == 0xE1 and body.startswith(b"Exif\x00"):
            exif = exif or body
        elif marker == 0xE2 and body.startswith(_ICC) and len(body) > 14:
            parts.setdefault(body[12], body[14:])
        at = end
    profile = b"".join(parts[number] for number in sorted(parts))
    icc = profile if 0 < len(profile) <= LARGEST_PROFILE else None
    wide = ADOBE_RGB if is_adobe_rgb(exif) and icc is None else ()
    return Bare(b"".join(kept) + data[at:], "JPEG", orientation=orientation_of(exif), icc=icc, chromaticities=wide)


def mended(data: bytes) -> tuple[bytes, float]:
    """A file that ends too early, with an end; and the share of its pixels that is there.

    Those are there that come out the same whatever would follow. Of a progressive one all are, a little less sharp,
    once the last scan of each coefficient has begun; none before.
    """
    whole = data + _EOI
    if not _has_all_scans(data):
        return whole, 0.0
    if _frame_of(data) in _PROGRESSIVE:
        return whole, 1.0
    as_it_is = _decoded(whole)
    others = [_decoded(data + padding + _EOI) for padding in _PADDINGS]
    boxes = [ImageChops.difference(as_it_is, other).getbbox() for other in others]
    missing = max((_missing(box, *as_it_is.size) for box in boxes if box is not None), default=0)
    return whole, 1 - missing / (as_it_is.width * as_it_is.height)


def _missing(differing: tuple[int, int, int, int], width: int, height: int) -> int:
    """Pixels from the first of these on: in the last row of blocks those on the right, before it whole rows."""
    left, top, _, _ = differing
    return (height - top) * (width - left if height - top <= _TALLEST_BLOCK else width)


def _segment_at(data: bytes, at: int) -> tuple[int, int, int] | None:
    """The next marker, where its length lies, and where its segment ends; None where there is none."""
    while data[at : at + 2] == b"\xff\xff":
        at += 1
    if len(data) < at + 4 or data[at] != 0xFF:
        return None
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    end = at + 2 + length
    return (data[at + 1], at + 2, end) if length >= 2 and end <= len(data) else None


def _check_frame(marker: int, body: bytes) -> None:
    if marker not in _READ_FRAMES or body[:1] != b"\x08":
        raise BadPicture(PictureProblem.FORMAT, f"a JPEG of an unusual kind: SOF{marker - 0xC0}, {body[:1].hex()} bits")


def _is_about_channels(marker: int, body: bytes) -> bool:
    return (marker == 0xE0 and body.startswith(b"JFIF\x00")) or (marker == 0xEE and body.startswith(b"Adobe"))


def _decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
        picture.load()
        return picture.copy()


def _frame_of(data: bytes) -> int:
    """The marker of the frame; 0 where there is none."""
    at = 2
    while (segment := _segment_at(data, at)) is not None:
        if segment[0] in _FRAMES:
            return segment[0]
        at = segment[2]
    return 0


def _has_all_scans(data: bytes) -> bool:
    """Whether the last scan of every coefficient of every channel has begun (T.81, annex G)."""
    left: dict[int, set[int]] = {}
    at = 2
    while (segment := _segment_at(data, at)) is not None:
        marker, start, at = segment
        body = data[start + 2 : at]
        if marker in _FRAMES and len(body) > 5:
            left = {body[place]: set(range(64)) for place in range(6, len(body), 3)}
        if marker == _SOS and body and len(body) >= 4 + 2 * body[0]:
            first, last, exactness = body[-3:]
            if exactness & 15 == 0:
                for channel in body[1 : 1 + 2 * body[0] : 2]:
                    left.get(channel, set()).difference_update(range(first, last + 1))
            at = _after_scan(data, at)
    return bool(left) and not any(left.values())


def _after_scan(data: bytes, at: int) -> int:
    """Where the next marker lies that does not belong to a scan's own data."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in (0x00, 0xFF) and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 1
    return len(data)
