"""Numbers of a file → sRGB: by its ICC profile, by the code points of ITU-T H.273, or by what a PNG says of its gamma.

Formulas: H.273, tables 2 and 3; ITU-R BT.2100 (PQ, HLG) with the diffuse white of BT.2408; IEC 61966-2-1 (sRGB);
Bradford's adaptation of white.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from engine.image.bare import HLG, PQ, Bare, Coding

Floats = NDArray[np.float32]
Values = NDArray[np.uint8] | NDArray[np.uint16]

_ROWS_AT_ONCE: Final = 256  #: a picture of floats would be large
_TABLE: Final = 65536  #: steps of light that are told apart on the way to 8 bits
_SRGB_GAMMA: Final = 1 / 2.2  #: what PNGs in sRGB say
_DIFFUSE_WHITE: Final = 203.0  #: cd/m² of white paper in HDR; what is brighter are lamps and glints
_HLG_PEAK: Final = 1000.0  #: cd/m² of the screen that HLG is shown on
_KNEE: Final = 0.8  #: light of sRGB's range up to which HDR stays as it is, where something is brighter than white

#: x and y of white, red, green and blue. Those of analog television are near sRGB's, and are written out of habit.
_SRGB: Final = (0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
_PRIMARIES: Final = {
    9: (0.3127, 0.3290, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046),  # BT.2020
    11: (0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),  # P3 of cinemas
    12: (0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),  # P3 of screens
}
_POWERS: Final = {4: 2.2, 5: 2.8, 8: 1.0, 17: 2.6}  #: of transfers that are no more than that
_BRADFORD: Final = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_BT2020_LUMINANCE: Final = np.array([0.2627, 0.6780, 0.0593], np.float32)


def in_srgb(picture: Image.Image, bare: Bare) -> Image.Image:
    """An opaque picture of 8 bits in sRGB."""
    if picture.mode not in ("RGB", "L", "CMYK"):
        picture = picture.convert("RGB")
    profiled = by_profile(picture, bare.icc) if bare.icc and not is_hdr(bare) else None
    if profiled is not None:
        return profiled
    rgb = picture.convert("RGB")
    if not needs_more_than_a_profile(bare):
        return rgb
    return Image.fromarray(converted(np.asarray(rgb), bare))


def is_hdr(bare: Bare) -> bool:
    """Whether the file is HDR, so that it has to be mapped to the range of a screen."""
    return bare.coding is not None and bare.coding.is_hdr


def needs_more_than_a_profile(bare: Bare) -> bool:
    """Whether what the file says without a profile makes it anything but sRGB."""
    return _light_of(bare) is not None or _primaries_of(bare) is not None


def by_profile(picture: Image.Image, profile: bytes) -> Image.Image | None:
    """An RGB, L or CMYK picture in sRGB; None where the profile is broken, or of another color space."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return None


def converted(values: Values, bare: Bare) -> NDArray[np.uint8]:
    """(height, width, 3) of 8 or 16 bits → 8 bits of sRGB, by all that the file says but its profile."""
    steps = 256 if values.dtype == np.uint8 else 65536
    light_of = _light_of(bare) or _srgb_light
    table = light_of(np.linspace(0, 1, steps)).astype(np.float32)
    primaries = _primaries_of(bare)
    matrix = np.eye(3, dtype=np.float32) if primaries is None else _between(primaries, _SRGB)
    scene = _scene(bare.coding)
    peak = _peak(scene(table[values[::4, ::4]]) @ matrix.T) if is_hdr(bare) else 1.0
    found = np.empty(values.shape, np.uint8)
    for top in range(0, len(values), _ROWS_AT_ONCE):
        rows = slice(top, top + _ROWS_AT_ONCE)
        light = scene(table[values[rows]]) @ matrix.T
        found[rows] = encoded(toned(light, peak) if is_hdr(bare) else light)
    return found


def encoded(light: Floats) -> NDArray[np.uint8]:
    """Linear light of sRGB's primaries, of any range → 8 bits of sRGB."""
    return _ENCODED[(np.clip(light, 0, 1) * (_TABLE - 1) + 0.5).astype(np.uint16)]


def toned(light: Floats, peak: float) -> Floats:
    """Light in which white is 1 and the brightest `peak`, within 0 to 1; hues stay.

    Up to the knee, and all of it where nothing is brighter than white, it stays as it is. Above, the largest channel s
    follows Reinhard et al. 2002, equation 4: s(1 + s/S²)/(1 + s).
    """
    if peak <= 1:
        return light
    largest = light.max(axis=-1, keepdims=True)
    above = np.maximum(largest - _KNEE, 0) / (1 - _KNEE)
    most = (peak - _KNEE) / (1 - _KNEE)
    wanted = _KNEE + (1 - _KNEE) * above * (1 + above / most**2) / (1 + above)
    scale = np.where(largest > _KNEE, wanted / np.maximum(largest, 1e-6), 1)
    return np.asarray(light * scale, np.float32)


def _peak(light: Floats) -> float:
    """The brightest light, but for one pixel in a thousand: those are glints."""
    return float(np.percentile(light.max(axis=-1), 99.9))


def _light_of(bare: Bare) -> Callable[[NDArray[np.float64]], NDArray[np.float64]] | None:
    """Numbers from 0 to 1 → linear light; None where they are as in sRGB."""
    if bare.coding is not None:
        if bare.coding.transfer == PQ:
            return _pq_light
        if bare.coding.transfer == HLG:
            return _hlg_scene
        power = _POWERS.get(bare.coding.transfer)
        return None if power is None else lambda values: values**power
    if bare.gamma is None or abs(bare.gamma - _SRGB_GAMMA) < 0.01:
        return None
    exponent = 1 / bare.gamma
    return lambda values: values**exponent


def _primaries_of(bare: Bare) -> tuple[float, ...] | None:
    """The primaries of the file; None where they are nearly those of sRGB, or make no sense."""
    if bare.coding is not None:
        return _PRIMARIES.get(bare.coding.primaries)
    found = bare.chromaticities
    if not found or max(abs(one - other) for one, other in zip(found, _SRGB, strict=True)) < 0.01:
        return None
    areas = np.array([[found[2 * corner], found[2 * corner + 1], 1] for corner in (1, 2, 3)])
    is_sound = min(found[1::2]) > 0.001 and max(found) <= 1 and abs(np.linalg.det(areas)) > 0.001
    return found if is_sound else None


def _scene(coding: Coding | None) -> Callable[[Floats], Floats]:
    """The map from light of the scene to light of the screen, in which white is 1; HLG's needs all three channels."""
    if coding is None or coding.transfer != HLG:
        return lambda light: light

    def shown(light: Floats) -> Floats:
        luminance = np.maximum(light @ _BT2020_LUMINANCE, 1e-6)[..., np.newaxis]
        return np.asarray(light * luminance**0.2 * (_HLG_PEAK / _DIFFUSE_WHITE), np.float32)

    return shown


def _pq_light(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """PQ values from 0 to 1 → light in which diffuse white is 1 (BT.2100, table 4)."""
    root = values ** (1 / 78.84375)
    light = np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
    return np.asarray(10_000 / _DIFFUSE_WHITE * light ** (1 / 0.1593017578125), np.float64)


def _hlg_scene(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """HLG values → light of the scene, both from 0 to 1 (BT.2100, table 5, inverted)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    bright = np.exp((np.maximum(values, 0.5) - c) / a) + b
    return np.asarray(np.where(values <= 0.5, values**2 / 3, bright / 12), np.float64)


def _srgb_light(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4), np.float64)


def _srgb_numbers(light: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 0) ** (1 / 2.4) - 0.055)


_ENCODED: Final = (_srgb_numbers(np.linspace(0, 1, _TABLE)) * 255 + 0.5).astype(np.uint8)


def _between(source: tuple[float, ...], target: tuple[float, ...]) -> Floats:
    """The matrix (3, 3) from one set of primaries to another."""
    adapted = _adapted(source[:2], target[:2]) @ _to_xyz(source)
    return np.asarray(np.linalg.inv(_to_xyz(target)) @ adapted, np.float32)


def _xyz(x: float, y: float) -> NDArray[np.float64]:
    return np.array([x / y, 1, (1 - x - y) / y])


def _to_xyz(primaries: tuple[float, ...]) -> NDArray[np.float64]:
    columns = np.stack([_xyz(*primaries[place : place + 2]) for place in (2, 4, 6)], axis=1)
    return np.asarray(columns * np.linalg.solve(columns, _xyz(*primaries[:2])), np.float64)


def _adapted(source: tuple[float, ...], target: tuple[float, ...]) -> NDArray[np.float64]:
    cones = (_BRADFORD @ _xyz(*target)) / (_BRADFORD @ _xyz(*source))
    return np.asarray(np.linalg.inv(_BRADFORD) @ np.diag(cones) @ _BRADFORD, np.float64)
