"""Color maps against their closed forms; kept colors against YIQ."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.image import colors
from engine.settings import ColorMatch, Colors

Floats = NDArray[np.float32]


def drawn(mean: list[float], covariance: NDArray[np.float64], seed: int, height: int = 48, width: int = 64) -> Floats:
    """A picture whose colors have exactly this mean and covariance, well within 0 to 1."""
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


all_maps = pytest.mark.parametrize("match", list(ColorMatch))


@all_maps
def test_mean_and_covariance_of_the_palette_are_reached(match: ColorMatch) -> None:
    picture, palette = drawn([0.5, 0.4, 0.55], WARM, 1), drawn([0.45, 0.5, 0.5], COOL, 2, 20, 90)
    moved = colors.recolored(picture, palette, match)
    assert moved.shape == picture.shape
    assert moved.dtype == np.float32
    assert 0 < moved.min() < moved.max() < 1  # nothing was clipped
    mean, covariance = mean_and_covariance(moved)
    wanted_mean, wanted_covariance = mean_and_covariance(palette)
    np.testing.assert_allclose(mean, wanted_mean, atol=1e-6)
    np.testing.assert_allclose(covariance, wanted_covariance, atol=3 * colors.RIDGE)


def linear_map(match: ColorMatch) -> NDArray[np.float64]:
    """The matrix A by which colors of covariance WARM are moved to COOL."""
    picture, palette = drawn([0.5, 0.5, 0.5], WARM, 1), drawn([0.5, 0.5, 0.5], COOL, 2)
    before, after = (
        part.reshape(-1, 3).astype(np.float64) - 0.5 for part in (picture, colors.recolored(picture, palette, match))
    )
    return np.asarray(np.linalg.lstsq(before, after)[0].T)


def root(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray(vectors @ np.diag(np.sqrt(values)) @ vectors.T)


RIDGED_WARM, RIDGED_COOL = WARM + colors.RIDGE * np.eye(3), COOL + colors.RIDGE * np.eye(3)


@all_maps
def test_every_map_carries_one_covariance_to_the_other(match: ColorMatch) -> None:
    matrix = linear_map(match)
    np.testing.assert_allclose(matrix @ RIDGED_WARM @ matrix.T, RIDGED_COOL, atol=1e-6)


def test_the_maps_are_those_of_their_names() -> None:
    cholesky = np.linalg.cholesky(RIDGED_COOL) @ np.linalg.inv(np.linalg.cholesky(RIDGED_WARM))
    np.testing.assert_allclose(linear_map(ColorMatch.CHOLESKY), cholesky, atol=1e-4)
    eigen = root(RIDGED_COOL) @ np.linalg.inv(root(RIDGED_WARM))
    np.testing.assert_allclose(linear_map(ColorMatch.EIGEN), eigen, atol=1e-4)


def test_transport_moves_colors_less_than_any_other_map() -> None:
    picture, palette = drawn([0.5, 0.5, 0.5], WARM, 1), drawn([0.4, 0.5, 0.6], COOL, 2)
    moves = {match: ((colors.recolored(picture, palette, match) - picture) ** 2).mean() for match in ColorMatch}
    assert min(moves, key=lambda match: moves[match]) is ColorMatch.TRANSPORT
    assert len(set(moves.values())) == len(ColorMatch)


def test_the_map_is_symmetric_and_positive_as_optimal_transport_is() -> None:
    transport = linear_map(ColorMatch.TRANSPORT)
    np.testing.assert_allclose(transport, transport.T, atol=1e-4)
    assert np.linalg.eigvalsh(transport).min() > 0


def test_diagonal_covariances_are_stretched_channel_by_channel() -> None:
    variances, wanted = np.array([0.01, 0.006, 0.004]), np.array([0.004, 0.006, 0.012])
    picture, palette = drawn([0.5, 0.4, 0.5], np.diag(variances), 3), drawn([0.4, 0.6, 0.5], np.diag(wanted), 4)
    stretch = np.sqrt((wanted + colors.RIDGE) / (variances + colors.RIDGE))
    expected = (picture - np.array([0.5, 0.4, 0.5])) * stretch + np.array([0.4, 0.6, 0.5])
    for match in ColorMatch:  # all the same here
        np.testing.assert_allclose(colors.recolored(picture, palette, match), expected, atol=1e-5)


@all_maps
def test_a_picture_in_its_own_palette_stays_as_it_is(match: ColorMatch) -> None:
    picture = np.random.default_rng(5).random((40, 30, 3), np.float32)
    np.testing.assert_allclose(colors.recolored(picture, picture[::-1], match), picture, atol=1e-5)


@all_maps
@pytest.mark.parametrize("kind", ["grey", "one colour", "black"])
def test_flat_palettes_and_flat_pictures_give_finite_pictures(kind: str, match: ColorMatch) -> None:
    random = np.random.default_rng(6)
    lively = random.random((30, 40, 3), np.float32)
    flat = {
        "grey": np.repeat(random.random((30, 40, 1), np.float32), 3, 2),
        "one colour": np.broadcast_to(np.array([0.9, 0.2, 0.4], np.float32), (30, 40, 3)),
        "black": np.zeros((30, 40, 3), np.float32),
    }[kind]
    for picture, palette in ((lively, flat), (flat, lively), (flat, flat)):
        moved = colors.recolored(picture, palette, match)
        assert np.isfinite(moved).all()
        assert 0 <= moved.min() <= moved.max() <= 1
    np.testing.assert_allclose(colors.recolored(lively, flat, match).mean((0, 1)), flat.mean((0, 1)), atol=0.01)


@all_maps
def test_a_gray_palette_makes_a_nearly_gray_picture(match: ColorMatch) -> None:
    picture = np.random.default_rng(7).random((30, 40, 3), np.float32)
    gray = np.repeat(0.25 + 0.5 * np.random.default_rng(8).random((30, 40, 1), np.float32), 3, 2)
    moved = colors.recolored(picture, gray, match)
    assert np.abs(moved - moved.mean(2, keepdims=True)).max() < 0.02


def test_colors_pushed_out_of_range_are_clipped() -> None:
    dark, bright = drawn([0.3, 0.3, 0.3], WARM / 3, 9), np.random.default_rng(10).integers(0, 2, (30, 40, 3))
    moved = colors.recolored(dark, bright.astype(np.float32))
    assert moved.min() == 0
    assert moved.max() == 1


def test_noise_in_a_palette_has_its_mean_and_covariance() -> None:
    palette = drawn([0.5, 0.4, 0.55], WARM, 1)
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
    np.random.default_rng(seed).random(shape, np.float32) * np.array([1, 0.5, 0.2], np.float32)
    for seed, shape in ((12, (20, 50, 3)), (13, (25, 25, 3)))
)


def test_the_style_s_colors_need_no_preparation() -> None:
    content, styles = colors.prepared(LIVELY, STYLES, Colors.STYLE, ColorMatch.TRANSPORT)
    assert content is LIVELY
    assert styles is STYLES
    assert colors.finished(STYLES[0], LIVELY, Colors.STYLE) is STYLES[0]


@all_maps
def test_matched_styles_have_the_content_s_palette_each(match: ColorMatch) -> None:
    content, styles = colors.prepared(LIVELY, STYLES, Colors.MATCH, match)
    assert content is LIVELY
    for style, before in zip(styles, STYLES, strict=True):
        np.testing.assert_array_equal(style, colors.recolored(before, LIVELY, match))
        np.testing.assert_allclose(style.mean((0, 1)), LIVELY.mean((0, 1)), atol=0.02)
    assert colors.finished(STYLES[0], LIVELY, Colors.MATCH) is STYLES[0]


def test_to_keep_colors_only_luminance_is_painted_with_that_of_the_styles_matched() -> None:
    content, styles = colors.prepared(LIVELY, STYLES, Colors.KEEP, ColorMatch.TRANSPORT)
    wanted = LIVELY @ TO_YIQ[0]
    for channel in range(3):
        np.testing.assert_allclose(content[..., channel], wanted, atol=1e-6)
    for style, before in zip(styles, STYLES, strict=True):
        assert style.shape == before.shape
        assert np.ptp(style, axis=2).max() == 0  # gray
        brightness = before @ TO_YIQ[0]
        expected = (brightness - brightness.mean()) * wanted.std() / brightness.std() + wanted.mean()
        np.testing.assert_allclose(style[..., 0], np.clip(expected, 0, 1), atol=1e-5)


@pytest.mark.parametrize("flat", ["content", "style"])
def test_luminance_of_one_value_is_matched_without_nan(flat: str) -> None:
    plain = np.full((20, 20, 3), 0.3, np.float32)
    content, style = (plain, LIVELY) if flat == "content" else (LIVELY, plain)
    gray, [gray_style] = colors.prepared(content, (style,), Colors.KEEP, ColorMatch.TRANSPORT)
    for picture in (gray, gray_style):
        assert np.isfinite(picture).all()
        assert 0 <= picture.min() <= picture.max() <= 1


def test_a_finished_picture_has_its_own_luminance_and_the_content_s_chroma() -> None:
    painted = np.repeat(0.3 + 0.4 * np.random.default_rng(14).random((30, 40, 1), np.float32), 3, 2)
    finished = colors.finished(painted, LIVELY, Colors.KEEP)
    inside = ((finished > 0) & (finished < 1)).all(2)
    assert inside.mean() > 0.5
    found, of_content = finished @ TO_YIQ.T, LIVELY @ TO_YIQ.T
    np.testing.assert_allclose(found[inside][:, 1:], of_content[inside][:, 1:], atol=1e-5)
    np.testing.assert_allclose(found[inside][:, 0], painted[inside][:, 0], atol=1e-5)
    assert 0 <= finished.min() <= finished.max() <= 1


def test_a_finished_picture_takes_the_colors_of_a_content_of_another_size() -> None:
    content = np.repeat(
        np.repeat(np.array([[[0.6, 0.3, 0.3], [0.3, 0.3, 0.6]]], np.float32), 40, 0), 30, 1
    )  # red, then blue
    finished = colors.finished(np.full((20, 30, 3), 0.5, np.float32), content, Colors.KEEP)
    assert finished.shape == (20, 30, 3)
    assert (finished[:, :12, 0] > finished[:, :12, 2]).all()
    assert (finished[:, 18:, 0] < finished[:, 18:, 2]).all()


def test_gray_content_stays_gray_when_its_colors_are_kept() -> None:
    gray = np.repeat(LIVELY[:, :, :1], 3, 2)
    assert np.ptp(colors.finished(LIVELY, gray, Colors.KEEP), axis=2).max() < 1e-6


# --- axes of palettes -------------------------------------------------------------------------------------------------

TURN = np.linalg.qr(np.random.default_rng(10).normal(size=(3, 3)))[0]  # three directions at right angles


def spread(*deviations: float, mean: float = 0.5, seed: int = 11) -> Floats:
    """A picture whose colors deviate by so much along the three directions of TURN."""
    return drawn([mean] * 3, TURN @ np.diag(np.square(deviations)) @ TURN.T, seed)


def test_axes_point_along_the_spread_of_the_colors_and_are_as_long_as_it_is() -> None:
    found = colors.axes([spread(0.05, 0.1, 0.06)], [1.0])
    wanted = TURN @ np.diag(np.square([0.5, 1, 0.6])) @ TURN.T
    np.testing.assert_allclose(found @ found.T, wanted, atol=2e-3)
    np.testing.assert_allclose(np.linalg.norm(found, axis=0), [0.5, 0.6, 1], atol=2e-3)  # a column is one axis


def test_no_axis_is_shorter_than_the_floor() -> None:
    lengths = np.linalg.svd(colors.axes([spread(0.1, 0.001, 0.08)], [1.0]), compute_uv=False)
    np.testing.assert_allclose(lengths, [1, 0.8, colors.AXIS_FLOOR], atol=2e-3)


def test_a_gray_palette_s_long_axis_is_gray() -> None:
    gray = np.repeat(np.random.default_rng(12).random((30, 40, 1), np.float32), 3, 2)
    found = colors.axes([gray], [1.0])
    np.testing.assert_allclose(np.abs(found[:, 2]), 3**-0.5, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(found, axis=0)[:2], colors.AXIS_FLOOR, rtol=1e-5)


@pytest.mark.parametrize("level", [0.0, 0.3, 1.0])
def test_a_palette_of_one_color_has_axes_of_equal_length(level: float) -> None:
    found = colors.axes([np.full((20, 20, 3), level, np.float32)], [1.0])
    np.testing.assert_allclose(found @ found.T, np.eye(3), atol=1e-4)


def test_palettes_blend_by_their_shares_and_by_what_lies_between_them() -> None:
    """As the colors of both pictures together, each repeated as often as its share says."""
    one, other = spread(0.03, 0.08, 0.05, mean=0.35), spread(0.05, 0.04, 0.06, mean=0.6, seed=13)
    together = np.concatenate([one, one, one, other])
    blended, expected = colors.axes([one, other], [0.75, 0.25]), colors.axes([together], [1.0])
    np.testing.assert_allclose(blended @ blended.T, expected @ expected.T, atol=1e-3)
    alone = colors.axes([one], [1.0])
    assert np.abs(blended @ blended.T - alone @ alone.T).max() > 0.1


# --- palettes of results ----------------------------------------------------------------------------------------------

STRAYING = np.random.default_rng(15).uniform(0, 1, (30, 40, 3)).astype(np.float32)  #: of every color that there is


def toned(*color: float) -> Floats:
    """All shades of one color."""
    shades = np.linspace(0.1, 1, 600, dtype=np.float32).reshape(20, 30, 1)
    return shades * np.asarray(color, np.float32)


def test_of_gray_pictures_a_result_stays_gray_and_keeps_its_shades() -> None:
    found = colors.within(STRAYING, colors.palette_of([toned(1, 1, 1), toned(0.8, 0.8, 0.8)]))
    assert np.ptp(found, axis=2).max() < 1e-3
    np.testing.assert_allclose(found.mean(axis=2), STRAYING.mean(axis=2), atol=1e-3)


def test_a_tall_picture_is_moved_as_its_parts_are() -> None:
    tall = np.random.default_rng(16).uniform(0, 1, (3 * colors.ROWS_AT_ONCE // 2, 4, 3)).astype(np.float32)
    palette = colors.palette_of([toned(1.0, 0.8, 0.6)])
    parts = [colors.within(part, palette) for part in np.array_split(tall, 7)]
    np.testing.assert_allclose(colors.within(tall, palette), np.concatenate(parts), atol=1e-6)


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_of_pictures_of_one_gray_a_result_stays_gray(level: float) -> None:
    plain = np.full((20, 20, 3), level, np.float32)
    assert np.ptp(colors.within(STRAYING, colors.palette_of([plain, plain])), axis=2).max() < 1e-3


def test_of_sepia_pictures_a_result_stays_sepia() -> None:
    sepia = toned(1.0, 0.8, 0.6)
    found = colors.within(0.5 * sepia + 0.5 * STRAYING[:20, :30], colors.palette_of([sepia]))
    inside = (found > 1e-3).all(2) & (found < 1 - 1e-3).all(2)
    assert inside.mean() > 0.9
    tones = found[inside] / found[inside].max(axis=1, keepdims=True)
    np.testing.assert_allclose(tones, np.broadcast_to([1.0, 0.8, 0.6], tones.shape), atol=1e-3)


def test_of_colorful_pictures_a_result_keeps_every_color() -> None:
    found = colors.within(STRAYING, colors.palette_of([STRAYING[::2], LIVELY]))
    np.testing.assert_allclose(found, STRAYING, atol=1e-6)


def test_whose_colors_a_result_has_is_what_was_asked_for() -> None:
    content, style, initial = toned(1, 1, 1), LIVELY, STRAYING
    assert [id(one) for one in colors.sources(content, (style,), initial, Colors.STYLE)] == [
        id(content),
        id(style),
        id(initial),
    ]
    for chosen in (Colors.KEEP, Colors.MATCH):
        assert [id(one) for one in colors.sources(content, (style,), None, chosen)] == [id(content)]
