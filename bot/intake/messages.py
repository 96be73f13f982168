"""What the bot and its decoder say to each other, each message with a bound on its size."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bot.jobs.region_parts import PhotoPart, RegionChange
from engine.errors import PictureProblem
from engine.limits import MAX_BYTES, MAX_PIXELS
from engine.worker.framing import Messages

_MARGIN = 64 * 2**10  # bytes: msgpack's own, and the small fields

LONGEST_REASON = 500  #: characters


class Decode(msgspec.Struct, frozen=True, tag=True):
    """To the child: rebuild this picture. One at a time."""

    data: bytes
    look_for_people: bool = False  #: and say whether it shows any


class MakeTile(msgspec.Struct, frozen=True, tag=True):
    """To the child: make this picture small, for a contact sheet."""

    png: bytes  #: as Rebuilt had it


class MakeSheet(msgspec.Struct, frozen=True, tag=True):
    """To the child: make a contact sheet."""

    tiles: tuple[bytes, ...]  #: as Made had them
    first: int  #: the number of the first


class FindDrawn(msgspec.Struct, frozen=True, tag=True):
    """To the child: find what was drawn over a photo."""

    photo: bytes  #: as Rebuilt had it, here and in the next messages
    drawn: bytes  #: the photo with strokes over it, as Rebuilt had it


class FindPart(msgspec.Struct, frozen=True, tag=True):
    """To the child: find a part of a photo."""

    photo: bytes
    part: PhotoPart


class ChangeRegion(msgspec.Struct, frozen=True, tag=True):
    """To the child: make a region larger or smaller, or invert it."""

    mask: bytes  #: as RegionFound had it
    change: RegionChange


class Tint(msgspec.Struct, frozen=True, tag=True):
    """To the child: show the regions of a photo."""

    photo: bytes
    masks: tuple[bytes, ...]  #: as RegionFound had them


class FilmKind(StrEnum):
    """How a film is encoded."""

    MP4 = "mp4"  #: H.264, which Telegram plays as an animation
    GIF = "gif"  #: where there is no encoder for the other, or Telegram does not take it


class MakeFilm(msgspec.Struct, frozen=True, tag=True):
    """To the child: make a film."""

    frames: tuple[bytes, ...]  #: JPEGs, the painting last
    kind: FilmKind


class MakeSticker(msgspec.Struct, frozen=True, tag=True):
    """To the child: cut the people out of a painting."""

    photo: bytes  #: that was painted, as Rebuilt had it: it tells where they are
    painting: bytes  #: PNG of its proportions


class Warm(msgspec.Struct, frozen=True, tag=True):
    """The child's first message: everything is loaded, the limits are on."""

    unconfined: str | None = None  #: why it kept files, network and the rest of the system's calls; None: it has none


class Rebuilt(msgspec.Struct, frozen=True, tag=True):
    """The picture, from its pixels."""

    png: bytes  #: 8-bit sRGB, no metadata
    width: int  #: pixels
    height: int
    is_transparent: bool = False  #: the file was, somewhere; white has taken its place
    has_people: bool = False  #: a face was found; False too where nobody looked for any


class Made(msgspec.Struct, frozen=True, tag=True):
    """A tile, a contact sheet, or a photo with its regions."""

    jpeg: bytes


class RegionFound(msgspec.Struct, frozen=True, tag=True):
    """A region."""

    mask: bytes  #: PNG of the photo's proportions, white where the region is


class Filmed(msgspec.Struct, frozen=True, tag=True):
    """A film of the kind that was asked for."""

    film: bytes


class Cut(msgspec.Struct, frozen=True, tag=True):
    """A sticker."""

    webp: bytes


class NothingFound(msgspec.Struct, frozen=True, tag=True):
    """There is no such region."""

    code: str  #: of NoRegion


class PictureRefused(msgspec.Struct, frozen=True, tag=True):
    """Not a picture that we take."""

    problem: PictureProblem
    reason: str  #: for the log


Request = Decode | MakeTile | MakeSheet | FindDrawn | FindPart | ChangeRegion | Tint | MakeFilm | MakeSticker
Reply = Warm | Rebuilt | Made | RegionFound | Filmed | Cut | NothingFound | PictureRefused

#: Noise does not compress: 3 bytes a pixel, and PNG's own.
_LARGEST_PNG = 4 * MAX_PIXELS

REQUESTS: Messages[Request] = Messages(
    {
        Decode: MAX_BYTES + _MARGIN,
        MakeTile: _LARGEST_PNG,
        MakeSheet: MAX_BYTES,
        FindDrawn: 2 * _LARGEST_PNG,
        FindPart: _LARGEST_PNG,
        ChangeRegion: MAX_BYTES,
        Tint: _LARGEST_PNG + MAX_BYTES,
        MakeFilm: 2 * MAX_BYTES,
        MakeSticker: 2 * _LARGEST_PNG,
    }
)
REPLIES: Messages[Reply] = Messages(
    {
        Warm: _MARGIN,
        Rebuilt: _LARGEST_PNG,
        Made: MAX_BYTES,
        RegionFound: MAX_BYTES,
        Filmed: 2 * MAX_BYTES,
        Cut: MAX_BYTES,
        NothingFound: _MARGIN,
        PictureRefused: _MARGIN,
    }
)
