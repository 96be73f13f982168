"""Colors of whole pictures: moved from one palette to another, or kept while only luminance is painted. NumPy only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from engine.image.images import FloatImage, resize
from engine.settings import ColorMatch, Colors

#: Added to the diagonal of color covariances (RGB from 0 to 1), so that gray pictures keep theirs invertible.
RIDGE = 1e-5

#: Luminance of RGB (Rec. 601), as in the YIQ space of Gatys et al. 2016 ("Preserving color in neural artistic style
#: transfer", 1606.05897).
LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)

#: The shortest of a palette's axes over its longest. Shorter ones would keep more color noise away, and with it the
#: colors of what is small and rare, such as the tiles of a mosaic.
AXIS_FLOOR = 0.4

#: How much farther from the line of its sources' colors a result may go than the sources go. With gray sources it
#: stays gray; with colorful ones it stays far below this bound.
REACH = 1.5

ROWS_AT_ONCE = 256  #: of a picture that may be large

#: As many pixels of a picture are enough to know its palette by.
PALETTE_PIXELS = 2**18

Floats = NDArray[np.float64]


class Palette(NamedTuple):
    """Where the colors of some pictures lie: around the line on which they differ most."""

    mean: FloatImage  #: (3,), RGB from 0 to 1
    across: FloatImage  #: (3, 2): the two directions across that line
    low: FloatImage  #: (2,): how far the colors go along these
    high: FloatImage


def prepared(
    content: FloatImage, styles: tuple[FloatImage, ...], colors: Colors, match: ColorMatch
) -> tuple[FloatImage, tuple[FloatImage, ...]]:
    """The content and style pictures that the optimization gets, for what `colors` asks."""
    match colors:
        case Colors.STYLE:
            return content, styles
        case Colors.MATCH:
            return content, tuple(recolored(style, content, match) for style in styles)
        case Colors.KEEP:
            brightness = luminance(content)
            grays = tuple(_as_gray(_matched(luminance(style), brightness)) for style in styles)
            return _as_gray(brightness), grays


def finished(picture: FloatImage, content: FloatImage, colors: Colors) -> FloatImage:
    """The picture as it is shown: with KEEP, its luminance in the colors of `content`, which is resized to fit.

    RGB is luminance on every channel plus chroma, so replacing Y in YIQ is adding the difference of Y to each channel.
    """
    if colors is not Colors.KEEP:
        return picture
    height, width, _ = picture.shape
    content = resize(content, height, width)
    difference = luminance(picture) - luminance(content)
    return cast(FloatImage, np.clip(content + difference[:, :, np.newaxis], 0, 1))


def sources(
    content: FloatImage, styles: Sequence[FloatImage], initial: FloatImage | None, colors: Colors
) -> list[FloatImage]:
    """The pictures whose colors the result is to have."""
    shown = [content, *styles] if colors is Colors.STYLE else [content]
    return shown if initial is None else [*shown, initial]


def palette_of(pictures: Sequence[FloatImage]) -> Palette:
    """The palette of all these pictures (height, width, 3) together."""
    found = np.concatenate([_some_pixels(picture) for picture in pictures])
    mean = found.mean(axis=0)
    lightness = 1e-9 * np.ones((3, 3))  # so that the line of pictures of one color is that of its shades
    _, directions = np.linalg.eigh(np.cov(found - mean, rowvar=False) + lightness)
    across = directions[:, :2]  # without the direction of the largest deviation, which is the last
    places = (found - mean) @ across
    return Palette(*(np.asarray(part, np.float32) for part in (mean, across, places.min(axis=0), places.max(axis=0))))


def within(picture: FloatImage, palette: Palette) -> FloatImage:
    """The picture without colors that are far from all of the palette's: gray on gray stays gray, sepia sepia.

    The search for a picture that looks right to the network strays in directions of color that no source has. Colors
    are moved across the palette's line alone, as far as needed, and clipped to 0…1.
    """
    middle, half = (palette.low + palette.high) / 2, REACH * (palette.high - palette.low) / 2
    found = np.empty_like(picture)
    for top in range(0, len(picture), ROWS_AT_ONCE):
        rows = picture[top : top + ROWS_AT_ONCE]
        places = (rows - palette.mean) @ palette.across
        excess = places - np.clip(places, middle - half, middle + half)
        np.clip(rows - excess @ palette.across.T, 0, 1, out=found[top : top + ROWS_AT_ONCE])
    return found


def _some_pixels(picture: FloatImage) -> Floats:
    """(count, 3), evenly from all over it."""
    step = math.ceil(math.sqrt(picture.shape[0] * picture.shape[1] / PALETTE_PIXELS))
    return picture[::step, ::step].reshape(-1, 3).astype(np.float64)


def luminance(picture: FloatImage) -> FloatImage:
    """The luminance (height, width) of a picture (height, width, 3)."""
    return cast(FloatImage, picture @ LUMINANCE)


def _as_gray(brightness: FloatImage) -> FloatImage:
    return np.repeat(brightness[:, :, np.newaxis], 3, axis=2)


def _matched(brightness: FloatImage, wanted: FloatImage) -> FloatImage:
    """The luminance with the mean and deviation of `wanted`: σ_C/σ_S (L_S − μ_S) + μ_C (1606.05897, equation 10)."""
    scale = wanted.std() / max(float(brightness.std()), 1e-3)
    matched = (brightness - brightness.mean()) * scale + wanted.mean()
    return np.asarray(np.clip(matched, 0, 1), np.float32)


def recolored(picture: FloatImage, palette: FloatImage, match: ColorMatch = ColorMatch.TRANSPORT) -> FloatImage:
    """`picture` with the mean and covariance of `palette`'s colors, both (height, width, 3), RGB from 0 to 1.

    The map is affine, p ↦ A(p − μ) + μ*, with A Σ Aᵀ = Σ*; `match` says which of the many such A. Values are clipped
    to 0…1.
    """
    mean, covariance = _color_moments(picture)
    wanted_mean, wanted_covariance = _color_moments(palette)
    moved = (picture - mean) @ _MAPS[match](covariance, wanted_covariance).T + wanted_mean
    return np.clip(moved, 0, 1).astype(np.float32)


def _transport(covariance: Floats, wanted: Floats) -> Floats:
    """Σ^(−½) (Σ^½ Σ* Σ^½)^½ Σ^(−½): optimal transport between the two as Gaussians."""
    root = _root(covariance)
    inverse = np.linalg.inv(root)
    return np.asarray(inverse @ _root(root @ wanted @ root) @ inverse)


def _eigen(covariance: Floats, wanted: Floats) -> Floats:
    """Σ*^½ Σ^(−½) (1606.05897, equation 5)."""
    return np.asarray(_root(wanted) @ np.linalg.inv(_root(covariance)))


def _cholesky(covariance: Floats, wanted: Floats) -> Floats:
    """L* L^(−1) of the Cholesky factors (1606.05897, equation 4)."""
    return np.asarray(np.linalg.cholesky(wanted) @ np.linalg.inv(np.linalg.cholesky(covariance)))


_MAPS = {
    ColorMatch.TRANSPORT: _transport,
    ColorMatch.EIGEN: _eigen,
    ColorMatch.CHOLESKY: _cholesky,
}


def random_in_palette(palette: FloatImage, height: int, width: int, random: np.random.Generator) -> FloatImage:
    """Noise (height, width, 3) with the mean and covariance of `palette`'s colors."""
    mean, covariance = _color_moments(palette)
    noise = random.normal(size=(height, width, 3)) @ _root(covariance)
    return np.clip(noise + mean, 0, 1).astype(np.float32)


def axes(palettes: Sequence[FloatImage], shares: Sequence[float]) -> FloatImage:
    """The principal axes of the palettes' colors, blended by `shares`: the columns of a (3, 3) matrix.

    Each is as long as the deviation along it over the largest deviation, but at least AXIS_FLOOR.
    """
    means, covariances = zip(*map(_color_moments, palettes), strict=True)
    mean = np.average(means, axis=0, weights=shares)
    between = [np.outer(one - mean, one - mean) for one in means]  # styles of different colors spread over both
    covariance = np.average(np.add(covariances, between), axis=0, weights=shares)
    variances, directions = np.linalg.eigh(covariance)
    lengths = np.sqrt(variances / variances.max())
    return np.asarray(directions * np.maximum(lengths, AXIS_FLOOR), np.float32)


def _color_moments(picture: FloatImage) -> tuple[Floats, Floats]:
    colors = picture.reshape(-1, 3).astype(np.float64)
    return colors.mean(axis=0), np.cov(colors, rowvar=False) + RIDGE * np.eye(3)


def _root(symmetric: Floats) -> Floats:
    """The square root of a symmetric positive definite matrix."""
    values, vectors = np.linalg.eigh(symmetric)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T)
