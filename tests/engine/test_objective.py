"""The objective as a whole: its sum, its gradient, and the residuals that programs are compared by."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine import losses, objective
from engine.features import self_taught, vgg16
from engine.settings import Precision, StyleStatistics, TransferSettings

Floats = NDArray[np.float32]

RANDOM = np.random.default_rng(0)
CONTENT, STYLE, OTHER_STYLE = (
    RANDOM.random(shape, np.float32) for shape in ((1, 48, 64, 3), (1, 64, 40, 3), (1, 32, 80, 3))
)
PICTURES = RANDOM.random((2, 48, 64, 3), np.float32)  # white noise

both_statistics = pytest.mark.parametrize("statistics", list(StyleStatistics))


@pytest.fixture(scope="module")
def filters() -> vgg16.Filters:
    return self_taught.learn(CONTENT[0], [STYLE[0]], Precision.FLOAT32)


def objective_for(
    filters: vgg16.Filters,
    statistics: StyleStatistics,
    *styles: Floats,
    weights: tuple[object, object, object] = (1, 2, 3),
) -> objective.Objective:
    targets = objective.targets_for(
        filters, tf.constant(CONTENT), [tf.constant(style) for style in styles or (STYLE,)], statistics
    )
    return objective.Objective(
        filters, targets, objective.Weights(*(tf.constant(weight, tf.float32) for weight in weights))
    )


def weighted_sum(terms: objective.Terms, weights: objective.Weights) -> Floats:
    return np.sum([weight * term for weight, term in zip(weights, terms, strict=True)], axis=0)


@both_statistics
def test_the_terms_are_nothing_where_content_and_style_are_met(
    filters: vgg16.Filters, statistics: StyleStatistics
) -> None:
    function = objective_for(filters, statistics, CONTENT)
    content, style, denoise = objective.terms(tf.constant(CONTENT), filters, function.targets, statistics)
    np.testing.assert_allclose(content, [0], atol=1e-6)
    np.testing.assert_allclose(style, [0], atol=1e-6)
    assert denoise[0] > 0.5


def test_the_denoise_term_of_white_noise_is_one(filters: vgg16.Filters) -> None:
    targets = objective_for(filters, StyleStatistics.GRAM).targets
    denoise = objective.terms(tf.constant(PICTURES), filters, targets, StyleStatistics.GRAM).denoise
    np.testing.assert_allclose(denoise, [1, 1], rtol=0.05)


def test_the_content_term_is_one_deviation_for_maps_of_the_mean(filters: vgg16.Filters) -> None:
    """Relative to the variance of the target: maps without any content are at a distance of 1."""
    targets = objective_for(filters, StyleStatistics.GRAM).targets
    mean = tf.fill(targets.content.shape, tf.reduce_mean(targets.content))
    np.testing.assert_allclose(losses.content_loss(mean, targets.content, targets.content_variance), [1], rtol=1e-3)


@both_statistics
def test_the_gradient_tells_how_the_weighted_sum_changes(filters: vgg16.Filters, statistics: StyleStatistics) -> None:
    function = objective_for(filters, statistics)
    pictures = tf.constant(0.25 + 0.5 * PICTURES[:1])
    _, gradient = objective.losses_and_gradient(pictures, function, statistics)
    direction = gradient / tf.norm(gradient)
    step = 0.02  # in all pixels together: small against the curvature, large against float32's rounding
    above, below = (
        weighted_sum(objective.terms(pictures + sign * step * direction, *function[:2], statistics), function.weights)[
            0
        ]
        for sign in (1, -1)
    )
    np.testing.assert_allclose((above - below) / (2 * step), float(tf.norm(gradient)), rtol=0.01)


@both_statistics
def test_each_picture_of_a_batch_has_its_own_losses_and_gradient(
    filters: vgg16.Filters, statistics: StyleStatistics
) -> None:
    together = objective_for(filters, statistics, weights=([1, 5], [2, 0.5], [3, 0]))
    terms, gradient = objective.losses_and_gradient(tf.constant(PICTURES), together, statistics)
    for index, weights in enumerate([(1, 2, 3), (5, 0.5, 0)]):
        alone = objective_for(filters, statistics, weights=weights)
        its_terms, its_gradient = objective.losses_and_gradient(
            tf.constant(PICTURES[index : index + 1]), alone, statistics
        )
        np.testing.assert_allclose([term[index] for term in terms], [term[0] for term in its_terms], rtol=1e-4)
        scale = np.abs(its_gradient).max()
        np.testing.assert_allclose(gradient[index], its_gradient[0], atol=1e-4 * scale)


@both_statistics
def test_the_statistics_of_several_styles_are_averaged(filters: vgg16.Filters, statistics: StyleStatistics) -> None:
    both, one, other = (
        objective_for(filters, statistics, *styles).targets.style
        for styles in ((STYLE, OTHER_STYLE), (STYLE,), (OTHER_STYLE,))
    )
    for layer in objective.STYLE_LAYERS:
        for found, first, second in zip(both[layer], one[layer], other[layer], strict=True):
            np.testing.assert_allclose(found, (first + second) / 2, atol=1e-5)


def test_the_weights_are_those_of_the_settings() -> None:
    settings = TransferSettings(content_weight=1.5, style_weight=7, denoise_weight=0)
    assert [float(weight) for weight in objective.weights_of(settings)] == [1.5, 7, 0]


def naive_residuals(picture: Floats, filters: vgg16.Filters) -> tuple[float, float]:
    def maps(image: Floats, layer: str) -> NDArray[np.float64]:
        found = vgg16.features(tf.constant(image), filters, [layer])[layer].numpy()
        return found.reshape(-1, found.shape[-1]).astype(np.float64)

    def relative(value: NDArray[np.float64], target: NDArray[np.float64]) -> float:
        return float(((value - target) ** 2).sum() / (target**2).sum())

    content = relative(maps(picture, objective.CONTENT_LAYER), maps(CONTENT, objective.CONTENT_LAYER))
    by_layer = []
    for layer in objective.STYLE_LAYERS:
        grams = [flat.T @ flat / len(flat) for flat in (maps(picture, layer), maps(STYLE, layer))]
        by_layer.append(relative(*grams))
    return content, float(np.mean(by_layer))


@both_statistics
def test_the_residuals_are_those_of_the_naive_formula_whatever_the_statistics(
    filters: vgg16.Filters, statistics: StyleStatistics
) -> None:
    picture = PICTURES[:1] * 0.7
    found = objective.residuals(tf.constant(picture), objective_for(filters, statistics))
    np.testing.assert_allclose(found, naive_residuals(picture, filters), rtol=1e-3)


def test_features_that_are_all_zero_count_as_reached() -> None:
    """As pictures of one plain colour may have them."""
    nothing = vgg16.Filters(
        {
            layer: vgg16.Filter(tf.zeros((3, 3, below, width)), tf.zeros(width))
            for (layer, width), below in zip(vgg16.WIDTHS.items(), (3, *vgg16.WIDTHS.values()), strict=False)
        }
    )
    found = objective.residuals(tf.constant(PICTURES[:1]), objective_for(nothing, StyleStatistics.COVARIANCE))
    assert found == (0, 0)
