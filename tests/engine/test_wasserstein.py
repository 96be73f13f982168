"""The distance of Gaussians against its definition in float64, with square roots by eigenvalues."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine.objective import losses
from tests.support.gradients import numerical_gradient

Doubles = NDArray[np.float64]

CHANNELS = 5
RANDOM = np.random.default_rng(0)
MAPS = np.maximum(RANDOM.normal(0.3, 1, (2, 6, 7, CHANNELS)), 0)  # as after ReLU
STYLE = np.maximum(RANDOM.normal(0.1, 1.5, (1, 8, 5, CHANNELS)), 0)
GUIDE = RANDOM.random((6, 7))
GUIDE /= GUIDE.mean()

guides = pytest.mark.parametrize("guide", [None, GUIDE], ids=["everywhere", "guided"])


def tensor(values: Doubles) -> tf.Tensor:
    return tf.constant(values, tf.float32)


def naive_root(matrix: Doubles) -> Doubles:
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T


def naive_moments(maps: Doubles, guide: Doubles | None = None) -> tuple[Doubles, Doubles]:
    """Mean and covariance with a ridge, of one picture (height, width, channels)."""
    flat, weights = maps.reshape(-1, maps.shape[-1]), None if guide is None else guide.ravel()
    covariance = np.cov(flat, rowvar=False, bias=True, aweights=weights)
    return np.average(flat, 0, weights), covariance + losses.RIDGE * np.eye(maps.shape[-1])


def naive_distance(maps: Doubles, style: Doubles, guide: Doubles | None = None) -> float:
    """The distance relative to the size of the target."""
    (mean, covariance), (wanted_mean, wanted) = naive_moments(maps, guide), naive_moments(style)
    root = naive_root(wanted)
    shapes = covariance + wanted - 2 * naive_root(root @ covariance @ root)
    size = np.trace(wanted) - losses.RIDGE * len(wanted) + (wanted_mean**2).sum() + losses.RIDGE
    return float((((mean - wanted_mean) ** 2).sum() + np.trace(shapes)) / size)


def distance(maps: tf.Tensor, style: tf.Tensor, guide: Doubles | None = None) -> tf.Tensor:
    target = losses.moments(style)
    as_tensor = None if guide is None else tensor(guide[np.newaxis, :, :, np.newaxis])
    return losses.wasserstein_loss(losses.moments(maps, as_tensor), target, losses.root(target))


@guides
def test_the_loss_equals_its_definition(guide: Doubles | None) -> None:
    found = distance(tensor(MAPS), tensor(STYLE), guide)
    np.testing.assert_allclose(found, [naive_distance(one, STYLE[0], guide) for one in MAPS], rtol=1e-3)


@guides
def test_the_closed_gradient_equals_central_differences_of_the_definition(guide: Doubles | None) -> None:
    maps = tensor(MAPS)
    with tf.GradientTape() as tape:
        tape.watch(maps)
        values = distance(maps, tensor(STYLE), guide)
    gradient = tape.gradient(values, maps)
    for one, its_gradient in zip(MAPS, gradient, strict=True):
        expected = numerical_gradient(lambda maps: naive_distance(maps, STYLE[0], guide), one)
        np.testing.assert_allclose(its_gradient, expected, atol=2e-3 * np.abs(expected).max())


def test_each_picture_of_a_batch_has_the_loss_and_gradient_that_it_has_alone() -> None:
    def value_and_gradient(at: Doubles) -> tuple[Doubles, Doubles]:
        maps = tensor(at)
        with tf.GradientTape() as tape:
            tape.watch(maps)
            values = distance(maps, tensor(STYLE))
        return values.numpy(), tape.gradient(values, maps).numpy()

    values, gradient = value_and_gradient(MAPS)
    for index in range(len(MAPS)):
        value, its_gradient = value_and_gradient(MAPS[index : index + 1])
        np.testing.assert_allclose(values[index], value[0], rtol=1e-4)
        np.testing.assert_allclose(gradient[index], its_gradient[0], atol=1e-4 * np.abs(its_gradient).max())


def test_the_root_squared_is_the_covariance() -> None:
    [root] = losses.root(losses.moments(tensor(STYLE))).numpy().astype(np.float64)
    np.testing.assert_allclose(root @ root, naive_moments(STYLE[0])[1], atol=1e-5)
    np.testing.assert_allclose(root, root.T, atol=1e-6)


def test_at_the_target_it_is_nothing() -> None:
    np.testing.assert_allclose(distance(tensor(STYLE), tensor(STYLE)), [0], atol=1e-4)


def test_means_alone_are_compared_by_their_squared_distance() -> None:
    """Between equal covariances the distance is that of the means."""
    shift = np.linspace(-0.5, 0.5, CHANNELS)
    size = np.trace(naive_moments(STYLE[0])[1]) + (naive_moments(STYLE[0])[0] ** 2).sum()
    found = distance(tensor(STYLE + shift), tensor(STYLE))
    np.testing.assert_allclose(found, [(shift**2).sum() / size], rtol=2e-3)


@pytest.mark.parametrize("scale", [1.0, 255.0], ids=["self-taught", "as large as ImageNet's"])
def test_with_fewer_positions_than_channels_it_stays_near_to_its_definition(scale: float) -> None:
    """As at the deepest layer of a small picture: the covariance has no inverse but by the ridge."""
    random = np.random.default_rng(1)
    maps, style = (scale * np.maximum(random.normal(0.2, 1, (1, 4, 5, 64)), 0) for _ in range(2))
    point = tensor(maps)
    with tf.GradientTape() as tape:
        tape.watch(point)
        values = distance(point, tensor(style))
    np.testing.assert_allclose(values, [naive_distance(maps[0], style[0])], rtol=0.05)
    gradient = tape.gradient(values, point)
    assert np.isfinite(gradient).all()
    step = 1e-3 * scale * gradient / tf.norm(gradient)
    assert distance(point - step, tensor(style)) < values  # it leads downhill


@pytest.mark.parametrize("flat", ["picture", "style", "both"])
def test_maps_of_one_value_give_no_nan_in_loss_or_gradient(flat: str) -> None:
    maps = np.zeros_like(MAPS) if flat in ("picture", "both") else MAPS
    style = np.zeros_like(STYLE) if flat in ("style", "both") else STYLE
    point = tensor(maps)
    with tf.GradientTape() as tape:
        tape.watch(point)
        values = distance(point, tensor(style))
    assert np.isfinite(values).all()
    assert np.isfinite(tape.gradient(values, point)).all()
