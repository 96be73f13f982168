"""Losses against naive float64 formulas and closed forms; gradients against central differences of those formulas."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine import losses
from tests.support.gradients import numerical_gradient

Doubles = NDArray[np.float64]

BATCH, HEIGHT, WIDTH, CHANNELS = 2, 3, 4, 5
RANDOM = np.random.default_rng(0)
MAPS = np.maximum(RANDOM.normal(0.3, 1, (BATCH, HEIGHT, WIDTH, CHANNELS)), 0)  # as after ReLU
OTHER_MAPS = np.maximum(RANDOM.normal(0.1, 1.5, (1, HEIGHT + 2, WIDTH, CHANNELS)), 0)
PICTURES = RANDOM.random((BATCH, HEIGHT, WIDTH, 3))


# --- the naive formulas -----------------------------------------------------------------------------------------------


def naive_gram(maps: Doubles) -> Doubles:
    """Of one picture (height, width, channels), position by position."""
    total = np.zeros((maps.shape[-1], maps.shape[-1]))
    for position in maps.reshape(-1, maps.shape[-1]):
        total += np.outer(position, position)
    return total / (maps.shape[0] * maps.shape[1])


def naive_mean_and_covariance(maps: Doubles) -> tuple[Doubles, Doubles]:
    flat = maps.reshape(-1, maps.shape[-1])
    return flat.mean(0), np.cov(flat, rowvar=False, bias=True)


def naive_gram_loss(maps: Doubles, target: Doubles) -> float:
    wanted = naive_gram(target)
    return float(((naive_gram(maps) - wanted) ** 2).sum() / (wanted**2).sum())


def naive_covariance_loss(maps: Doubles, target: Doubles) -> float:
    (mean, covariance), (wanted_mean, wanted) = naive_mean_and_covariance(maps), naive_mean_and_covariance(target)
    distance = ((covariance - wanted) ** 2).sum() / (wanted**2).sum()
    return float(distance + ((mean - wanted_mean) ** 2).sum() / (wanted_mean**2).sum())


def naive_total_variation(picture: Doubles) -> float:
    return float((np.diff(picture, axis=0) ** 2).mean() + (np.diff(picture, axis=1) ** 2).mean())


def naive_content_loss(maps: Doubles, target: Doubles) -> float:
    return float(((maps - target) ** 2).mean() / target.var())


# --- the same through the engine --------------------------------------------------------------------------------------


def tensor(values: Doubles) -> tf.Tensor:
    return tf.constant(values, tf.float32)


def gram_loss(maps: tf.Tensor) -> tf.Tensor:
    return losses.style_loss(losses.gram(maps), losses.gram(tensor(OTHER_MAPS)))


def covariance_loss(maps: tf.Tensor) -> tf.Tensor:
    return losses.style_loss(losses.mean_and_covariance(maps), losses.mean_and_covariance(tensor(OTHER_MAPS)))


def content_loss(maps: tf.Tensor) -> tf.Tensor:
    target = tensor(MAPS[:1])
    return losses.content_loss(maps, target, tf.math.reduce_variance(target))


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


CASES = {
    "gram": Case(gram_loss, lambda maps: naive_gram_loss(maps, OTHER_MAPS[0]), MAPS),
    "covariance": Case(covariance_loss, lambda maps: naive_covariance_loss(maps, OTHER_MAPS[0]), MAPS),
    "content": Case(content_loss, lambda maps: naive_content_loss(maps, MAPS[0]), MAPS + 0.1 * OTHER_MAPS[:, :HEIGHT]),
    "total variation": Case(losses.total_variation, naive_total_variation, PICTURES),
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


def test_the_gram_matrix_is_that_of_the_naive_formula() -> None:
    matrix, mean = losses.gram(tensor(MAPS))
    np.testing.assert_allclose(matrix, [naive_gram(one) for one in MAPS], rtol=1e-5)
    np.testing.assert_array_equal(mean, np.zeros((BATCH, CHANNELS)))


def test_mean_and_covariance_are_those_of_the_naive_formula() -> None:
    matrix, mean = losses.mean_and_covariance(tensor(MAPS))
    for index, one in enumerate(MAPS):
        expected_mean, expected = naive_mean_and_covariance(one)
        np.testing.assert_allclose(mean[index], expected_mean, rtol=1e-5)
        np.testing.assert_allclose(matrix[index], expected, atol=1e-5)


@pytest.mark.parametrize("statistics", [losses.second_moment, losses.covariance])
def test_statistics_of_half_precision_maps_are_summed_in_single_precision(statistics: Callable[..., object]) -> None:
    flat = tf.cast(tf.random.stateless_uniform((1, 6000, 4), (1, 2)), tf.bfloat16)
    for half, single in zip(
        tf.nest.flatten(statistics(flat)), tf.nest.flatten(statistics(tf.cast(flat, tf.float32))), strict=True
    ):
        assert half.dtype == tf.float32
        # bfloat16 sums of 6000 terms would stick at 256: what is left is the rounding of one result.
        np.testing.assert_allclose(half, single, atol=2**-7)


def test_the_gradients_of_the_statistics_hold_for_any_function_of_them() -> None:
    """Not only for the symmetric ones that the losses take: a weighted sum with arbitrary weights."""
    matrix_weights, mean_weights = RANDOM.normal(size=(CHANNELS, CHANNELS)), RANDOM.normal(size=CHANNELS)

    def of_covariance(maps: Doubles) -> float:
        mean, covariance = naive_mean_and_covariance(maps)
        return float((matrix_weights * covariance).sum() + (mean_weights * mean).sum())

    def of_gram(maps: Doubles) -> float:
        return float((matrix_weights * naive_gram(maps)).sum())

    for statistics, naive in ((losses.gram, of_gram), (losses.mean_and_covariance, of_covariance)):
        maps = tensor(MAPS[:1])
        with tf.GradientTape() as tape:
            tape.watch(maps)
            found = statistics(maps)
            total = tf.reduce_sum(tensor(matrix_weights) * found.matrix) + tf.reduce_sum(
                tensor(mean_weights) * found.mean
            )
        expected = numerical_gradient(naive, MAPS[0])
        np.testing.assert_allclose(tape.gradient(total, maps)[0], expected, atol=2e-4 * np.abs(expected).max())


# --- closed forms -----------------------------------------------------------------------------------------------------


def test_the_total_variation_of_a_checkerboard_is_two() -> None:
    board = np.indices((6, 9)).sum(0) % 2
    value = losses.total_variation(tensor(np.repeat(board[np.newaxis, :, :, np.newaxis], 3, 3)))
    np.testing.assert_allclose(value, [2.0])


def test_the_total_variation_of_a_ramp_is_the_sum_of_its_squared_slopes() -> None:
    rows, columns = np.mgrid[0:8, 0:5]
    ramp = np.repeat((0.02 * rows + 0.05 * columns)[np.newaxis, :, :, np.newaxis], 3, 3)
    np.testing.assert_allclose(losses.total_variation(tensor(ramp)), [0.02**2 + 0.05**2], rtol=1e-4)


def test_the_total_variation_of_one_colour_is_nothing() -> None:
    np.testing.assert_array_equal(losses.total_variation(tf.fill((1, 5, 7, 3), 0.3)), [0])


def test_every_loss_is_nothing_at_its_target() -> None:
    target = tensor(MAPS[:1])
    np.testing.assert_array_equal(losses.content_loss(target, target, tf.constant(1.0)), [0])
    for statistics in (losses.gram, losses.mean_and_covariance):
        np.testing.assert_array_equal(losses.style_loss(statistics(target), statistics(target)), [0])


@pytest.mark.parametrize("statistics", [losses.gram, losses.mean_and_covariance])
def test_the_style_loss_of_nothing_at_all_is_one_for_each_statistic(statistics: Callable[..., losses.Moments]) -> None:
    target = statistics(tensor(OTHER_MAPS))
    nothing = losses.Moments(tf.zeros_like(target.matrix), tf.zeros_like(target.mean))
    expected = 1.0 if statistics is losses.gram else 2.0
    np.testing.assert_allclose(losses.style_loss(nothing, target), [expected])


@pytest.mark.parametrize("factor", [0.01, 100])
def test_losses_do_not_depend_on_the_scale_of_the_features(factor: float) -> None:
    maps, target = tensor(MAPS), tensor(OTHER_MAPS)
    large_maps, large_target = maps * factor, target * factor
    for statistics in (losses.gram, losses.mean_and_covariance):
        np.testing.assert_allclose(
            losses.style_loss(statistics(large_maps), statistics(large_target)),
            losses.style_loss(statistics(maps), statistics(target)),
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
    for statistics in (losses.gram, losses.mean_and_covariance):
        for one, other in zip(statistics(once), statistics(twice), strict=True):
            np.testing.assert_allclose(one, other, atol=1e-5)


@pytest.mark.parametrize("statistics", [losses.gram, losses.mean_and_covariance])
def test_a_target_of_zeros_gives_no_nan_in_loss_or_gradient(statistics: Callable[..., losses.Moments]) -> None:
    target = statistics(tf.zeros((1, 4, 4, CHANNELS)))
    maps = tensor(MAPS)
    with tf.GradientTape() as tape:
        tape.watch(maps)
        values = losses.style_loss(statistics(maps), target)
    assert np.isfinite(values).all()
    assert np.isfinite(tape.gradient(values, maps)).all()
