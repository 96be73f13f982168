"""Odd pictures by what their numbers mean: light of other ranges and gamuts, and depths of more than 8 bits.

The formulas are those of the standards, the other way round than the engine has them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tests.support.hostile_files import jpeg_with_exif, png, png_with
from tests.support.odd_base import (
    HEIGHT,
    WIDTH,
    Array,
    Odd,
    colors,
    deep_png,
    encoded,
    gray_picture,
    grays,
    refused,
    taken,
    tiff,
)


def linear(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """sRGB → light."""
    values = np.asarray(values, np.float64)
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


#: From light of sRGB to light of BT.2020 (BT.2087, table 2) and of P3 with the white of screens.
TO_BT2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
TO_P3 = np.array([[0.82246, 0.17754, 0.0], [0.03319, 0.96681, 0.0], [0.01708, 0.07240, 0.91052]])


#: To light of Adobe RGB, whose red and blue are sRGB's.
TO_ADOBE = np.array([[0.71512, 0.28488, 0.0], [0.0, 1.0, 0.0], [0.0, 0.04117, 0.95883]])
#: Two directories within each other, of which the last says R03, as cameras write it.
EXIF_OF_ADOBE = b"Exif\x00\x00II*\x00" + struct.pack(
    "<IH HHII I H HHII HHII I H HHI4s I".replace(" ", ""),
    *(8, 1, 34665, 4, 1, 26, 0),
    *(2, 40961, 3, 1, 65535, 40965, 4, 1, 56, 0),
    *(1, 1, 2, 4, b"R03\x00", 0),
)


def pq(light: NDArray[np.floating]) -> NDArray[np.float64]:
    """Light in which white is 1, which is 203 cd/m² → numbers from 0 to 1 (BT.2100, table 4)."""
    power = (np.maximum(light, 0) * 203 / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


def hlg(light: NDArray[np.floating]) -> NDArray[np.float64]:
    """Such light → numbers from 0 to 1 by HLG, for a screen of 1000 cd/m² (BT.2100, table 5)."""
    shown = np.maximum(light, 0) * 203 / 1000
    luminance = np.maximum(shown @ [0.2627, 0.6780, 0.0593], 1e-9)[..., np.newaxis]
    scene = shown * luminance ** (1 / 1.2 - 1)
    curve = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), curve)


def srgb(light: NDArray[np.floating]) -> NDArray[np.float64]:
    """Light → sRGB."""
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def light() -> Iterator[Odd]:
    seen = linear(colors() / 255)
    in_pq, in_hlg = _bytes(pq(seen @ TO_BT2020.T)), _bytes(hlg(seen @ TO_BT2020.T))
    in_p3, in_2020 = _bytes(srgb(seen @ TO_P3.T)), _bytes(srgb(seen @ TO_BT2020.T))
    in_linear = _bytes(seen)
    coded = {
        "PQ": (in_pq, 9, 16),
        "HLG": (in_hlg, 9, 18),
        "P3": (in_p3, 12, 13),
        "BT.2020": (in_2020, 9, 13),
        "linear": (in_linear, 1, 8),
    }
    for name, (values, primaries, transfer) in coded.items():
        body = bytes([primaries, transfer, 0, 1])
        yield taken(
            f"PNG of {name} by cICP", lambda v=values, b=body: png_with(encoded(v, "PNG"), b"cICP", b), within=3
        )
        for file_format in ("HEIF", "AVIF"):
            yield taken(
                f"{file_format} of {name} by nclx",
                lambda f=file_format, v=values, p=primaries, t=transfer: _with_nclx(f, v, p, t),
                within=4,
            )
    deep = (pq(seen @ TO_BT2020.T) * 65535 + 0.5).astype(">u2")
    yield taken("PNG of PQ in 16 bits", lambda: png_with(deep_png(deep), b"cICP", bytes([9, 16, 0, 1])), within=1)
    adobe = _bytes(srgb(np.clip(seen @ TO_ADOBE.T, 0, 1)))
    yield taken("JPEG of Adobe RGB by EXIF alone", lambda: jpeg_with_exif(_exact_jpeg(adobe), EXIF_OF_ADOBE), within=4)
    power = _bytes((colors() / 255) ** 2.2)
    yield taken(
        "PNG of gAMA 1.0", lambda: png_with(encoded(power, "PNG"), b"gAMA", struct.pack(">I", 100_000)), within=3
    )
    p3 = struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)
    yield taken("PNG of P3 by cHRM", lambda: png_with(encoded(in_p3, "PNG"), b"cHRM", p3), within=2)
    yield taken(
        "PNG of gAMA 1.0 that is sRGB",
        lambda: png_with(png_with(encoded(colors(), "PNG"), b"gAMA", struct.pack(">I", 100_000)), b"sRGB", b"\x00"),
    )


def _exact_jpeg(picture: Array) -> bytes:
    return encoded(picture, "JPEG", quality=95, subsampling=0)


def _bytes(values: NDArray[np.floating]) -> Array:
    return (np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8)


def _with_nclx(file_format: str, values: Array, primaries: int, transfer: int) -> bytes:
    data = encoded(values, file_format, quality=100, subsampling="4:4:4")
    place = data.index(b"colrnclx") + 8
    return data[:place] + struct.pack(">HH", primaries, transfer) + data[place + 4 :]


# Depth: which number is white


def depths() -> Iterator[Odd]:
    gray = grays().astype(np.float64) / 255
    for bits in (10, 12, 14, 16):
        values = (gray * (2**bits - 1) + 0.5).astype("<u2")
        yield taken(f"TIFF, {bits} bits of gray in 16", lambda v=values: tiff(v.tobytes(), 16, 1, 1), gray_picture)
        yield taken(
            f"TIFF, {bits} bits in 16, white is zero",
            lambda v=values, b=bits: tiff(((2**b - 1) - v).astype("<u2").tobytes(), 16, 1, 0),
            gray_picture,
        )
        color = (colors() / 255 * (2**bits - 1) + 0.5).astype("<u2")
        yield taken(f"TIFF, {bits} bits of color in 16", lambda v=color: tiff(v.tobytes(), 16, 3, 2))
        yield taken(f"PNG, {bits} bits of gray in 16", lambda v=values: deep_png(v.astype(">u2")), gray_picture)
        yield taken(f"PNG, {bits} bits of color in 16", lambda v=color: deep_png(v.astype(">u2")))
    hot = (gray * 4095 + 0.5).astype("<u2")
    hot[3, 5] = 65535
    yield taken("TIFF, 12 bits in 16 with a hot pixel", lambda: tiff(hot.tobytes(), 16, 1, 1), gray_picture)
    for white in (2**31 - 1, 2**32 - 1, 2.04e9):
        values = (gray * white).astype("<u4")
        yield taken(f"TIFF, 32 bits up to {white:.3g}", lambda v=values: tiff(v.tobytes(), 32, 1, 1), gray_picture)
    for white in (0.2, 1.0, 255.0, 65535.0, 3.0):
        floats = (gray * white).astype("<f4")
        yield taken(
            f"TIFF, floats up to {white:g}", lambda v=floats: tiff(v.tobytes(), 32, 1, 1, sample=3), gray_picture
        )
        for wild in (40 * white, np.inf, -np.inf, np.nan):
            odd = floats.copy()
            odd[3, 5] = wild
            yield taken(
                f"TIFF, floats up to {white:g} and one {wild:g}",
                lambda v=odd: tiff(v.tobytes(), 32, 1, 1, sample=3),
                gray_picture,
            )
    inverse = ((1 - gray) * 1.0).astype("<f4")
    yield taken("TIFF, floats, white is zero", lambda: tiff(inverse.tobytes(), 32, 1, 0, sample=3), gray_picture)
    rgb = (colors() / 255).astype("<f4")
    yield refused("TIFF, floats of color", lambda: tiff(rgb.tobytes(), 32, 3, 2, sample=3))
    profile = b"linear\x00\x00" + zlib.compress(gray_profile(1.0))
    for depth in (8, 16):
        values = (linear(gray) * (2**depth - 1) + 0.5).astype(">u2" if depth == 16 else "u1")
        rows = zlib.compress(b"".join(b"\x00" + row.tobytes() for row in values))
        yield taken(
            f"PNG, linear gray of {depth} bits by its profile",
            lambda r=rows, d=depth: png_with(png(WIDTH, HEIGHT, r, depth=d, color=0), b"iCCP", profile),
            gray_picture,
            within=2,
        )


def gray_profile(gamma: float) -> bytes:
    """An ICC profile of gray whose light is its number to this power (ICC.1:2001-04)."""
    texts = b"desc" + bytes(4) + struct.pack(">I", 5) + b"gray\x00" + bytes(4 + 4 + 2 + 1 + 67)
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    tags, body, place = b"", b"", 128 + 4 + 12 * 3
    for name, value in ((b"desc", texts), (b"wtpt", white), (b"kTRC", curve)):
        value += bytes(-len(value) % 4)
        tags += struct.pack(">4sII", name, place + len(body), len(value))
        body += value
    head = struct.pack(">I4sI4s4s4s", place + len(body), b"test", 0x02100000, b"mntr", b"GRAY", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\x00") + struct.pack(">I", 3) + tags + body
