"""What is left of a file when all but its pixels is taken away, and the little that the rest says about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

#: Bytes of an ICC profile. Printers' profiles have a few megabytes; larger ones are harmful or useless.
LARGEST_PROFILE: Final = 16 * 2**20

#: Transfer characteristics of ITU-T H.273, table 3.
PQ: Final = 16
HLG: Final = 18


#: x and y of white, red, green and blue: Adobe RGB (1998), section 4.3.1.
ADOBE_RGB: Final = (0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)


class Coding(NamedTuple):
    """How light became numbers: code points of ITU-T H.273, as `nclx` of HEIF and AVIF and `cICP` of PNG have them."""

    primaries: int
    transfer: int

    @property
    def is_hdr(self) -> bool:
        """Whether it has a range that a screen has to map to its own."""
        return self.transfer in (PQ, HLG)


@dataclass(frozen=True)
class Bare:
    """A file without metadata."""

    data: bytes
    file_format: str  #: as Pillow calls it
    orientation: int = 1  #: that the pixels do not have yet: 1 to 8, as TIFF 6.0 defines them
    icc: bytes | None = None
    coding: Coding | None = None
    gamma: float | None = None  #: of the file, such as 0.45455: a number is light to this power
    chromaticities: tuple[float, ...] = ()  #: x and y of white, red, green and blue
    bits: int = 8  #: of a channel
    is_inverted: bool = False  #: 0 is white; Pillow knows of it for up to 8 bits only
    is_unsigned: bool = True
    is_deep_color: bool = False  #: three channels of 16 bits, of which Pillow takes the higher 8
    is_moving: bool = False
    share: float = 1.0  #: share of its pixels that is in the file
