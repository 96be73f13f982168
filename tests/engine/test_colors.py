"""Recolouring against the closed forms of optimal transport between Gaussians."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine import colors

Floats = NDArray[np.float32]


def colours(mean: list[float], covariance: NDArray[np.float64], seed: int, height: int = 48, width: int = 64) -> Floats:
    """A picture whose colours have exactly this mean and covariance, well within 0 to 1."""
    drawn = np.random.default_rng(seed).uniform(-1, 1, (height * width, 3))
    drawn -= drawn.mean(0)
    whitened = drawn @ np.linalg.inv(np.linalg.cholesky(np.cov(drawn, rowvar=False))).T
    picture = mean + whitened @ np.linalg.cholesky(covariance).T
    assert picture.min() > 0
    assert picture.max() < 1
    return picture.reshape(height, width, 3).astype(np.float32)


def mean_and_covariance(picture: Floats) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    flat = picture.reshape(-1, 3).astype(np.float64)
    return flat.mean(0), np.cov(flat, rowvar=False)


WARM = np.array([[0.010, 0.004, -0.002], [0.004, 0.008, 0.001], [-0.002, 0.001, 0.006]])
COOL = np.array([[0.006, -0.003, 0.001], [-0.003, 0.012, 0.004], [0.001, 0.004, 0.009]])


def test_mean_and_covariance_of_the_palette_are_reached() -> None:
    picture, palette = colours([0.5, 0.4, 0.55], WARM, 1), colours([0.45, 0.5, 0.5], COOL, 2, 20, 90)
    moved = colors.recoloured(picture, palette)
    assert moved.shape == picture.shape
    assert moved.dtype == np.float32
    assert 0 < moved.min() < moved.max() < 1  # nothing was clipped
    mean, covariance = mean_and_covariance(moved)
    wanted_mean, wanted_covariance = mean_and_covariance(palette)
    np.testing.assert_allclose(mean, wanted_mean, atol=1e-6)
    np.testing.assert_allclose(covariance, wanted_covariance, atol=3 * colors.RIDGE)


def test_the_map_is_symmetric_and_positive_as_optimal_transport_is() -> None:
    picture, palette = colours([0.5, 0.5, 0.5], WARM, 1), colours([0.5, 0.5, 0.5], COOL, 2)
    before, after = (
        part.reshape(-1, 3).astype(np.float64) - 0.5 for part in (picture, colors.recoloured(picture, palette))
    )
    transport = np.linalg.lstsq(before, after)[0]
    np.testing.assert_allclose(transport, transport.T, atol=1e-4)
    assert np.linalg.eigvalsh(transport).min() > 0


def test_diagonal_covariances_are_stretched_channel_by_channel() -> None:
    variances, wanted = np.array([0.01, 0.006, 0.004]), np.array([0.004, 0.006, 0.012])
    picture, palette = colours([0.5, 0.4, 0.5], np.diag(variances), 3), colours([0.4, 0.6, 0.5], np.diag(wanted), 4)
    stretch = np.sqrt((wanted + colors.RIDGE) / (variances + colors.RIDGE))
    expected = (picture - np.array([0.5, 0.4, 0.5])) * stretch + np.array([0.4, 0.6, 0.5])
    np.testing.assert_allclose(colors.recoloured(picture, palette), expected, atol=1e-5)


def test_a_picture_in_its_own_palette_stays_as_it_is() -> None:
    picture = np.random.default_rng(5).random((40, 30, 3), np.float32)
    np.testing.assert_allclose(colors.recoloured(picture, picture[::-1]), picture, atol=1e-5)


@pytest.mark.parametrize("kind", ["grey", "one colour", "black"])
def test_flat_palettes_and_flat_pictures_give_finite_pictures(kind: str) -> None:
    random = np.random.default_rng(6)
    lively = random.random((30, 40, 3), np.float32)
    flat = {
        "grey": np.repeat(random.random((30, 40, 1), np.float32), 3, 2),
        "one colour": np.broadcast_to(np.array([0.9, 0.2, 0.4], np.float32), (30, 40, 3)),
        "black": np.zeros((30, 40, 3), np.float32),
    }[kind]
    for picture, palette in ((lively, flat), (flat, lively), (flat, flat)):
        moved = colors.recoloured(picture, palette)
        assert np.isfinite(moved).all()
        assert 0 <= moved.min() <= moved.max() <= 1
    np.testing.assert_allclose(colors.recoloured(lively, flat).mean((0, 1)), flat.mean((0, 1)), atol=0.01)


def test_a_grey_palette_makes_a_nearly_grey_picture() -> None:
    picture = np.random.default_rng(7).random((30, 40, 3), np.float32)
    grey = np.repeat(0.25 + 0.5 * np.random.default_rng(8).random((30, 40, 1), np.float32), 3, 2)
    moved = colors.recoloured(picture, grey)
    assert np.abs(moved - moved.mean(2, keepdims=True)).max() < 0.02


def test_colours_pushed_out_of_range_are_clipped() -> None:
    dark, bright = colours([0.3, 0.3, 0.3], WARM / 3, 9), np.random.default_rng(10).integers(0, 2, (30, 40, 3))
    moved = colors.recoloured(dark, bright.astype(np.float32))
    assert moved.min() == 0
    assert moved.max() == 1
