"""Graphs that serve all sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine import objective
from engine.features import self_taught
from engine.graphs import for_all_sizes
from engine.networks import Network, up_to
from engine.objective import Objective, Targets
from engine.settings import Precision, StyleLoss, TransferSettings


class Nested(NamedTuple):
    """What functions of the engine are given."""

    kernel: tf.Tensor
    places: tf.Tensor
    numbers: tf.Tensor
    name: str
    nothing: None = None


def arguments(height: int, width: int, places: int, name: str = "one") -> tuple[tf.Tensor, Nested]:
    picture = tf.ones((1, height, width, 3))
    numbers = tf.zeros((1, height // 4, width // 4), tf.int32)
    return picture, Nested(tf.ones((3, 3, 3, 64)), tf.ones((places, 64)), numbers, name)


def test_one_trace_serves_all_sizes_from_the_first_call_on() -> None:
    traced = []

    @for_all_sizes
    def shapes(picture: tf.Tensor, nested: Nested) -> tf.Tensor:
        traced.append([tuple(part.shape) for part in (picture, *nested[:3])])
        return tf.concat([tf.shape(picture), tf.shape(nested.places), tf.shape(nested.numbers)], 0)

    for height, width, places in ((32, 48, 90), (32, 48, 90), (64, 16, 500)):
        found = shapes(*arguments(height, width, places)).numpy().tolist()
        assert found == [1, height, width, 3, places, 64, 1, height // 4, width // 4]
    assert traced == [[(1, None, None, 3), (3, 3, 3, 64), (None, 64), (1, None, None)]]


def test_another_value_or_number_of_channels_is_another_graph() -> None:
    traced = []

    @for_all_sizes
    def channels(picture: tf.Tensor, nested: Nested) -> tf.Tensor:
        traced.append(nested.name)
        return tf.constant(picture.shape[-1])

    picture, nested = arguments(32, 48, 90)
    assert int(channels(picture, nested)) == 3
    assert int(channels(*arguments(32, 48, 90, "two"))) == 3
    assert int(channels(picture[..., :1], nested)) == 1
    assert int(channels(*arguments(48, 32, 90, "two"))) == 3
    assert traced == ["one", "two", "one"]


def test_arrays_count_as_tensors() -> None:
    @for_all_sizes
    def summed(pixels: NDArray[np.float32]) -> tf.Tensor:
        return tf.reduce_sum(pixels)

    assert float(summed(np.ones((1, 4, 5, 3), np.float32))) == 60
    assert float(summed(np.ones((1, 2, 5, 3), np.float32))) == 30


def test_within_another_graph_it_is_a_part_of_it() -> None:
    @for_all_sizes
    def doubled(picture: tf.Tensor) -> tf.Tensor:
        return 2 * picture

    @for_all_sizes
    def quadrupled(picture: tf.Tensor) -> tf.Tensor:
        return doubled(doubled(picture))

    np.testing.assert_array_equal(quadrupled(tf.ones((1, 4, 5, 3))), 4 * np.ones((1, 4, 5, 3)))


def test_a_gradient_goes_through_it() -> None:
    @for_all_sizes
    def energy(picture: tf.Tensor) -> tf.Tensor:
        return tf.reduce_sum(picture**2)

    picture = tf.ones((1, 4, 5, 3))
    with tf.GradientTape() as tape:
        tape.watch(picture)
        value = energy(picture)
    assert float(value) == pytest.approx(60)
    np.testing.assert_array_equal(tape.gradient(value, picture), 2 * picture)


def test_a_gradient_is_the_same_bit_for_bit_whatever_was_painted_before() -> None:
    settings = TransferSettings()
    recipe = objective.recipe_of(settings, StyleLoss.COVARIANCE)
    pictures = {size: np.random.default_rng(size).random((1, *size, 3), np.float32) for size in ((64, 48), (96, 80))}
    style = next(iter(pictures.values()))
    layers = up_to(Network.VGG16, recipe.layers)
    filters = self_taught.learn(style[0], [style[0]], Precision.FLOAT32, layers=layers)
    style_targets = objective.style_targets([tf.constant(style)], [1.0], filters, recipe, None)

    def gradient(picture: tf.Tensor, function: Objective) -> tf.Tensor:
        return objective.evaluate(picture, function, recipe).gradient

    def of(graph: Callable[[tf.Tensor, Objective], tf.Tensor], size: tuple[int, int]) -> NDArray[np.float32]:
        content = tf.constant(pictures[size])
        targets = Targets(objective.content_targets(content, filters, recipe), (style_targets,))
        found: NDArray[np.float32] = graph(content / 2, Objective(filters, targets, objective.weights_of(settings)))
        return np.asarray(found)

    used, new = for_all_sizes(gradient), for_all_sizes(gradient)
    of(used, (64, 48))
    np.testing.assert_array_equal(of(used, (96, 80)), of(new, (96, 80)))
