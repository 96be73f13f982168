"""The boxes of HEIF and AVIF: what they say about the primary picture's color, and their metadata made illegible.

Source: ISO/IEC 14496-12 (boxes) and 23008-12 (HEIF). Nothing here raises: what is wrong is absent.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.image.bare import Bare, Coding

_MOST_BOXES: Final = 10_000  #: of one kind of place; a picture of tiles has some hundreds
_HIDDEN: Final = b"free"  #: what items of metadata become: a kind that nobody reads
_METADATA: Final = (b"Exif", b"mime")


class ContainerBox(NamedTuple):
    """Where the content of a box lies."""

    kind: bytes
    start: int
    end: int


def bare_boxes(data: bytes, file_format: str) -> Bare:
    """A HEIF or AVIF file without metadata, and its color. Pillow and libheif turn the picture and read its profile."""
    meta = _first(data, b"meta", 0, len(data))
    if meta is None:
        return Bare(data, file_format)
    inside = (meta.start + 4, meta.end)
    return Bare(_without_metadata(data, *inside), file_format, coding=_coding(data, *inside))


def _boxes(data: bytes, start: int, end: int) -> Iterator[ContainerBox]:
    for _ in range(_MOST_BOXES):
        if start + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1 and start + 16 <= end:
            (size,) = struct.unpack_from(">Q", data, start + 8)
            head = 16
        stop = end if size == 0 else start + size
        if (size and size < head) or stop > end:
            return
        yield ContainerBox(kind, start + head, stop)
        start = stop


def _first(data: bytes, kind: bytes, start: int, end: int) -> ContainerBox | None:
    return next((box for box in _boxes(data, start, end) if box.kind == kind), None)


def _without_metadata(data: bytes, start: int, end: int) -> bytes:
    """EXIF and XMP are items; libraries read, and stumble over, what is named so."""
    names = _first(data, b"iinf", start, end)
    if names is None:
        return data
    hidden = bytearray(data)
    count = 6 if data[names.start : names.start + 1] == b"\x00" else 8
    for entry in _boxes(data, names.start + count, names.end):
        version = data[entry.start : entry.start + 1]
        at = entry.start + {b"\x02": 8, b"\x03": 10}.get(version, 0)
        if at > entry.start and data[at : at + 4] in _METADATA and at + 4 <= entry.end:
            hidden[at : at + 4] = _HIDDEN
    return bytes(hidden)


def _coding(data: bytes, start: int, end: int) -> Coding | None:
    """The color coding in the primary picture's `nclx`; None where there is none."""
    properties = _first(data, b"iprp", start, end)
    held = properties and _first(data, b"ipco", properties.start, properties.end)
    if properties is None or held is None:
        return None
    boxes = list(_boxes(data, held.start, held.end))
    primary = _primary(data, start, end)
    for number in _associated(data, properties, primary):
        if 0 < number <= len(boxes):
            box = boxes[number - 1]
            if box.kind == b"colr" and data[box.start : box.start + 4] == b"nclx" and box.end - box.start >= 8:
                return Coding(*struct.unpack_from(">HH", data, box.start + 4))
    return None


def _primary(data: bytes, start: int, end: int) -> int:
    box = _first(data, b"pitm", start, end)
    if box is None:
        return 0
    return int.from_bytes(data[box.start + 4 : box.start + (6 if data[box.start] == 0 else 8)], "big")


def _associated(data: bytes, properties: ContainerBox, item: int) -> list[int]:
    """The numbers of an item's properties, from 1."""
    box = _first(data, b"ipma", properties.start, properties.end)
    if box is None or box.end - box.start < 8:
        return []
    wide_items, wide_numbers = data[box.start] > 0, bool(data[box.start + 3] & 1)
    at = box.start + 8
    while at + (5 if wide_items else 3) <= box.end:
        size = 4 if wide_items else 2
        found, count = int.from_bytes(data[at : at + size], "big"), data[at + size]
        at += size + 1
        width = 2 if wide_numbers else 1
        numbers = [int.from_bytes(data[place : place + width], "big") for place in range(at, at + count * width, width)]
        if found == item:
            return [number & (0x7FFF if wide_numbers else 0x7F) for number in numbers]
        at += count * width
    return []
