"""Colour maps against their closed forms; kept colours against YIQ."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine import colors
from engine.settings import ColourMatch, Colours

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


all_maps = pytest.mark.parametrize("match", list(ColourMatch))


@all_maps
def test_mean_and_covariance_of_the_palette_are_reached(match: ColourMatch) -> None:
    picture, palette = colours([0.5, 0.4, 0.55], WARM, 1), colours([0.45, 0.5, 0.5], COOL, 2, 20, 90)
    moved = colors.recoloured(picture, palette, match)
    assert moved.shape == picture.shape
    assert moved.dtype == np.float32
    assert 0 < moved.min() < moved.max() < 1  # nothing was clipped
    mean, covariance = mean_and_covariance(moved)
    wanted_mean, wanted_covariance = mean_and_covariance(palette)
    np.testing.assert_allclose(mean, wanted_mean, atol=1e-6)
    np.testing.assert_allclose(covariance, wanted_covariance, atol=3 * colors.RIDGE)


def linear_map(match: ColourMatch) -> NDArray[np.float64]:
    """The matrix A by which colours of covariance WARM are moved to COOL."""
    picture, palette = colours([0.5, 0.5, 0.5], WARM, 1), colours([0.5, 0.5, 0.5], COOL, 2)
    before, after = (
        part.reshape(-1, 3).astype(np.float64) - 0.5 for part in (picture, colors.recoloured(picture, palette, match))
    )
    return np.asarray(np.linalg.lstsq(before, after)[0].T)


def root(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray(vectors @ np.diag(np.sqrt(values)) @ vectors.T)


RIDGED_WARM, RIDGED_COOL = WARM + colors.RIDGE * np.eye(3), COOL + colors.RIDGE * np.eye(3)


@all_maps
def test_every_map_carries_one_covariance_to_the_other(match: ColourMatch) -> None:
    matrix = linear_map(match)
    np.testing.assert_allclose(matrix @ RIDGED_WARM @ matrix.T, RIDGED_COOL, atol=1e-6)


def test_the_maps_are_those_of_their_names() -> None:
    cholesky = np.linalg.cholesky(RIDGED_COOL) @ np.linalg.inv(np.linalg.cholesky(RIDGED_WARM))
    np.testing.assert_allclose(linear_map(ColourMatch.CHOLESKY), cholesky, atol=1e-4)
    eigen = root(RIDGED_COOL) @ np.linalg.inv(root(RIDGED_WARM))
    np.testing.assert_allclose(linear_map(ColourMatch.EIGEN), eigen, atol=1e-4)


def test_transport_moves_colours_less_than_any_other_map() -> None:
    picture, palette = colours([0.5, 0.5, 0.5], WARM, 1), colours([0.4, 0.5, 0.6], COOL, 2)
    moves = {match: ((colors.recoloured(picture, palette, match) - picture) ** 2).mean() for match in ColourMatch}
    assert min(moves, key=lambda match: moves[match]) is ColourMatch.TRANSPORT
    assert len(set(moves.values())) == len(ColourMatch)


def test_the_map_is_symmetric_and_positive_as_optimal_transport_is() -> None:
    transport = linear_map(ColourMatch.TRANSPORT)
    np.testing.assert_allclose(transport, transport.T, atol=1e-4)
    assert np.linalg.eigvalsh(transport).min() > 0


def test_diagonal_covariances_are_stretched_channel_by_channel() -> None:
    variances, wanted = np.array([0.01, 0.006, 0.004]), np.array([0.004, 0.006, 0.012])
    picture, palette = colours([0.5, 0.4, 0.5], np.diag(variances), 3), colours([0.4, 0.6, 0.5], np.diag(wanted), 4)
    stretch = np.sqrt((wanted + colors.RIDGE) / (variances + colors.RIDGE))
    expected = (picture - np.array([0.5, 0.4, 0.5])) * stretch + np.array([0.4, 0.6, 0.5])
    for match in ColourMatch:  # all the same here
        np.testing.assert_allclose(colors.recoloured(picture, palette, match), expected, atol=1e-5)


@all_maps
def test_a_picture_in_its_own_palette_stays_as_it_is(match: ColourMatch) -> None:
    picture = np.random.default_rng(5).random((40, 30, 3), np.float32)
    np.testing.assert_allclose(colors.recoloured(picture, picture[::-1], match), picture, atol=1e-5)


@all_maps
@pytest.mark.parametrize("kind", ["grey", "one colour", "black"])
def test_flat_palettes_and_flat_pictures_give_finite_pictures(kind: str, match: ColourMatch) -> None:
    random = np.random.default_rng(6)
    lively = random.random((30, 40, 3), np.float32)
    flat = {
        "grey": np.repeat(random.random((30, 40, 1), np.float32), 3, 2),
        "one colour": np.broadcast_to(np.array([0.9, 0.2, 0.4], np.float32), (30, 40, 3)),
        "black": np.zeros((30, 40, 3), np.float32),
    }[kind]
    for picture, palette in ((lively, flat), (flat, lively), (flat, flat)):
        moved = colors.recoloured(picture, palette, match)
        assert np.isfinite(moved).all()
        assert 0 <= moved.min() <= moved.max() <= 1
    np.testing.assert_allclose(colors.recoloured(lively, flat, match).mean((0, 1)), flat.mean((0, 1)), atol=0.01)


@all_maps
def test_a_grey_palette_makes_a_nearly_grey_picture(match: ColourMatch) -> None:
    picture = np.random.default_rng(7).random((30, 40, 3), np.float32)
    grey = np.repeat(0.25 + 0.5 * np.random.default_rng(8).random((30, 40, 1), np.float32), 3, 2)
    moved = colors.recoloured(picture, grey, match)
    assert np.abs(moved - moved.mean(2, keepdims=True)).max() < 0.02


def test_colours_pushed_out_of_range_are_clipped() -> None:
    dark, bright = colours([0.3, 0.3, 0.3], WARM / 3, 9), np.random.default_rng(10).integers(0, 2, (30, 40, 3))
    moved = colors.recoloured(dark, bright.astype(np.float32))
    assert moved.min() == 0
    assert moved.max() == 1


def test_noise_in_a_palette_has_its_mean_and_covariance() -> None:
    palette = colours([0.5, 0.4, 0.55], WARM, 1)
    noise = colors.random_in_palette(palette, 200, 300, np.random.default_rng(0))
    assert noise.shape == (200, 300, 3)
    assert noise.dtype == np.float32
    mean, covariance = mean_and_covariance(noise)
    np.testing.assert_allclose(mean, [0.5, 0.4, 0.55], atol=2e-3)
    np.testing.assert_allclose(covariance, WARM, atol=3e-4)
    for channel in range(3):  # without structure
        assert abs(np.corrcoef(noise[:, :-1, channel].ravel(), noise[:, 1:, channel].ravel())[0, 1]) < 0.02


# --- what is prepared before and finished after -----------------------------------------------------------------------

TO_YIQ = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
LIVELY = 0.2 + 0.6 * np.random.default_rng(11).random((30, 40, 3), np.float32)
STYLES = tuple(
    np.random.default_rng(seed).random(shape, np.float32) * np.float32([1, 0.5, 0.2])
    for seed, shape in ((12, (20, 50, 3)), (13, (25, 25, 3)))
)


def test_the_style_s_colours_need_no_preparation() -> None:
    content, styles = colors.prepared(LIVELY, STYLES, Colours.STYLE, ColourMatch.TRANSPORT)
    assert content is LIVELY
    assert styles is STYLES
    assert colors.finished(STYLES[0], LIVELY, Colours.STYLE) is STYLES[0]


@all_maps
def test_matched_styles_have_the_content_s_palette_each(match: ColourMatch) -> None:
    content, styles = colors.prepared(LIVELY, STYLES, Colours.MATCH, match)
    assert content is LIVELY
    for style, before in zip(styles, STYLES, strict=True):
        np.testing.assert_array_equal(style, colors.recoloured(before, LIVELY, match))
        np.testing.assert_allclose(style.mean((0, 1)), LIVELY.mean((0, 1)), atol=0.02)
    assert colors.finished(STYLES[0], LIVELY, Colours.MATCH) is STYLES[0]


def test_to_keep_colours_only_luminance_is_painted_with_that_of_the_styles_matched() -> None:
    content, styles = colors.prepared(LIVELY, STYLES, Colours.KEEP, ColourMatch.TRANSPORT)
    wanted = LIVELY @ TO_YIQ[0]
    for channel in range(3):
        np.testing.assert_allclose(content[..., channel], wanted, atol=1e-6)
    for style, before in zip(styles, STYLES, strict=True):
        assert style.shape == before.shape
        assert np.ptp(style, axis=2).max() == 0  # grey
        brightness = before @ TO_YIQ[0]
        expected = (brightness - brightness.mean()) * wanted.std() / brightness.std() + wanted.mean()
        np.testing.assert_allclose(style[..., 0], np.clip(expected, 0, 1), atol=1e-5)


@pytest.mark.parametrize("flat", ["content", "style"])
def test_luminance_of_one_value_is_matched_without_nan(flat: str) -> None:
    plain = np.full((20, 20, 3), 0.3, np.float32)
    content, style = (plain, LIVELY) if flat == "content" else (LIVELY, plain)
    grey, [grey_style] = colors.prepared(content, (style,), Colours.KEEP, ColourMatch.TRANSPORT)
    for picture in (grey, grey_style):
        assert np.isfinite(picture).all()
        assert 0 <= picture.min() <= picture.max() <= 1


def test_a_finished_picture_has_its_own_luminance_and_the_content_s_chroma() -> None:
    painted = np.repeat(0.3 + 0.4 * np.random.default_rng(14).random((30, 40, 1), np.float32), 3, 2)
    finished = colors.finished(painted, LIVELY, Colours.KEEP)
    inside = ((finished > 0) & (finished < 1)).all(2)
    assert inside.mean() > 0.5
    found, of_content = finished @ TO_YIQ.T, LIVELY @ TO_YIQ.T
    np.testing.assert_allclose(found[inside][:, 1:], of_content[inside][:, 1:], atol=1e-5)
    np.testing.assert_allclose(found[inside][:, 0], painted[inside][:, 0], atol=1e-5)
    assert 0 <= finished.min() <= finished.max() <= 1


def test_a_finished_picture_takes_the_colours_of_a_content_of_another_size() -> None:
    content = np.repeat(np.repeat(np.float32([[[0.6, 0.3, 0.3], [0.3, 0.3, 0.6]]]), 40, 0), 30, 1)  # red, then blue
    finished = colors.finished(np.full((20, 30, 3), 0.5, np.float32), content, Colours.KEEP)
    assert finished.shape == (20, 30, 3)
    assert (finished[:, :12, 0] > finished[:, :12, 2]).all()
    assert (finished[:, 18:, 0] < finished[:, 18:, 2]).all()


def test_grey_content_stays_grey_when_its_colours_are_kept() -> None:
    grey = np.repeat(LIVELY[:, :, :1], 3, 2)
    assert np.ptp(colors.finished(LIVELY, grey, Colours.KEEP), axis=2).max() < 1e-6


# --- axes of palettes -------------------------------------------------------------------------------------------------

TURN = np.linalg.qr(np.random.default_rng(10).normal(size=(3, 3)))[0]  # three directions at right angles


def spread(*deviations: float, mean: float = 0.5, seed: int = 11) -> Floats:
    """A picture whose colours deviate by so much along the three directions of TURN."""
    return colours([mean] * 3, TURN @ np.diag(np.square(deviations)) @ TURN.T, seed)


def test_axes_point_along_the_spread_of_the_colours_and_are_as_long_as_it_is() -> None:
    found = colors.axes([spread(0.05, 0.1, 0.06)], [1.0])
    wanted = TURN @ np.diag(np.square([0.5, 1, 0.6])) @ TURN.T
    np.testing.assert_allclose(found @ found.T, wanted, atol=2e-3)
    np.testing.assert_allclose(np.linalg.norm(found, axis=0), [0.5, 0.6, 1], atol=2e-3)  # a column is one axis


def test_no_axis_is_shorter_than_the_floor() -> None:
    lengths = np.linalg.svd(colors.axes([spread(0.1, 0.001, 0.08)], [1.0]), compute_uv=False)
    np.testing.assert_allclose(lengths, [1, 0.8, colors.AXIS_FLOOR], atol=2e-3)


def test_a_grey_palette_s_long_axis_is_grey() -> None:
    grey = np.repeat(np.random.default_rng(12).random((30, 40, 1), np.float32), 3, 2)
    found = colors.axes([grey], [1.0])
    np.testing.assert_allclose(np.abs(found[:, 2]), 3**-0.5, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(found, axis=0)[:2], colors.AXIS_FLOOR, rtol=1e-5)


@pytest.mark.parametrize("level", [0.0, 0.3, 1.0])
def test_a_palette_of_one_colour_has_axes_of_equal_length(level: float) -> None:
    found = colors.axes([np.full((20, 20, 3), level, np.float32)], [1.0])
    np.testing.assert_allclose(found @ found.T, np.eye(3), atol=1e-4)


def test_palettes_blend_by_their_shares_and_by_what_lies_between_them() -> None:
    """As the colours of both pictures together, each repeated as often as its share says."""
    one, other = spread(0.03, 0.08, 0.05, mean=0.35), spread(0.05, 0.04, 0.06, mean=0.6, seed=13)
    together = np.concatenate([one, one, one, other])
    blended, expected = colors.axes([one, other], [0.75, 0.25]), colors.axes([together], [1.0])
    np.testing.assert_allclose(blended @ blended.T, expected @ expected.T, atol=1e-3)
    alone = colors.axes([one], [1.0])
    assert np.abs(blended @ blended.T - alone @ alone.T).max() > 0.1
