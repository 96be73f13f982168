"""A stranger's file → an upright picture in sRGB, or a BadPicture that says what it is instead."""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
import pillow_heif
from PIL import Image, ImageFile, UnidentifiedImageError

from engine.errors import BadPicture, PictureProblem
from engine.image import color, depth
from engine.image.bare import Bare
from engine.image.boxes import bare_boxes
from engine.image.jpeg import bare_jpeg, mended
from engine.image.kinds import foreign_kind, read_kind
from engine.image.png import bare_png
from engine.image.tags import orientation_of
from engine.image.tiff import bare_tiff
from engine.limits import MAX_BYTES, MAX_PIXELS, MAX_RATIO, MIN_EDGE

#: These hold pages or views rather than a film: their first picture is the picture.
_STILL_WITH_FRAMES: Final = frozenset({"HEIF", "TIFF"})
_NEARLY_WHOLE: Final = 0.95  #: share of its pixels from which a file that ends too early is taken

#: By orientation, as TIFF 6.0 defines it: what makes the picture upright.
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: What decoders throw at a file that is damaged, or that means harm.
_DAMAGE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    LookupError,
    ArithmeticError,
    struct.error,
    RuntimeError,
)

pillow_heif.register_heif_opener()
Image.init()  # loads every plugin now, so that none is missing when it is named


class Read(NamedTuple):
    """A picture."""

    picture: Image.Image  #: RGB, 8 bits of sRGB, upright
    is_transparent: bool  #: it was, in parts, which are white now


def read(data: bytes) -> Read:
    """The picture in a stranger's file. Raises BadPicture, and MemoryError."""
    if len(data) > MAX_BYTES:
        raise BadPicture(PictureProblem.TOO_HEAVY, f"{len(data)} bytes, more than {MAX_BYTES}")
    with _as_bad_picture():
        return _painted(_bare(data))


def read_png(data: bytes) -> Image.Image:
    """A PNG that was rebuilt before, of up to MAX_PIXELS, and no other file. Raises BadPicture, MemoryError."""
    with _as_bad_picture():
        if read_kind(data) != "PNG":
            raise BadPicture(PictureProblem.UNREADABLE, "not a PNG, which is all that a job's pictures may be")
        picture = _opened(bare_png(data))
        _check_size(picture)
        return picture.convert("RGB")


@contextlib.contextmanager
def _as_bad_picture() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about metadata, which is dropped; the limits are checked below
            yield
    except BadPicture:
        raise
    except Image.DecompressionBombError as error:
        raise BadPicture(PictureProblem.TOO_LARGE, str(error)) from error
    except _DAMAGE as error:
        raise BadPicture(_problem_of(error), f"{type(error).__name__}: {error}") from error


def _problem_of(error: Exception) -> PictureProblem:
    words = str(error).lower()
    if "truncated" in words:
        return PictureProblem.TRUNCATED
    return PictureProblem.FORMAT if "unsupported" in words else PictureProblem.UNREADABLE


def _bare(data: bytes) -> Bare:
    """The file without metadata. Raises BadPicture for every kind of file that is not read."""
    match read_kind(data):
        case "JPEG":
            return bare_jpeg(data)
        case "PNG":
            return bare_png(data)
        case "TIFF":
            return bare_tiff(data)
        case "HEIF" | "AVIF" as kind:
            return bare_boxes(data, kind)
        case str(kind):
            return Bare(data, kind)
    foreign = foreign_kind(data)
    if foreign is not None:
        raise BadPicture(PictureProblem.FORMAT, f"{foreign}, which is not read")
    raise BadPicture(PictureProblem.UNREADABLE, "not a picture")


def _painted(bare: Bare) -> Read:
    picture, bare = _loaded(bare)
    alpha = _alpha(picture, bare)
    opaque = _opaque(picture, bare)
    if alpha is not None:
        white = Image.new("RGB", picture.size, "white")
        white.paste(opaque, mask=alpha)
        opaque = white
    method = _UPRIGHT.get(bare.orientation)
    return Read(opaque if method is None else opaque.transpose(method), alpha is not None)


def _loaded(bare: Bare) -> tuple[Image.Image, Bare]:
    """Decoded, as far as it is there, with what Pillow alone finds out."""
    picture = _opened(bare)
    _check(picture, bare)
    try:
        with _tolerant(bare.file_format == "PNG" and _NEARLY_WHOLE <= bare.share < 1):
            picture.load()
    except OSError as error:
        if bare.file_format != "JPEG" or "truncated" not in str(error):
            raise
        data, share = mended(bare.data)
        if share < _NEARLY_WHOLE:
            raise
        picture = _opened(replace(bare, data=data))
        picture.load()
    return picture, _completed(bare, picture)


def _opened(bare: Bare) -> Image.Image:
    try:
        return Image.open(io.BytesIO(bare.data), formats=(bare.file_format,))
    except (UnidentifiedImageError, KeyError) as error:  # KeyError: a compression of TIFF that Pillow never heard of
        problem = PictureProblem.FORMAT if bare.file_format == "TIFF" else PictureProblem.UNREADABLE
        raise BadPicture(problem, f"a {bare.file_format} that is damaged, or of an unusual kind") from error


@contextlib.contextmanager
def _tolerant(wanted: bool) -> Iterator[None]:
    """Pillow has one switch for all: this process decodes one picture at a time."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, wanted
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _completed(bare: Bare, picture: Image.Image) -> Bare:
    """With profiles and orientations of the formats that Pillow takes apart itself."""
    if bare.file_format in ("WEBP", "HEIF", "AVIF"):
        bare = replace(bare, icc=picture.info.get("icc_profile"))
    if bare.file_format in ("WEBP", "AVIF"):  # libheif turns, and AVIF's own turn is told as EXIF's
        bare = replace(bare, orientation=orientation_of(picture.info.get("exif") or b""))
    return bare


def _check(picture: Image.Image, bare: Bare) -> None:
    """Refuse from the header alone what would cost too much to decode or is not a still picture."""
    _check_size(picture)
    width, height = picture.size
    if min(width, height) < MIN_EDGE:
        raise BadPicture(PictureProblem.TOO_SMALL, f"{width}×{height} pixels; the shorter edge needs {MIN_EDGE}")
    if max(width, height) > MAX_RATIO * min(width, height):
        raise BadPicture(PictureProblem.TOO_LONG, f"{width}×{height} pixels: longer than {MAX_RATIO} to 1")
    is_moving = bare.file_format not in _STILL_WITH_FRAMES and getattr(picture, "is_animated", False)
    if bare.is_moving or is_moving:
        raise BadPicture(PictureProblem.ANIMATED, f"an animated {bare.file_format}")


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise BadPicture(PictureProblem.TOO_LARGE, f"{width}×{height} pixels, more than {MAX_PIXELS} in all")


def _alpha(picture: Image.Image, bare: Bare) -> Image.Image | None:
    """How opaque each pixel is; None where all are."""
    if "transparency" in picture.info and picture.mode.startswith("I"):
        values = np.asarray(picture)
        alpha = Image.fromarray(np.where(values == picture.info["transparency"], 0, 255).astype(np.uint8))
    elif picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        alpha = picture.convert("RGBA").getchannel("A")
    else:
        return None
    least, most = alpha.getextrema()
    if least == 255 or (bare.file_format == "BMP" and most == 0):  # many a BMP has zeros where alpha would be
        return None
    return alpha


def _opaque(picture: Image.Image, bare: Bare) -> Image.Image:
    """The picture in sRGB, of 8 bits, without its transparency."""
    if picture.mode.startswith(("I", "F")):
        return depth.gray_of(picture, bare)
    if bare.is_deep_color and picture.mode == "RGB" and (color.is_hdr(bare) or depth.is_dark(picture)):
        deep = depth.deep_color_of(picture, bare)
        if color.is_hdr(bare):
            return Image.fromarray(color.converted(deep, bare))
        picture = Image.fromarray(depth.stretched(deep))
    if picture.mode in ("P", "PA", "RGBA", "RGBa", "La"):
        picture = picture.convert("RGBA").convert("RGB")
    elif picture.mode == "LA":
        picture = picture.getchannel("L")
    return color.in_srgb(picture, bare)
