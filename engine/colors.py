"""Colour statistics of whole pictures, and pictures moved from one palette to another. NumPy only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.images import FloatImage

#: Added to the diagonal of colour covariances (RGB from 0 to 1), so that grey pictures keep theirs invertible.
RIDGE = 1e-5


def recoloured(picture: FloatImage, palette: FloatImage) -> FloatImage:
    """`picture` with the mean and covariance of `palette`'s colours, both (height, width, 3), RGB from 0 to 1.

    The map is affine and the optimal transport between the two as Gaussians, so colours move as little as they can:
    p ↦ A(p − μ) + μ*, A = Σ^(−1/2) (Σ^(1/2) Σ* Σ^(1/2))^(1/2) Σ^(−1/2). Values are clipped to 0…1.
    """
    mean, covariance = _colour_moments(picture)
    wanted_mean, wanted_covariance = _colour_moments(palette)
    root = _root(covariance)
    inverse = np.linalg.inv(root)
    transport = inverse @ _root(root @ wanted_covariance @ root) @ inverse  # symmetric
    moved = (picture - mean) @ transport + wanted_mean
    return np.clip(moved, 0, 1).astype(np.float32)


def _colour_moments(picture: FloatImage) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    colours = picture.reshape(-1, 3).astype(np.float64)
    return colours.mean(axis=0), np.cov(colours, rowvar=False) + RIDGE * np.eye(3)


def _root(symmetric: NDArray[np.float64]) -> NDArray[np.float64]:
    """The square root of a symmetric positive definite matrix."""
    values, vectors = np.linalg.eigh(symmetric)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T)
