"""Bytes ⇄ float RGB: safe decoding with limits, resizing, encoding. No TensorFlow, no paths.

Raises BadPicture with a stable problem for everything that is not a still picture within the limits.
"""

from __future__ import annotations

import io
import struct
import warnings
from typing import NamedTuple, cast

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from engine.errors import BadPicture, PictureProblem
from engine.settings import RANGES

#: Float RGB of shape (height, width, 3): sRGB values from 0 to 1.
FloatImage = NDArray[np.float32]

MIN_EDGE = 64  #: pixels
MAX_PIXELS = 50_000_000
MAX_BYTES = 20 * 2**20
MAX_RATIO = 20  #: longer edge to shorter edge
CHAT_EDGE = 1280  #: longest edge of the JPEGs that go into a chat
NORMALISED_EDGE = int(RANGES["size"].high)  #: pixels; the engine paints nothing larger, and PNGs of 50 MP weigh 90 MB

#: Tried by Pillow in this order. JPEG brings MPO: what phones write as .jpg with a second picture inside.
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF", "BMP")
#: These hold pages or views rather than a film: their first picture is the picture.
STILL_WITH_FRAMES = frozenset({"MPO", "HEIF", "TIFF"})

pillow_heif.register_heif_opener()
Image.init()  # loads every plugin now, so that `formats` below never names one that is missing


class NormalisedPicture(NamedTuple):
    """What a user sent, rebuilt from its pixels: nothing of the original file is left."""

    png: bytes  #: 8-bit sRGB, no metadata, longer edge at most NORMALISED_EDGE
    width: int  #: pixels
    height: int


def decode(data: bytes) -> FloatImage:
    """The picture in `data` as (height, width, 3) sRGB from 0 to 1: upright, alpha on white.

    Raises BadPicture.
    """
    return as_floats(_decode(data))


def reopened(data: bytes) -> FloatImage:
    """A picture that was encoded here, of any size."""
    with Image.open(io.BytesIO(data)) as picture:
        return as_floats(picture)


def normalise(data: bytes) -> NormalisedPicture:
    """The same picture as an 8-bit sRGB PNG without metadata, no larger than the engine can use. Raises BadPicture."""
    picture = _decode(data)
    picture.thumbnail((NORMALISED_EDGE, NORMALISED_EDGE), Image.Resampling.LANCZOS)
    return NormalisedPicture(_encoded(picture, "PNG", compress_level=1), *picture.size)


def encode_png(image: FloatImage) -> bytes:
    """Lossless, full size."""
    return _encoded(_as_bytes(image), "PNG")


def encode_jpeg(image: FloatImage, quality: int = 92) -> bytes:
    """A JPEG of the same size, with colours as sharp as the rest."""
    return _encoded(_as_bytes(image), "JPEG", quality=quality, subsampling=0)


def resize(image: FloatImage, height: int, width: int) -> FloatImage:
    """Lanczos, with anti-aliasing where it shrinks; values stay from 0 to 1."""
    if image.shape[:2] == (height, width):
        return image
    channels = [
        np.asarray(Image.fromarray(image[:, :, channel]).resize((width, height), Image.Resampling.LANCZOS))
        for channel in range(3)
    ]
    return cast(FloatImage, np.clip(np.stack(channels, axis=2), 0, 1))


def mirrored_to(image: FloatImage, height: int, width: int) -> FloatImage:
    """The picture grown to this size at its bottom and right by its own mirror image: nothing is stretched or lost."""
    missing = [(0, height - image.shape[0]), (0, width - image.shape[1]), (0, 0)]
    return np.pad(image, missing, "symmetric")


def _decode(data: bytes) -> Image.Image:
    if len(data) > MAX_BYTES:
        raise BadPicture(PictureProblem.TOO_HEAVY, f"{len(data)} bytes, more than {MAX_BYTES}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about metadata, which is dropped; the limits are checked below
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            _check(picture)
            picture.load()
            return _upright_rgb(picture)
    except Image.DecompressionBombError as error:
        raise BadPicture(PictureProblem.TOO_LARGE, str(error)) from error
    except UnidentifiedImageError as error:
        raise _unidentified(data) from error
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, struct.error, RuntimeError) as error:
        problem = PictureProblem.TRUNCATED if "truncated" in str(error).lower() else PictureProblem.UNREADABLE
        raise BadPicture(problem, f"{type(error).__name__}: {error}") from error


def _check(picture: Image.Image) -> None:
    """Refuse from the header alone what would cost too much to decode or is not a still picture."""
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise BadPicture(PictureProblem.TOO_LARGE, f"{width}×{height} pixels, more than {MAX_PIXELS} in all")
    if min(width, height) < MIN_EDGE:
        raise BadPicture(PictureProblem.TOO_SMALL, f"{width}×{height} pixels; the shorter edge needs {MIN_EDGE}")
    if max(width, height) > MAX_RATIO * min(width, height):
        raise BadPicture(PictureProblem.TOO_LONG, f"{width}×{height} pixels: longer than {MAX_RATIO} to 1")
    if picture.format not in STILL_WITH_FRAMES and getattr(picture, "is_animated", False):
        raise BadPicture(PictureProblem.ANIMATED, f"an animated {picture.format}")


def _unidentified(data: bytes) -> BadPicture:
    if data.startswith((b"GIF87a", b"GIF89a")):
        return BadPicture(PictureProblem.ANIMATED, "a GIF")
    if data[8:12] in (b"WEBP", b"heic", b"heix", b"mif1", b"avif"):
        return BadPicture(PictureProblem.UNREADABLE, "a damaged WebP, HEIF or AVIF")
    known = (b"%PDF", b"<svg", b"<?xml", b"8BPS", b"\x00\x00\x00\x0cjP", b"\x1aE\xdf\xa3", b"RIFF")
    if data.startswith(known) or data[4:8] == b"ftyp":
        return BadPicture(PictureProblem.FORMAT, f"a file of another kind, beginning {data[:12]!r}")
    return BadPicture(PictureProblem.UNREADABLE, "not a picture")


def _upright_rgb(picture: Image.Image) -> Image.Image:
    picture = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith(("I", "F")):
        return _from_deep_grey(picture)
    if picture.mode in ("P", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    alpha = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
    colour = _as_srgb(picture.convert({"RGBA": "RGB", "LA": "L"}.get(picture.mode, picture.mode)), profile)
    if alpha is None:
        return colour
    white = Image.new("RGB", picture.size, "white")
    white.paste(colour, mask=alpha)
    return white


def _from_deep_grey(picture: Image.Image) -> Image.Image:
    """16-bit and float grey, which Pillow's own conversion would clip at 255."""
    values = np.asarray(picture, np.float32)
    deep = 65535.0 if picture.mode.startswith("I") else max(1.0, float(np.nanmax(values, initial=1.0)))
    grey = np.clip(np.nan_to_num(values) / deep, 0, 1)
    return Image.fromarray((grey * 255 + 0.5).astype(np.uint8)).convert("RGB")


def _as_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, by the picture's ICC profile where it has one that fits."""
    if profile and picture.mode in ("RGB", "L", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a broken profile, or one of another colour space: the bare values are the best guess
        if converted is not None:
            return converted
    return picture.convert("RGB")


def as_floats(picture: Image.Image) -> FloatImage:
    """An RGB picture of Pillow's as (height, width, 3) from 0 to 1."""
    return cast(FloatImage, np.asarray(picture, np.float32) / np.float32(255))


def _as_bytes(image: FloatImage) -> Image.Image:
    return Image.fromarray((np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8))


def _encoded(picture: Image.Image, file_format: str, **options: int) -> bytes:
    """The file's bytes; a fresh file from pixels alone, so no metadata survives."""
    buffer = io.BytesIO()
    picture.info = {}
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()
