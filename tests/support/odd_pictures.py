"""Sound pictures in odd files, as people send them, and what each has to become: made here, a few KB each."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image

from engine.errors import PictureProblem as Problem
from tests.support.hostile_files import jpeg_with_exif, png_chunk, png_with
from tests.support.odd_base import (
    HEIGHT,
    WIDTH,
    Odd,
    colors,
    deep_png,
    encoded,
    gray_picture,
    grays,
    refused,
    taken,
    tiff,
    turned,
)
from tests.support.odd_values import depths, light


def odd_pictures() -> Iterator[Odd]:
    """All of them."""
    yield from _metadata()
    yield from _ends()
    yield from _raw_photographs()
    yield from light()
    yield from depths()
    yield from _alphas()
    yield from _other_kinds()


# Metadata


def exif_with(tag: int, kind: int) -> bytes:
    """Orientation 6, and one more tag whose value is of this kind, whatever it should be."""
    entries = sorted([(274, 3, 1, 6), (tag, kind, 1, 0x41414141)])
    directory = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"Exif\x00\x00II*\x00" + struct.pack("<IH", 8, len(entries)) + directory + struct.pack("<I", 0)


def _metadata() -> Iterator[Odd]:
    garbage, rough = b"garbage", 4.0
    yield taken("PNG, garbage in eXIf", lambda: png_with(encoded(colors(), "PNG"), b"eXIf", garbage))
    yield taken("WebP, garbage as EXIF", lambda: encoded(colors(), "WEBP", lossless=True, exif=garbage))
    for file_format in ("HEIF", "AVIF"):
        yield taken(f"{file_format}, garbage as EXIF", lambda f=file_format: _with_garbage(f), within=rough)
    yield taken("JPEG, garbage as EXIF", lambda: jpeg_with_exif(_jpeg(), b"Exif\x00\x00" + garbage), within=rough)
    profile = b"Raw profile type exif\x00\x00" + zlib.compress(b"\nexif\n       6\n457869660000\n")
    yield taken("PNG, a raw profile of 6 bytes", lambda: png_with(encoded(colors(), "PNG"), b"zTXt", profile))
    for kind, head in ((b"zTXt", b"workflow\x00\x00"), (b"iTXt", b"workflow\x00\x01\x00\x00\x00")):
        body = head + zlib.compress(bytes(2_300_000), 9)
        yield taken(f"PNG, {kind.decode()} of 2.3 MB", lambda k=kind, b=body: png_with(encoded(colors(), "PNG"), k, b))
    yield taken("PNG, a text with a wrong check sum", lambda: _with_wrong_sum(encoded(colors(), "PNG")))
    large = b"printer\x00\x00" + zlib.compress(bytes(2_500_000), 9)
    yield taken("PNG, a profile of 2.5 MB", lambda: png_with(encoded(colors(), "PNG"), b"iCCP", large))
    yield taken(
        "JPEG, orientation as a LONG", lambda: jpeg_with_exif(_jpeg(), _orientation_as_long()), turned, within=rough
    )
    yield taken("TIFF, resolution as text", _tiff_with_odd_resolution)


def _jpeg() -> bytes:
    return encoded(colors(), "JPEG", quality=95, subsampling=0)


def _with_garbage(file_format: str) -> bytes:
    """EXIF of which the beginning is not what it should be."""
    exif = Image.Exif()
    exif[0x010E] = "garbage"
    data = encoded(colors(), file_format, quality=100, exif=exif.tobytes())
    assert exif.tobytes()[6:] in data
    return data.replace(exif.tobytes()[6:10], b"abcd")


def _with_wrong_sum(data: bytes) -> bytes:
    chunk = bytearray(png_chunk(b"tEXt", b"Comment\x00mended by hand"))
    chunk[-1] ^= 1
    return data[:33] + bytes(chunk) + data[33:]


def _orientation_as_long() -> bytes:
    return b"Exif\x00\x00MM\x00*" + struct.pack(">IHHHIII", 8, 1, 274, 4, 1, 6, 0)


def _tiff_with_odd_resolution() -> bytes:
    tags = {282: (2, b"abc\x00"), 283: (2, b"abc\x00"), 296: (3, struct.pack("<HH", 3, 0)), 270: (5, b"\xff" * 4)}
    return tiff(colors().tobytes(), 8, 3, 2, more=tags)


# Files that end too early


def _ends() -> Iterator[Odd]:
    yield taken("JPEG without its last 2 bytes", lambda: _jpeg()[:-2], within=4)
    yield taken("JPEG without its last 12 bytes", lambda: _jpeg()[:-12], within=6)
    yield refused("JPEG of 60 %", lambda: _cut(_jpeg(), 0.6), Problem.TRUNCATED)
    progressive = encoded(colors(), "JPEG", quality=95, progressive=True)
    yield taken("progressive JPEG without its last 2 bytes", lambda: progressive[:-2], within=4)
    yield taken("progressive JPEG without its last 12 bytes", lambda: progressive[:-12], within=4)
    yield refused("progressive JPEG of 60 %", lambda: _cut(progressive, 0.6), Problem.TRUNCATED)
    noise = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    whole = encoded(noise, "PNG")
    yield taken("PNG without its end", lambda: whole[:-12], lambda: noise)
    yield taken("PNG without its last rows", lambda: _cut(whole, 0.98), lambda: noise, within=4)
    yield refused("PNG of 60 %", lambda: _cut(whole, 0.6), Problem.TRUNCATED)


def _cut(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


# Raw photographs


def _raw_photographs() -> Iterator[Odd]:
    yield refused("DNG with a thumbnail", lambda: raw_photograph(photometric=32803, dng=True))
    yield refused("NEF with a thumbnail", lambda: raw_photograph(photometric=32803, compression=34713))
    yield refused("raw photograph that says no more than its sizes", lambda: raw_photograph(photometric=1))
    yield refused("CR2", lambda: tiff(colors().tobytes(), 8, 3, 2, gap=b"CR\x02\x00"))
    heads = (
        b"FUJIFILMCCD-RAW 0201",
        b"IIRO\x08\x00",
        b"IIU\x00\x18",
        b"FOVb\x00",
        b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx ",
    )
    for head in heads:
        yield refused(f"{head[:16]!r}", lambda h=head: h.ljust(400, b"\x00"))
    yield taken("TIFF whose first page is its thumbnail", _tiff_with_thumbnail_page)


def raw_photograph(*, photometric: int, compression: int = 1, dng: bool = False) -> bytes:
    """A thumbnail, and below it what the camera's sensor saw, larger."""
    thumbnail = np.asarray(Image.fromarray(colors()).resize((WIDTH, HEIGHT)))
    below = [(254, 4, 1, 0), (256, 4, 1, 1536), (257, 4, 1, 1024), (258, 3, 1, 16), (259, 3, 1, compression)]
    below += [(262, 3, 1, photometric), (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, 1024), (279, 4, 1, 64)]
    inner = struct.pack("<H", len(below)) + b"".join(struct.pack("<HHII", *entry) for entry in below) + bytes(4)
    tags = {254: (4, struct.pack("<I", 1)), 330: (4, struct.pack("<I", 8))}
    if dng:
        tags[50706] = (1, b"\x01\x04\x00\x00")
    return tiff(thumbnail.tobytes(), 8, 3, 2, more=tags, gap=inner)


def _tiff_with_thumbnail_page() -> bytes:
    """The picture itself is the second page."""
    small = Image.fromarray(colors()).resize((64, 64))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    buffer = io.BytesIO()
    small.save(buffer, "TIFF", save_all=True, append_images=[Image.fromarray(colors())], tiffinfo={254: 1})
    return buffer.getvalue()


# Alpha


def _alphas() -> Iterator[Odd]:
    yield taken("BMP with a header of version 4 and no alpha", lambda: bmp_with_alpha(0))
    yield taken("BMP with a header of version 4 and full alpha", lambda: bmp_with_alpha(255))
    yield taken("GIF of one frame", lambda: encoded(colors(), "GIF"), within=2)
    cut_out = np.dstack([colors(), np.full((HEIGHT, WIDTH), 255, np.uint8)])
    cut_out[:, :40, 3] = 0
    on_white = colors().copy()
    on_white[:, :40] = 255
    for file_format, options in (("PNG", {}), ("WEBP", {"lossless": True})):
        yield taken(
            f"{file_format} of something cut out",
            lambda f=file_format, o=options: encoded(cut_out, f, **o),
            lambda: on_white,
            is_transparent=True,
        )
    opaque = np.dstack([colors(), np.full((HEIGHT, WIDTH), 255, np.uint8)])
    yield taken("PNG with an alpha that is full everywhere", lambda: encoded(opaque, "PNG"))
    deep = grays().astype(">u2") * 257
    clear = gray_picture().copy()
    clear[grays() == 0] = 255
    yield taken(
        "PNG, 16 bits of gray of which black is transparent",
        lambda: png_with(deep_png(deep), b"tRNS", b"\x00\x00"),
        lambda: clear,
        is_transparent=True,
    )


def bmp_with_alpha(alpha: int) -> bytes:
    pixels = np.dstack([colors()[::-1, :, ::-1], np.full((HEIGHT, WIDTH), alpha, np.uint8)]).tobytes()
    head = struct.pack("<IiiHHIIiiII", 108, WIDTH, HEIGHT, 1, 32, 3, len(pixels), 0, 0, 0, 0)
    head += struct.pack("<4I4s", 0xFF0000, 0xFF00, 0xFF, 0xFF000000, b"BGRs") + bytes(48)
    return b"BM" + struct.pack("<IHHI", 14 + len(head) + len(pixels), 0, 0, 14 + len(head)) + head + pixels


# Other kinds


def _other_kinds() -> Iterator[Odd]:
    heads = {
        "JPEG XL in a container": b"\x00\x00\x00\x0cJXL \r\n\x87\n\x00\x00\x00\x14ftypjxl ",
        "JPEG XL": b"\xff\x0a\xfa\x1f",
        "SVG with a preamble": b'<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD">\n<svg width="9"/>',
        "SVG after a comment": b"<!-- drawn by hand -->\n<svg xmlns='http://www.w3.org/2000/svg'/>",
        "SVG with a byte order mark": b"\xef\xbb\xbf<svg/>",
        "SVG in UTF-16": "\ufeff<svg/>".encode("utf-16-le"),
        "icon": b"\x00\x00\x01\x00\x01\x00\x20\x20",
        "OpenEXR": b"\x76\x2f\x31\x01\x02\x00\x00\x00",
        "Radiance": b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n",
        "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
        "Photoshop": b"8BPS\x00\x01",
        "JPEG 2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n",
        "lossless JPEG": b"\xff\xd8\xff\xc3\x00\x11\x08\x00\x60\x00\x78\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00",
        "PNG of Apple's own kind": b"\x89PNG\r\n\x1a\n" + png_chunk(b"CgBI", bytes(4)),
    }
    for name, head in heads.items():
        yield refused(name, lambda h=head: h.ljust(400, b"\x00"))
    as_jpeg_xl = {259: (3, struct.pack("<HH", 50002, 0))}
    yield refused("TIFF of JPEG XL", lambda: tiff(colors().tobytes(), 8, 3, 2, more=as_jpeg_xl))
    yield refused("TGA", lambda: encoded(colors(), "TGA"))
    yield refused("TGA, as old programs write it", lambda: encoded(colors(), "TGA")[: 18 + 3 * WIDTH * HEIGHT])
    yield refused("ICO", lambda: encoded(colors(), "ICO"))
    moving = [Image.fromarray(colors()), Image.fromarray(colors()[::-1])]
    yield refused("GIF of two frames", lambda: _film(moving), Problem.ANIMATED)


def _film(frames: list[Image.Image]) -> bytes:
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return buffer.getvalue()
