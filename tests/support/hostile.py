"""A corpus of pictures that mean harm, or are merely odd, made here, and what each must become in the decoder."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pillow_heif
from PIL import Image, ImageCms

from engine.errors import PictureProblem as Problem
from tests.support import hostile_files as files

pillow_heif.register_heif_opener()  # to make such pictures here

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF", "BMP")
#: In every polyglot and in all metadata: what is rebuilt from pixels has it nowhere.
SECRET = b"<script>alert('where I live')</script>"
WIDTH, HEIGHT = 120, 80
RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 60), (30, 30, 200), (250, 250, 250)

Corners = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Sample:
    """A file, and what must become of it."""

    name: str
    make: Callable[[], bytes]
    problems: frozenset[Problem] = frozenset()  #: of which it must be refused with one; none: it must be rebuilt
    may_pass: bool = False  #: it may be rebuilt, too
    size: tuple[int, int] | None = None  #: pixels of what is rebuilt
    corners: Corners | None = None  #: its colors: top left, top right, bottom left, bottom right
    tolerance: int = 30  #: of each channel of these colors


def photo(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Red, green, blue and white, a quarter each, with some texture."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    picture.paste(WHITE, (width // 2, height // 2, width, height))
    return picture


def encoded(picture: Image.Image, file_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


def corpus() -> Iterator[Sample]:
    """Small files, a second or two in all."""
    yield from _usual()
    yield from _bombs()
    yield from _truncated()
    yield from _polyglots()
    yield from _metadata()
    yield from _color_modes()
    yield from _frames()
    yield from _shapes()


def heavy() -> Iterator[Sample]:
    """Pictures that take as much memory or time as is allowed, and more."""
    square: dict[str, Any] = {"size": (4096, 4096)}
    yield Sample("PNG of 49 megapixels", lambda: files.png_of_zeros(7000, 7000), **square)
    yield Sample("JPEG of 49 megapixels", lambda: encoded(photo(7000, 7000), "JPEG"), **square)
    yield Sample("progressive JPEG of as many", lambda: encoded(photo(7000, 7000), "JPEG", progressive=True), **square)
    yield Sample("CMYK JPEG of as many", lambda: encoded(photo(7000, 7000).convert("CMYK"), "JPEG"), **square)
    yield Sample("WebP of as many", lambda: encoded(photo(7000, 7000), "WEBP", method=0), **square)
    yield Sample("RGBA PNG of as many", lambda: encoded(photo(7000, 7000).convert("RGBA"), "PNG"), **square)
    yield Sample("HEIF of 16 megapixels", lambda: encoded(photo(4000, 4000), "HEIF"), size=(4000, 4000))
    yield Sample("AVIF of 16 megapixels", lambda: encoded(photo(4000, 4000), "AVIF", speed=10), size=(4000, 4000))
    yield Sample("float TIFF of 49 megapixels", _deep_and_large, frozenset({Problem.TOO_LARGE}), may_pass=True)
    yield _refused("PNG of 30,000 × 30,000", lambda: files.png_of_zeros(30_000, 30_000), Problem.TOO_LARGE)


def overlong() -> Sample:
    """Some MB that keep a decoder busy for many minutes: a scan of a plain picture is short, but passes over all."""
    plain = Image.new("RGB", (7000, 7000), RED)
    return _refused("JPEG of 40,000 scans", lambda: files.jpeg_of_scans(plain, 40_000), Problem.UNREADABLE)


def _deep_and_large() -> bytes:
    return encoded(Image.fromarray(np.full((7000, 7000), 0.5, np.float32)), "TIFF", compression="tiff_adobe_deflate")


def _rebuilt(name: str, make: Callable[[], bytes], **more: object) -> Sample:
    return Sample(name, make, **({"size": (WIDTH, HEIGHT), "corners": (RED, GREEN, BLUE, WHITE)} | more))  # type: ignore[arg-type]  # fields by name


def _refused(name: str, make: Callable[[], bytes], *problems: Problem) -> Sample:
    return Sample(name, make, frozenset(problems))


def _either(name: str, make: Callable[[], bytes]) -> Sample:
    return Sample(name, make, frozenset({Problem.UNREADABLE, Problem.TRUNCATED}), may_pass=True)


def _usual() -> Iterator[Sample]:
    for file_format in FORMATS:
        yield _rebuilt(file_format, lambda file_format=file_format: encoded(photo(), file_format))


def _bombs() -> Iterator[Sample]:
    large, broken = Problem.TOO_LARGE, Problem.UNREADABLE
    yield _refused("PNG that claims 30,000 × 30,000", lambda: files.png_claiming(30_000, 30_000), large)
    yield _refused("PNG just over 50 megapixels", lambda: files.png_of_zeros(7072, 7072), large)
    yield _refused("WebP that claims 16,383 × 16,383", lambda: files.webp_claiming(16_383, 16_383), large, broken)
    yield _refused("TIFF that claims 60,000 × 60,000", lambda: files.tiff_claiming(60_000, 60_000), large)
    yield _refused("BMP that claims 60,000 × 60,000", lambda: files.bmp_claiming(60_000, 60_000), large)
    yield _refused("JPEG that claims 65,500 × 65,500", lambda: _claiming("JPEG", 65_500), large)
    yield _refused("HEIC that claims 30,000 × 30,000", lambda: _claiming("HEIF", 30_000), large, broken)
    yield _refused("AVIF that claims 30,000 × 30,000", lambda: _claiming("AVIF", 30_000), large, broken)
    yield _refused("GIF that claims 65,535 × 65,535", lambda: b"GIF89a" + b"\xff" * 4 + bytes(40), large, broken)
    yield _either("TIFF whose strip inflates to 30 MB", files.tiff_with_bomb_strip)
    yield _either("PNG whose pixels inflate to 30 MB", files.png_with_bomb_pixels)


def _claiming(file_format: str, edge: int) -> bytes:
    """A file whose header lies about the size of its picture."""
    return files.with_size(encoded(photo(), file_format), file_format, (WIDTH, HEIGHT), (edge, edge))


def _truncated() -> Iterator[Sample]:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (90, 100, 3), np.uint8))
    for file_format in FORMATS:
        for eighth in range(8):
            yield _either(
                f"{file_format} cut at {eighth}/8", lambda f=file_format, n=eighth: files.cut(encoded(noise, f), n)
            )


def _polyglots() -> Iterator[Sample]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as inside:
        inside.writestr("page.html", SECRET)
    yield _rebuilt("JPEG + ZIP", lambda: encoded(photo(), "JPEG") + archive.getvalue() + SECRET)
    yield _refused("HTML + JPEG", lambda: SECRET + encoded(photo(), "JPEG"), Problem.UNREADABLE)
    yield _rebuilt("JPEG with a script as comment", lambda: encoded(photo(), "JPEG", comment=SECRET))
    for file_format in ("PNG", "WEBP", "TIFF", "BMP"):
        yield _rebuilt(f"{file_format} + script", lambda f=file_format: encoded(photo(), f) + SECRET)
    yield _rebuilt("PNG with a script in a chunk", lambda: files.png_with(encoded(photo(), "PNG"), b"sCRt", SECRET))
    yield _refused("GIF + script", lambda: b"GIF89a/*" + encoded(photo(), "GIF")[8:] + SECRET, Problem.TOO_LONG)
    yield _refused("PDF", lambda: encoded(photo(), "PDF"), Problem.FORMAT)
    yield _refused("SVG", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SECRET + b"</svg>", Problem.FORMAT)
    yield _refused("PostScript", lambda: encoded(photo(), "EPS"), Problem.UNREADABLE, Problem.FORMAT)
    yield _refused("a text named .jpg", lambda: b"Dear diary, today I was renamed.\n" * 40, Problem.UNREADABLE)
    yield _refused("a program named .png", lambda: b"\x7fELF" + bytes(400), Problem.UNREADABLE)


def _metadata() -> Iterator[Sample]:
    for file_format, exif in (("JPEG", 60_000), ("PNG", 8_000_000), ("WEBP", 8_000_000), ("TIFF", 8_000_000)):
        yield _rebuilt(
            f"{file_format} with {exif:,} bytes of EXIF",
            lambda f=file_format, n=exif: encoded(photo(), f, exif=_exif({0x010E: SECRET.decode() * (n // 60)})),
        )
    for orientation in range(9):
        for file_format in (
            "JPEG",
            "PNG",
            "WEBP",
            "TIFF",
            "AVIF",
        ):  # in HEIF, EXIF's counts nothing
            yield _turned(file_format, orientation)
    yield _rebuilt("JPEG with EXIF that names itself", lambda: files.jpeg_with_exif(encoded(photo(), "JPEG"), _loop()))
    yield _rebuilt("JPEG with half an EXIF", lambda: files.jpeg_with_exif(encoded(photo(), "JPEG"), _loop()[:13]))
    for chunk in (b"zTXt", b"iTXt", b"iCCP"):
        yield _rebuilt(
            f"PNG whose {chunk.decode()} inflates to 30 MB",
            lambda c=chunk: files.png_with(encoded(photo(), "PNG"), c, files.deflated_text(c)),
        )
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name, profile in {"half": srgb[:200], "empty": b"", "a wrong": b"\xff" * 4000, "a whole": srgb}.items():
        yield _rebuilt(f"JPEG with {name} profile", lambda p=profile: encoded(photo(), "JPEG", icc_profile=p))
    yield _rebuilt("WebP with script as XMP", lambda: encoded(photo(), "WEBP", xmp=SECRET * 1000))


def _exif(tags: dict[int, object]) -> Image.Exif:
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[tag] = value
    return exif


def _loop() -> bytes:
    """EXIF whose directory, and the one of the camera within it, each come after themselves."""
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)
    return b"Exif\x00\x00" + b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + struct.pack("<I", 8)


def _turned(file_format: str, orientation: int) -> Sample:
    """Orientation 0 is not in the standard, and means nothing."""
    corners = {
        2: (GREEN, RED, WHITE, BLUE),
        3: (WHITE, BLUE, GREEN, RED),
        4: (BLUE, WHITE, RED, GREEN),
        5: (RED, BLUE, GREEN, WHITE),
        6: (BLUE, RED, WHITE, GREEN),
        7: (WHITE, GREEN, BLUE, RED),
        8: (GREEN, WHITE, RED, BLUE),
    }.get(orientation, (RED, GREEN, BLUE, WHITE))
    return _rebuilt(
        f"{file_format} of orientation {orientation}",
        lambda: encoded(photo(), file_format, exif=_exif({0x0112: orientation})),
        size=(HEIGHT, WIDTH) if orientation >= 5 else (WIDTH, HEIGHT),
        corners=corners,
    )


def _color_modes() -> Iterator[Sample]:
    in_gray = tuple((level,) * 3 for level in (81, 108, 49, 250))  # as Pillow weighs the channels
    cmyk = photo().convert("CMYK")
    yield _rebuilt("CMYK JPEG, inverted as Adobe's", lambda: encoded(cmyk, "JPEG", quality=95))
    yield _rebuilt("CMYK TIFF", lambda: encoded(cmyk, "TIFF"))
    for mode in ("L", "LA"):
        yield _rebuilt(f"{mode} PNG", lambda m=mode: encoded(photo().convert(m), "PNG"), corners=in_gray)
    gray = np.asarray(photo().convert("L"), np.float32)
    deep = Image.fromarray((gray * 257).astype(np.uint16))
    for file_format in ("PNG", "TIFF"):
        yield _rebuilt(f"I;16 {file_format}", lambda f=file_format: encoded(deep, f), corners=in_gray)
    yield _rebuilt("32-bit float TIFF", lambda: encoded(Image.fromarray(gray / 255), "TIFF"), corners=in_gray)
    wild = np.where(gray > 200, np.inf, np.where(gray < 60, np.nan, -gray)).astype(np.float32)
    yield _rebuilt("float TIFF of NaN and infinity", lambda: encoded(Image.fromarray(wild), "TIFF"), corners=None)
    yield _rebuilt("32-bit integer TIFF", lambda: encoded(Image.fromarray(gray.astype(np.int32)), "TIFF"), corners=None)
    yield _rebuilt("P PNG", lambda: encoded(photo().quantize(16), "PNG"))
    clear = photo().quantize(16)
    yield _rebuilt(
        "P PNG with transparency",
        lambda: encoded(clear, "PNG", transparency=clear.getpixel((0, 0))),
        corners=((255,) * 3, GREEN, BLUE, WHITE),
    )
    yield _rebuilt("1-bit PNG", lambda: encoded(photo().convert("1"), "PNG"), corners=None)
    yield _rebuilt("1-bit TIFF", lambda: encoded(photo().convert("1"), "TIFF"), corners=None)
    yield _rebuilt("16-bit RGB PNG", lambda: files.png_of_16_bits(np.asarray(photo())))
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    in_lab = ImageCms.profileToProfile(photo(), srgb, lab, outputMode="LAB")
    assert in_lab is not None
    yield _rebuilt("LAB TIFF", lambda: encoded(in_lab, "TIFF"))
    yield _rebuilt("YCbCr TIFF", lambda: encoded(photo().convert("YCbCr"), "TIFF"))
    yield _rebuilt("RGBA WebP", lambda: encoded(photo().convert("RGBA"), "WEBP", lossless=True))


def _frames() -> Iterator[Sample]:
    mirrored = photo().transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    for file_format in ("GIF", "WEBP", "PNG", "AVIF"):
        yield _refused(
            f"animated {file_format}", lambda f=file_format: _several(f, mirrored, duration=100), Problem.ANIMATED
        )
    for file_format in ("MPO", "HEIF"):
        yield _rebuilt(f"{file_format} of two pictures", lambda f=file_format: _several(f, mirrored))
    yield _rebuilt("TIFF of 20,000 pages", lambda: files.tiff_with_pages(photo(), 20_000))
    yield _rebuilt("TIFF whose page comes after itself", lambda: files.tiff_with_pages(photo(), 1, cyclic=True))
    yield _rebuilt("TIFF whose pages go round", lambda: files.tiff_with_pages(photo(), 50, cyclic=True))
    yield _either("JPEG of 400 scans", lambda: files.jpeg_of_scans(photo(), 400))


def _several(file_format: str, *more: Image.Image, **options: object) -> bytes:
    return encoded(photo(), file_format, save_all=True, append_images=list(more), **options)


def _shapes() -> Iterator[Sample]:
    small, large, long, broken = Problem.TOO_SMALL, Problem.TOO_LARGE, Problem.TOO_LONG, Problem.UNREADABLE
    yield _refused("nothing", lambda: b"", broken)
    for file_format in FORMATS:
        yield _refused(f"{file_format} of one pixel", lambda f=file_format: encoded(photo(1, 1), f), small)
    yield _refused("PNG of 1 × 60,000", lambda: files.png_of_zeros(1, 60_000), small)
    yield _refused("PNG of 60,000 × 1", lambda: files.png_of_zeros(60_000, 1), small)
    yield _refused("PNG of 64 × 1281", lambda: files.png_of_zeros(64, 1281), long)
    yield _refused("PNG of no pixel", lambda: files.png_of_zeros(0, 0), broken, small)
    yield _refused("JPEG of no pixel", lambda: _claiming("JPEG", 0), broken, small)
    yield _refused("BMP of no pixel", lambda: files.bmp_claiming(0, 0), broken, small)
    yield _refused("BMP of negative size", lambda: files.bmp_claiming(-100, -100), broken, large)
    yield _refused("more than 20 MB", lambda: encoded(photo(), "JPEG") + bytes(20 * 2**20), Problem.TOO_HEAVY)
