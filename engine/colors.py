"""Colours of whole pictures: moved from one palette to another, or kept while only luminance is painted. NumPy only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from engine.images import FloatImage, resize
from engine.settings import ColourMatch, Colours

#: Added to the diagonal of colour covariances (RGB from 0 to 1), so that grey pictures keep theirs invertible.
RIDGE = 1e-5

#: Luminance of RGB (Rec. 601), as in the YIQ space of Gatys et al. 2016 ("Preserving color in neural artistic style
#: transfer", 1606.05897).
LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)

#: The shortest of a palette's axes over its longest. Shorter ones would keep more colour noise away, and with it the
#: colours of what is small and rare, such as the tiles of a mosaic.
AXIS_FLOOR = 0.4

Floats = NDArray[np.float64]


def prepared(
    content: FloatImage, styles: tuple[FloatImage, ...], colours: Colours, match: ColourMatch
) -> tuple[FloatImage, tuple[FloatImage, ...]]:
    """The content and style pictures that the optimisation gets, for what `colours` asks."""
    match colours:
        case Colours.STYLE:
            return content, styles
        case Colours.MATCH:
            return content, tuple(recoloured(style, content, match) for style in styles)
        case Colours.KEEP:
            brightness = luminance(content)
            greys = tuple(_as_grey(_matched(luminance(style), brightness)) for style in styles)
            return _as_grey(brightness), greys


def finished(picture: FloatImage, content: FloatImage, colours: Colours) -> FloatImage:
    """The picture as it is shown: with KEEP, its luminance in the colours of `content`, which is resized to fit.

    RGB is luminance on every channel plus chroma, so replacing Y in YIQ is adding the difference of Y to each channel.
    """
    if colours is not Colours.KEEP:
        return picture
    height, width, _ = picture.shape
    content = resize(content, height, width)
    difference = luminance(picture) - luminance(content)
    return cast(FloatImage, np.clip(content + difference[:, :, np.newaxis], 0, 1))


def luminance(picture: FloatImage) -> FloatImage:
    """(height, width, 3) → (height, width)."""
    return cast(FloatImage, picture @ LUMINANCE)


def _as_grey(brightness: FloatImage) -> FloatImage:
    return np.repeat(brightness[:, :, np.newaxis], 3, axis=2)


def _matched(brightness: FloatImage, wanted: FloatImage) -> FloatImage:
    """With the mean and deviation of `wanted`: σ_C/σ_S (L_S − μ_S) + μ_C (1606.05897, equation 10)."""
    scale = wanted.std() / max(float(brightness.std()), 1e-3)
    matched = (brightness - brightness.mean()) * scale + wanted.mean()
    return np.asarray(np.clip(matched, 0, 1), np.float32)


def recoloured(picture: FloatImage, palette: FloatImage, match: ColourMatch = ColourMatch.TRANSPORT) -> FloatImage:
    """`picture` with the mean and covariance of `palette`'s colours, both (height, width, 3), RGB from 0 to 1.

    The map is affine, p ↦ A(p − μ) + μ*, with A Σ Aᵀ = Σ*; `match` says which of the many such A. Values are clipped
    to 0…1.
    """
    mean, covariance = _colour_moments(picture)
    wanted_mean, wanted_covariance = _colour_moments(palette)
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
    ColourMatch.TRANSPORT: _transport,
    ColourMatch.EIGEN: _eigen,
    ColourMatch.CHOLESKY: _cholesky,
}


def random_in_palette(palette: FloatImage, height: int, width: int, random: np.random.Generator) -> FloatImage:
    """Noise (height, width, 3) with the mean and covariance of `palette`'s colours."""
    mean, covariance = _colour_moments(palette)
    noise = random.normal(size=(height, width, 3)) @ _root(covariance)
    return np.clip(noise + mean, 0, 1).astype(np.float32)


def axes(palettes: Sequence[FloatImage], shares: Sequence[float]) -> FloatImage:
    """The principal axes of the palettes' colours, blended by `shares`: the columns of a (3, 3) matrix.

    Each is as long as the deviation along it over the largest deviation, but at least AXIS_FLOOR.
    """
    means, covariances = zip(*map(_colour_moments, palettes), strict=True)
    mean = np.average(means, axis=0, weights=shares)
    between = [np.outer(one - mean, one - mean) for one in means]  # styles of different colours spread over both
    covariance = np.average(np.add(covariances, between), axis=0, weights=shares)
    variances, directions = np.linalg.eigh(covariance)
    lengths = np.sqrt(variances / variances.max())
    return np.asarray(directions * np.maximum(lengths, AXIS_FLOOR), np.float32)


def _colour_moments(picture: FloatImage) -> tuple[Floats, Floats]:
    colours = picture.reshape(-1, 3).astype(np.float64)
    return colours.mean(axis=0), np.cov(colours, rowvar=False) + RIDGE * np.eye(3)


def _root(symmetric: Floats) -> Floats:
    """The square root of a symmetric positive definite matrix."""
    values, vectors = np.linalg.eigh(symmetric)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T)
