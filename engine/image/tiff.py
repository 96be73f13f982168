"""TIFF without what it says about itself, and raw photographs told from it.

The tags that pixels need are copied into a directory of their own at the end of the file; Pillow sees no other. Source:
TIFF 6.0; TIFF/EP and DNG 1.7 for raw photographs.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from engine.errors import BadPicture, PictureProblem
from engine.image.bare import LARGEST_PROFILE, Bare
from engine.image.tags import Directory, Layout, directory_at, layout_of, number, numbers

_MOST_DIRECTORIES: Final = 64  #: that are looked at: a raw photograph has up to some ten
_KIND, _WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 254, 256, 257, 258, 259, 262
_ORIENTATION, _CHANNELS, _SUB_DIRECTORIES, _SAMPLE_FORMAT, _PROFILE = 274, 277, 330, 339, 34675
#: What decoding needs: size, depth, compression, photometry, strips, tiles, predictors, palettes, inks, JPEG's tables.
_NEEDED: Final = frozenset(
    {256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324, 325, 332, 338, 339}
    | {347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 532}
)
_RAW_PHOTOMETRICS: Final = frozenset({32803, 34892})  # a mosaic of colors, and a sensor's linear values
_RAW_COMPRESSIONS: Final = frozenset({32767, 32769, 32770, 34713, 34892, 65000, 65535})  # Sony, Epson, Samsung, Nikon…
_RAW_TAGS: Final = frozenset({33421, 33422, 37398, 50706})  # of TIFF/EP and of DNG


def bare_tiff(data: bytes) -> Bare:
    """The file with its first page only, or with the largest page where the first is its thumbnail.

    Raises BadPicture for raw photographs, and for pictures whose values nobody here reads.
    """
    layout = layout_of(data)
    if layout is None:
        raise BadPicture(PictureProblem.UNREADABLE, "a TIFF without a header")
    found = list(_all_directories(data, layout))
    if not found:
        raise BadPicture(PictureProblem.UNREADABLE, "a TIFF without a directory")
    if data[8:10] == b"CR" or any(_is_raw(data, layout, directory) for _, directory in found):
        raise BadPicture(PictureProblem.FORMAT, "a raw photograph")
    page = _page(data, layout, found)
    bits = number(data, layout, page, _BITS, 1)
    channels, sample = number(data, layout, page, _CHANNELS, 1), number(data, layout, page, _SAMPLE_FORMAT, 1)
    _check_values(bits, channels, sample)
    return Bare(
        _with_only(data, layout, page),
        "TIFF",
        orientation=_orientation(number(data, layout, page, _ORIENTATION, 1)),
        icc=_profile(data, layout, page),
        bits=bits,
        is_inverted=number(data, layout, page, _PHOTOMETRIC, 1) == 0,
        is_unsigned=sample != 2,
        is_deep_color=bits == 16 and channels == 3 and number(data, layout, page, _PHOTOMETRIC, 1) == 2,
    )


def _all_directories(data: bytes, layout: Layout) -> Iterator[tuple[bool, Directory]]:
    """Each with whether it is a page; others hang below one."""
    seen: set[int] = set()
    waiting = [(True, layout.first)]
    while waiting and len(seen) < _MOST_DIRECTORIES:
        is_page, offset = waiting.pop(0)
        if offset in seen or (directory := directory_at(data, layout, offset)) is None:
            continue
        seen.add(offset)
        yield is_page, directory
        if directory.following:
            waiting.append((is_page, directory.following))
        waiting += [(False, below) for below in numbers(data, layout, directory, _SUB_DIRECTORIES)]


def _is_raw(data: bytes, layout: Layout, directory: Directory) -> bool:
    return (
        number(data, layout, directory, _PHOTOMETRIC, 0) in _RAW_PHOTOMETRICS
        or number(data, layout, directory, _COMPRESSION, 1) in _RAW_COMPRESSIONS
        or not _RAW_TAGS.isdisjoint(directory.entries)
    )


def _page(data: bytes, layout: Layout, found: list[tuple[bool, Directory]]) -> Directory:
    """The first, unless it says of itself that it is a smaller copy of a later one. Raises BadPicture if that one is
    not a page: raw photographs of some cameras are made like that.
    """
    first = found[0][1]
    if not number(data, layout, first, _KIND, 0) & 1:
        return first

    def pixels(of: tuple[bool, Directory]) -> int:
        return number(data, layout, of[1], _WIDTH, 0) * number(data, layout, of[1], _HEIGHT, 0)

    is_page, largest = max(found, key=pixels)
    if not is_page:
        raise BadPicture(PictureProblem.FORMAT, "a thumbnail, and below it the picture itself: a raw photograph")
    return largest


def _check_values(bits: int, channels: int, sample: int) -> None:
    """Raises BadPicture for values that are not read. `sample`: 1 is unsigned, 2 signed, 3 a float, 5 and 6 complex."""
    if sample not in (1, 2, 3, 4) or bits > 32 or (channels > 1 and (bits > 16 or sample == 3)):
        raise BadPicture(PictureProblem.FORMAT, f"a TIFF of {channels} × {bits} bits in sample format {sample}")


def _with_only(data: bytes, layout: Layout, page: Directory) -> bytes:
    """The file with the entries that pixels need in one directory at its end: offsets in them hold as they are."""
    entries = [entry.raw for tag, entry in sorted(page.entries.items()) if tag in _NEEDED]
    gap = bytes(-len(data) % 8)
    start = len(data) + len(gap)
    head = data[:2] + struct.pack(layout.order + "H", 43 if layout.big else 42)
    head += data[4:8] + struct.pack(layout.offset, start) if layout.big else struct.pack(layout.offset, start)
    directory = struct.pack(layout.length, len(entries)) + b"".join(entries) + struct.pack(layout.offset, 0)
    return head + data[len(head) :] + gap + directory


def _orientation(value: int) -> int:
    return value if 1 <= value <= 8 else 1


def _profile(data: bytes, layout: Layout, page: Directory) -> bytes | None:
    entry = page.entries.get(_PROFILE)
    if entry is None or entry.kind not in (1, 7) or not len(entry.inline) < entry.number <= LARGEST_PROFILE:
        return None
    (at,) = struct.unpack(layout.offset, entry.inline)
    return data[at : at + entry.number] or None
