"""Losses against naive float64 formulas and closed forms; gradients against central differences of those formulas."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine.objective import NOISE_VARIATION, losses
from tests.support.gradients import numerical_gradient

Doubles = NDArray[np.float64]

BATCH, HEIGHT, WIDTH, CHANNELS = 2, 3, 4, 5
RANDOM = np.random.default_rng(0)
MAPS = np.maximum(RANDOM.normal(0.3, 1, (BATCH, HEIGHT, WIDTH, CHANNELS)), 0)  # as after ReLU
OTHER_MAPS = np.maximum(RANDOM.normal(0.1, 1.5, (1, HEIGHT + 2, WIDTH, CHANNELS)), 0)
PICTURES = RANDOM.random((BATCH, HEIGHT, WIDTH, 3))
GUIDE = RANDOM.random((HEIGHT, WIDTH))
GUIDE[0] = 0  # a row that does not belong to the region
GUIDE /= GUIDE.mean()


# --- the naive formulas -----------------------------------------------------------------------------------------------


def naive_gram(maps: Doubles, guide: Doubles | None = None) -> Doubles:
    """The Gram matrix of one picture (height, width, channels), position by position."""
    total = np.zeros((maps.shape[-1], maps.shape[-1]))
    weights = np.ones(maps.shape[:2]) if guide is None else guide
    for position, weight in zip(maps.reshape(-1, maps.shape[-1]), weights.ravel(), strict=True):
        total += weight * np.outer(position, position)
    return total / (maps.shape[0] * maps.shape[1])


def naive_mean_and_covariance(maps: Doubles, guide: Doubles | None = None) -> tuple[Doubles, Doubles]:
    flat = maps.reshape(-1, maps.shape[-1])
    weights = None if guide is None else guide.ravel()
    return np.average(flat, 0, weights), np.cov(flat, rowvar=False, bias=True, aweights=weights)


def naive_gram_loss(maps: Doubles, target: Doubles, guide: Doubles | None = None) -> float:
    wanted = naive_gram(target)
    return float(((naive_gram(maps, guide) - wanted) ** 2).sum() / (wanted**2).sum())


def naive_plain_gram_loss(maps: Doubles, target: Doubles) -> float:
    return float(((naive_gram(maps) - naive_gram(target)) ** 2).mean())


def naive_covariance_loss(maps: Doubles, target: Doubles, guide: Doubles | None = None) -> float:
    mean, covariance = naive_mean_and_covariance(maps, guide)
    wanted_mean, wanted = naive_mean_and_covariance(target)
    distance = ((covariance - wanted) ** 2).sum() / (wanted**2).sum()
    return float(distance + ((mean - wanted_mean) ** 2).sum() / (wanted_mean**2).sum())


def naive_total_variation(picture: Doubles) -> float:
    total, (height, width, _) = 0.0, picture.shape
    for row, column in np.ndindex(height, width):
        squared = 0.0
        for next_row, next_column in ((row + 1, column), (row, column + 1)):
            if next_row < height and next_column < width:
                difference = picture[next_row, next_column] - picture[row, column]
                gray = difference.mean()
                squared += 3 * gray**2 + losses.CHROMA**2 * ((difference - gray) ** 2).sum()
        total += 2 * losses.EDGE**2 * (np.sqrt(1 + squared / 3 / losses.EDGE**2) - 1)
    return total / (height * width)


def naive_absolute_variation(picture: Doubles) -> float:
    gray_levels = 255 * picture
    return float(np.abs(np.diff(gray_levels, axis=0)).sum() + np.abs(np.diff(gray_levels, axis=1)).sum())


def naive_content_loss(maps: Doubles, target: Doubles, guide: Doubles | None = None) -> float:
    squared = (maps - target) ** 2 if guide is None else guide[:, :, np.newaxis] * (maps - target) ** 2
    return float(squared.mean() / target.var())


# --- the same through the engine --------------------------------------------------------------------------------------


def tensor(values: Doubles) -> tf.Tensor:
    return tf.constant(values, tf.float32)


GUIDE_TENSOR = tensor(GUIDE[np.newaxis, :, :, np.newaxis])
#: Losses of style, from (found, target).
style_losses = pytest.mark.parametrize("loss", [losses.gram_loss, losses.covariance_loss])


def compared_by(
    loss: Callable[[losses.Moments, losses.Moments], tf.Tensor], guide: tf.Tensor | None = None
) -> Callable[[tf.Tensor], tf.Tensor]:
    """A function of maps: this loss of them against OTHER_MAPS."""
    return lambda maps: loss(losses.moments(maps, guide), losses.moments(tensor(OTHER_MAPS)))


def content_loss(maps: tf.Tensor, guide: tf.Tensor | None = None) -> tf.Tensor:
    target = tensor(MAPS[:1])
    return losses.content_loss(maps, target, tf.math.reduce_variance(target), guide)


class Case:
    """A loss, the formula that it should equal, and where to try it."""

    def __init__(self, loss: Callable[[tf.Tensor], tf.Tensor], naive: Callable[[Doubles], float], at: Doubles) -> None:
        self.loss, self.naive, self.at = loss, naive, at

    def value_and_gradient(self, at: Doubles) -> tuple[Doubles, Doubles]:
        """Losses (batch,), and the gradient of their sum."""
        point = tensor(at)
        with tf.GradientTape() as tape:
            tape.watch(point)
            values = self.loss(point)
        return values.numpy(), tape.gradient(values, point).numpy()


STYLE, CONTENT = OTHER_MAPS[0], MAPS[0]
NEAR_CONTENT = MAPS + 0.1 * OTHER_MAPS[:, :HEIGHT]

CASES = {
    "gram": Case(compared_by(losses.gram_loss), lambda maps: naive_gram_loss(maps, STYLE), MAPS),
    "covariance": Case(compared_by(losses.covariance_loss), lambda maps: naive_covariance_loss(maps, STYLE), MAPS),
    "plain gram": Case(compared_by(losses.plain_gram_loss), lambda maps: naive_plain_gram_loss(maps, STYLE), MAPS),
    "guided gram": Case(
        compared_by(losses.gram_loss, GUIDE_TENSOR), lambda maps: naive_gram_loss(maps, STYLE, GUIDE), MAPS
    ),
    "guided covariance": Case(
        compared_by(losses.covariance_loss, GUIDE_TENSOR), lambda maps: naive_covariance_loss(maps, STYLE, GUIDE), MAPS
    ),
    "content": Case(content_loss, lambda maps: naive_content_loss(maps, CONTENT), NEAR_CONTENT),
    "guided content": Case(
        lambda maps: content_loss(maps, GUIDE_TENSOR),
        lambda maps: naive_content_loss(maps, CONTENT, GUIDE),
        NEAR_CONTENT,
    ),
    "total variation": Case(losses.total_variation, naive_total_variation, PICTURES),
    "absolute variation": Case(losses.absolute_variation, naive_absolute_variation, PICTURES),
}
every_loss = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


@every_loss
def test_a_loss_equals_its_naive_formula(case: Case) -> None:
    values, _ = case.value_and_gradient(case.at)
    np.testing.assert_allclose(values, [case.naive(one) for one in case.at], rtol=1e-4)


@every_loss
def test_a_gradient_equals_central_differences_of_the_naive_formula(case: Case) -> None:
    _, gradient = case.value_and_gradient(case.at)
    for one, its_gradient in zip(case.at, gradient, strict=True):
        expected = numerical_gradient(case.naive, one)
        np.testing.assert_allclose(its_gradient, expected, atol=2e-4 * np.abs(expected).max())


@every_loss
def test_a_picture_of_a_batch_has_the_loss_and_gradient_that_it_has_alone(case: Case) -> None:
    values, gradient = case.value_and_gradient(case.at)
    for index in range(BATCH):
        value, its_gradient = case.value_and_gradient(case.at[index : index + 1])
        np.testing.assert_allclose(values[index], value[0], rtol=1e-5)
        np.testing.assert_allclose(gradient[index], its_gradient[0], atol=1e-5 * np.abs(its_gradient).max())


@every_loss
def test_each_picture_of_a_batch_may_be_weighted_on_its_own(case: Case) -> None:
    weighted = Case(lambda maps: tf.constant([3.0, 0.0]) * case.loss(maps), case.naive, case.at)
    _, gradient = case.value_and_gradient(case.at)
    _, weighted_gradient = weighted.value_and_gradient(case.at)
    np.testing.assert_allclose(weighted_gradient[0], 3 * gradient[0], rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(weighted_gradient[1], 0)


# --- statistics -------------------------------------------------------------------------------------------------------


guides = pytest.mark.parametrize("guide", [None, GUIDE], ids=["everywhere", "guided"])


def as_guide(guide: Doubles | None) -> tf.Tensor | None:
    return None if guide is None else tensor(guide[np.newaxis, :, :, np.newaxis])


@guides
def test_the_second_moment_is_the_gram_matrix_of_the_naive_formula(guide: Doubles | None) -> None:
    found = losses.moments(tensor(MAPS), as_guide(guide))
    np.testing.assert_allclose(found.second, [naive_gram(one, guide) for one in MAPS], rtol=1e-5)


@guides
def test_mean_and_covariance_are_those_of_the_naive_formula(guide: Doubles | None) -> None:
    found = losses.moments(tensor(MAPS), as_guide(guide))
    for index, one in enumerate(MAPS):
        expected_mean, expected = naive_mean_and_covariance(one, guide)
        np.testing.assert_allclose(found.mean[index], expected_mean, rtol=1e-5)
        np.testing.assert_allclose(found.covariance[index], expected, atol=1e-5)


def test_a_guide_of_ones_is_no_guide() -> None:
    maps, ones = tensor(MAPS), tf.ones((1, HEIGHT, WIDTH, 1))
    for one, other in zip(losses.moments(maps, ones), losses.moments(maps), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)
    np.testing.assert_allclose(content_loss(maps, ones), content_loss(maps), rtol=1e-6)
    guided = Case(compared_by(losses.covariance_loss, ones), CASES["covariance"].naive, MAPS)
    for found, expected in zip(
        guided.value_and_gradient(MAPS), CASES["covariance"].value_and_gradient(MAPS), strict=True
    ):
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_what_lies_outside_a_region_counts_nothing_and_gets_no_gradient() -> None:
    elsewhere = MAPS.copy()
    elsewhere[:, 0] = 100 * RANDOM.random((BATCH, WIDTH, CHANNELS))
    for one, other in zip(
        losses.moments(tensor(elsewhere), GUIDE_TENSOR), losses.moments(tensor(MAPS), GUIDE_TENSOR), strict=True
    ):
        np.testing.assert_array_equal(one, other)
    _, gradient = CASES["guided covariance"].value_and_gradient(elsewhere)
    np.testing.assert_array_equal(gradient[:, 0], 0)
    assert np.abs(gradient[:, 1:]).max() > 0


def test_observed_maps_go_on_unchanged_and_carry_the_gradients_of_deeper_layers() -> None:
    """The gradient at the maps is that of what comes after them plus that of their statistics."""
    for guide in (None, GUIDE_TENSOR):
        maps = tensor(MAPS)
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(maps)
            observed, found = losses.observe(maps, guide)
            deeper = tf.reduce_sum(observed**3)
            statistics = tf.reduce_sum(found.second**2) + tf.reduce_sum(found.mean)
            both = deeper + statistics
        np.testing.assert_array_equal(observed, maps)
        np.testing.assert_allclose(tape.gradient(deeper, maps), 3 * MAPS**2, rtol=1e-5)
        sum_of_both = tape.gradient(deeper, maps) + tape.gradient(statistics, maps)
        np.testing.assert_allclose(tape.gradient(both, maps), sum_of_both, rtol=1e-5)


@pytest.mark.parametrize("guided", [False, True])
def test_statistics_of_half_precision_maps_are_summed_in_single_precision(guided: bool) -> None:
    maps = tf.cast(tf.random.stateless_uniform((1, 60, 100, 4), (1, 2)), tf.bfloat16)
    guide = tf.ones((1, 60, 100, 1)) if guided else None
    for half, single in zip(losses.moments(maps, guide), losses.moments(tf.cast(maps, tf.float32), guide), strict=True):
        assert half.dtype == tf.float32
        # bfloat16 sums of 6000 terms would stick at 256: what is left is the rounding of one result.
        np.testing.assert_allclose(half, single, atol=2**-7)


@guides
def test_the_gradients_of_the_statistics_hold_for_any_function_of_them(guide: Doubles | None) -> None:
    """Not only for the symmetric ones that the losses take: a weighted sum with arbitrary weights."""
    matrix_weights, mean_weights = RANDOM.normal(size=(CHANNELS, CHANNELS)), RANDOM.normal(size=CHANNELS)

    def naive(maps: Doubles) -> float:
        mean, covariance = naive_mean_and_covariance(maps, guide)
        gram = naive_gram(maps, guide)
        return float((matrix_weights * gram).sum() + 2 * (matrix_weights * covariance).sum() + mean_weights @ mean)

    maps = tensor(MAPS[:1])
    with tf.GradientTape() as tape:
        tape.watch(maps)
        found = losses.moments(maps, as_guide(guide))
        of_matrices = tensor(matrix_weights) * (found.second + 2 * found.covariance)
        total = tf.reduce_sum(of_matrices) + tf.reduce_sum(tensor(mean_weights) * found.mean)
    expected = numerical_gradient(naive, MAPS[0])
    np.testing.assert_allclose(tape.gradient(total, maps)[0], expected, atol=2e-4 * np.abs(expected).max())


# --- closed forms -----------------------------------------------------------------------------------------------------


def checkerboard(contrast: float) -> tf.Tensor:
    board = contrast * (np.indices((6, 9)).sum(0) % 2)
    return tensor(np.repeat(board[np.newaxis, :, :, np.newaxis], 3, 3))


def test_the_total_variation_of_a_faint_weave_is_the_square_of_its_differences() -> None:
    differences = 5 * 9 + 6 * 8  # of 6 × 9 pixels
    expected = [differences / (6 * 9) * 0.004**2]
    np.testing.assert_allclose(losses.total_variation(checkerboard(0.004)), expected, rtol=0.01)


def test_an_edge_of_twice_the_height_costs_twice_as_much_and_not_four_times() -> None:
    low, high = (float(losses.total_variation(checkerboard(contrast))[0]) for contrast in (0.5, 1.0))
    assert high / low == pytest.approx(2, rel=0.06)


def test_white_noise_has_the_total_variation_that_the_denoise_term_is_relative_to() -> None:
    noise = np.repeat(np.random.default_rng(0).random((1, 500, 500, 1)), 3, 3)
    np.testing.assert_allclose(losses.total_variation(tensor(noise)), [NOISE_VARIATION], rtol=0.01)


def half_plane(degrees: float, colors: Doubles) -> tf.Tensor:
    """64 × 64 pixels: a dark and a light half, with an edge of this direction between them, soft as in a photo."""
    rows, columns = np.indices((64, 64)) - 31.5
    away = rows * np.cos(np.radians(degrees)) + columns * np.sin(np.radians(degrees))
    inside = np.hypot(rows, columns) < 24  # a disk: each edge is as long
    shade = np.where(inside, np.clip(away / 4 + 0.5, 0, 1), 0.5)
    return tensor(shade[np.newaxis, :, :, np.newaxis] * colors)


def test_an_edge_costs_as_much_in_every_direction() -> None:
    values = [float(losses.total_variation(half_plane(degrees, np.ones(3)))[0]) for degrees in (0, 20, 45, 90)]
    np.testing.assert_allclose(values, values[0], rtol=0.03)


def test_a_change_of_color_costs_more_than_one_of_lightness() -> None:
    colors = np.array([1.0, -1.0, 0.0])
    gray = np.full(3, np.sqrt(2 / 3))  # as far from black
    color, lightness = (float(losses.total_variation(0.01 * half_plane(0, one))[0]) for one in (colors, gray))
    assert color / lightness == pytest.approx(losses.CHROMA**2, rel=0.01)


def test_the_total_variation_of_one_color_is_nothing() -> None:
    np.testing.assert_array_equal(losses.total_variation(tf.fill((1, 5, 7, 3), 0.3)), [0])


def test_the_absolute_variation_of_a_checkerboard_counts_its_edges_in_gray_levels() -> None:
    board = np.indices((6, 9)).sum(0) % 2
    value = losses.absolute_variation(tensor(np.repeat(board[np.newaxis, :, :, np.newaxis], 3, 3)))
    np.testing.assert_allclose(value, [255 * 3 * (5 * 9 + 6 * 8)])


def test_every_loss_is_nothing_at_its_target() -> None:
    target = tensor(MAPS[:1])
    np.testing.assert_array_equal(losses.content_loss(target, target, tf.constant(1.0)), [0])
    moments = losses.moments(target)
    for loss in (losses.gram_loss, losses.covariance_loss, losses.plain_gram_loss):
        np.testing.assert_array_equal(loss(moments, moments), [0])


@style_losses
def test_the_style_loss_of_nothing_at_all_is_one_for_each_statistic(
    loss: Callable[[losses.Moments, losses.Moments], tf.Tensor],
) -> None:
    target = losses.moments(tensor(OTHER_MAPS))
    nothing = losses.Moments(tf.zeros_like(target.second), tf.zeros_like(target.mean))
    expected = 1.0 if loss is losses.gram_loss else 2.0
    np.testing.assert_allclose(loss(nothing, target), [expected], rtol=1e-6)


@pytest.mark.parametrize("factor", [0.01, 100])
def test_losses_do_not_depend_on_the_scale_of_the_features(factor: float) -> None:
    maps, target = tensor(MAPS), tensor(OTHER_MAPS)
    large_maps, large_target = maps * factor, target * factor
    for loss in (losses.gram_loss, losses.covariance_loss):
        np.testing.assert_allclose(
            loss(losses.moments(large_maps), losses.moments(large_target)),
            loss(losses.moments(maps), losses.moments(target)),
            rtol=1e-4,
        )
    reference = maps[:1]
    np.testing.assert_allclose(
        losses.content_loss(large_maps, reference * factor, tf.math.reduce_variance(reference * factor)),
        losses.content_loss(maps, reference, tf.math.reduce_variance(reference)),
        rtol=1e-4,
    )


def test_statistics_do_not_depend_on_the_number_of_positions() -> None:
    once, twice = tensor(MAPS), tensor(np.concatenate([MAPS, MAPS], 1))
    for one, other in zip(losses.moments(once), losses.moments(twice), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


@style_losses
def test_a_target_of_zeros_gives_no_nan_in_loss_or_gradient(
    loss: Callable[[losses.Moments, losses.Moments], tf.Tensor],
) -> None:
    target = losses.moments(tf.zeros((1, 4, 4, CHANNELS)))
    maps = tensor(MAPS)
    with tf.GradientTape() as tape:
        tape.watch(maps)
        values = loss(losses.moments(maps), target)
    assert np.isfinite(values).all()
    assert np.isfinite(tape.gradient(values, maps)).all()
