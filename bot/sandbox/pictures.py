"""What Telegram and its clients do to pictures: decode, scale down, encode as JPEG again."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps

#: Long edges of the sizes that Telegram makes of a photo.
PHOTO_EDGES = (90, 320, 800, 1280)
MAX_SUM_OF_EDGES = 10_000
MAX_RATIO = 20
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_THUMBNAIL_EDGE = 320
STICKER_EDGE = 512
MAX_STICKER_BYTES = 512 * 2**10
_LONGEST_MILLISECONDS = 60_000


class UnreadablePicture(Exception):
    """Not a picture, or damaged."""


class BadDimensions(Exception):
    """A picture of a size or shape that cannot be a photo."""


@dataclass(frozen=True)
class Jpeg:
    data: bytes
    width: int
    height: int


def photo_sizes(data: bytes) -> tuple[Jpeg, ...]:
    """The sizes that Telegram keeps of a photo, smallest first, none larger than the photo itself.

    Raises UnreadablePicture and BadDimensions.
    """
    picture = _decode(data)
    longest = max(picture.size)
    edges = [edge for edge in PHOTO_EDGES if edge < longest] + [min(longest, PHOTO_EDGES[-1])]
    return tuple(_scaled(picture, edge) for edge in dict.fromkeys(edges))


def compress_as_clients_do(data: bytes) -> bytes:
    """The JPEG that a Telegram client uploads when its user sends a photo the usual, compressed way.

    Raises UnreadablePicture and BadDimensions; clients then send the picture as a file.
    """
    return _scaled(_decode(data), PHOTO_EDGES[-1]).data


def as_sticker(data: bytes, edge: int) -> bytes:
    """A WebP whose longer edge has so many pixels, transparent where the picture is; one that fits stays as it is.

    Raises UnreadablePicture and BadDimensions.
    """
    if data.startswith(b"RIFF") and max(dimensions(data) or (0, 0)) == edge:
        return data
    picture = _opened(data)
    scale = edge / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    buffer = io.BytesIO()
    picture.convert("RGBA").resize(size, Image.Resampling.LANCZOS).save(buffer, "WEBP", quality=90)
    return buffer.getvalue()


def sticker_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture that Telegram's clients show as a sticker; None for every other file.

    That is a WebP that stands still, with 512 pixels at the longer side and at most 512 KB.
    """
    if len(data) > MAX_STICKER_BYTES:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=("WEBP",)) as picture:
            picture.load()
            fits = max(picture.size) == STICKER_EDGE and not getattr(picture, "is_animated", False)
            return picture.size if fits else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def thumbnail(data: bytes) -> Jpeg | None:
    """A small picture for a file's message, or None where the file is no picture."""
    try:
        return _scaled(_decode(data), _THUMBNAIL_EDGE)
    except (UnreadablePicture, BadDimensions):
        return None


def animation_seconds(data: bytes) -> int | None:
    """How long a GIF moves, at least 1; None for everything that clients would not send as an animation."""
    milliseconds = 0
    try:
        with Image.open(io.BytesIO(data), formats=("GIF",)) as picture:
            with contextlib.suppress(EOFError, OSError, SyntaxError):  # it moves as far as it can be read
                while milliseconds < _LONGEST_MILLISECONDS:
                    milliseconds += max(int(picture.info.get("duration", 0)), 10)
                    picture.seek(picture.tell() + 1)
            return max(1, round(milliseconds / 1000))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height as the file's header states them, or None where it is no picture."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _decode(data: bytes) -> Image.Image:
    """RGB pixels, upright, transparency on white."""
    upright = _opened(data)
    if upright.has_transparency_data:
        layer = upright.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        upright = Image.alpha_composite(white, layer)
    return upright.convert("RGB")


def _opened(data: bytes) -> Image.Image:
    """The pixels as they are, upright."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            _check_dimensions(*picture.size)
            picture.load()
            return ImageOps.exif_transpose(picture)
    except Image.DecompressionBombError as error:
        raise BadDimensions(str(error)) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadablePicture(str(error)) from error


def _check_dimensions(width: int, height: int) -> None:
    too_large = width + height > MAX_SUM_OF_EDGES
    if too_large or max(width, height) > MAX_RATIO * min(width, height):
        raise BadDimensions(f"{width} x {height}")


def _scaled(picture: Image.Image, edge: int) -> Jpeg:
    copy = picture.copy()
    copy.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    copy.save(buffer, "JPEG", quality=87)
    return Jpeg(buffer.getvalue(), *copy.size)
