"""Reads directories of tags, as TIFF has them and EXIF within other formats.

Nothing here raises: what is wrong is absent. Source: TIFF 6.0, section 2; BigTIFF as libtiff has it.
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

#: Bytes of one value of each kind of integer: BYTE, SHORT, LONG, the signed ones, IFD, and BigTIFF's LONG8 and IFD8.
_INTEGERS: Final = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}
_MOST_ENTRIES: Final = 4096  #: of a directory; real ones have some dozens
_MOST_NUMBERS: Final = 64  #: of an entry that are looked at
_EXIF: Final = b"Exif\x00\x00"
_ORIENTATION: Final = 274
_EXIF_DIRECTORY, _COLOR_SPACE, _INTEROPERABILITY = 34665, 40961, 40965


class Layout(NamedTuple):
    """How numbers are written in a file."""

    order: str  #: "<" or ">", as in struct
    big: bool  #: BigTIFF, whose offsets have 8 bytes
    first: int  #: offset of the first directory

    @property
    def entry_size(self) -> int:
        """Bytes of one entry of a directory."""
        return 20 if self.big else 12

    @property
    def offset(self) -> str:
        """struct's code of an offset."""
        return self.order + ("Q" if self.big else "I")

    @property
    def length(self) -> str:
        """struct's code of the number of entries."""
        return self.order + ("Q" if self.big else "H")


class Entry(NamedTuple):
    """One tag."""

    raw: bytes  #: as it is in the file
    kind: int
    number: int  #: of values
    inline: bytes  #: the value, where it fits; else its offset


class Directory(NamedTuple):
    """The tags of one picture."""

    entries: dict[int, Entry]  #: by tag; of doubles, the first
    following: int  #: offset of the next directory; 0: none


def layout_of(data: bytes) -> Layout | None:
    """The layout that the header tells; None where there is no header."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return None
    magic = _number(data, 2, order + "H")
    if magic == 43:
        first = _number(data, 8, order + "Q")
        return None if first is None else Layout(order, True, first)
    if magic != 42 and data[2:4] not in (b"*\x00", b"\x00*"):  # some writers have the magic the other way round
        return None
    return Layout(order, False, _number(data, 4, order + "I") or 0)


def directory_at(data: bytes, layout: Layout, offset: int) -> Directory | None:
    """The directory at this offset; None where there is none."""
    count = _number(data, offset, layout.length)
    if offset < 8 or not count or count > _MOST_ENTRIES:
        return None
    entries: dict[int, Entry] = {}
    start = offset + struct.calcsize(layout.length)
    end = start + count * layout.entry_size
    for at in range(start, min(end, len(data) - layout.entry_size + 1), layout.entry_size):
        raw = data[at : at + layout.entry_size]
        tag, kind = struct.unpack_from(layout.order + "HH", raw)
        (held,) = struct.unpack_from(layout.offset, raw, 4)
        entries.setdefault(tag, Entry(raw, kind, held, raw[12:] if layout.big else raw[8:]))
    return Directory(entries, _number(data, end, layout.offset) or 0)


def numbers(data: bytes, layout: Layout, directory: Directory, tag: int) -> tuple[int, ...]:
    """The integers of a tag, the first few of many; none where it is absent or holds no integers."""
    entry = directory.entries.get(tag)
    code = _INTEGERS.get(entry.kind) if entry else None
    if entry is None or code is None:
        return ()
    size, count = struct.calcsize(code), min(entry.number, _MOST_NUMBERS)
    source = entry.inline
    if entry.number * size > len(source):
        (at,) = struct.unpack(layout.offset, source)
        source = data[at : at + count * size]
    if len(source) < count * size:
        return ()
    return struct.unpack_from(f"{layout.order}{count}{code}", source)


def number(data: bytes, layout: Layout, directory: Directory, tag: int, absent: int) -> int:
    """The only or first integer of a tag."""
    return next(iter(numbers(data, layout, directory, tag)), absent)


def orientation_of(exif: bytes) -> int:
    """1 to 8, as TIFF 6.0 defines them; 1, which is upright, where the tag is absent or makes no sense."""
    exif, layout, directory = _opened(exif)
    found = number(exif, layout, directory, _ORIENTATION, 1) if layout and directory else 1
    return found if 1 <= found <= 8 else 1


def is_adobe_rgb(exif: bytes) -> bool:
    """Whether EXIF says that the picture is in Adobe RGB: cameras then often leave out the profile (DCF 2.0)."""
    exif, layout, directory = _opened(exif)
    if not layout or not directory:
        return False
    inner = directory_at(exif, layout, number(exif, layout, directory, _EXIF_DIRECTORY, 0))
    if inner is None:
        return False
    option = directory_at(exif, layout, number(exif, layout, inner, _INTEROPERABILITY, 0))
    index = option.entries.get(1) if option else None
    return number(exif, layout, inner, _COLOR_SPACE, 0) == 2 or bool(index and index.inline.startswith(b"R03"))


def _opened(exif: bytes) -> tuple[bytes, Layout | None, Directory | None]:
    """EXIF from its header on, its layout, and its first directory."""
    while exif.startswith(_EXIF):  # some writers have it twice
        exif = exif[len(_EXIF) :]
    layout = layout_of(exif)
    return exif, layout, directory_at(exif, layout, layout.first) if layout else None


def _number(data: bytes, at: int, code: str) -> int | None:
    """The number at this place; None beyond the end."""
    if at + struct.calcsize(code) > len(data):
        return None
    (found,) = struct.unpack_from(code, data, at)
    return int(found)
