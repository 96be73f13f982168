"""Normalized gradient descent against its formula."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine.optimizers.gradient_descent import GradientDescent
from tests.support.objectives import objective_of, with_gradient

RATE = 10 / 255
SHAPE = (2, 5, 6, 3)


@pytest.fixture
def optimizer() -> GradientDescent:
    return GradientDescent(tf.constant(RATE))


@pytest.fixture
def start() -> NDArray[np.float32]:
    return np.random.default_rng(1).uniform(0.3, 0.7, SHAPE).astype(np.float32)


def stepped(
    optimizer: GradientDescent, start: NDArray[np.float32], gradient: NDArray[np.float64]
) -> NDArray[np.float32]:
    pictures = tf.constant(start)
    moved, _, _ = optimizer.step(with_gradient(gradient), pictures, optimizer.init(pictures))
    return np.asarray(moved)


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e12])
def test_a_step_is_the_gradient_over_its_standard_deviation(
    optimizer: GradientDescent, start: NDArray[np.float32], size: float
) -> None:
    gradient = np.random.default_rng(2).normal(size=SHAPE)
    expected = [np.clip(one - RATE * g / g.std(), 0, 1) for one, g in zip(start, gradient, strict=True)]
    np.testing.assert_allclose(stepped(optimizer, start, size * gradient), expected, atol=1e-6)


def test_steps_end_at_the_bounds(optimizer: GradientDescent) -> None:
    gradient = np.random.default_rng(3).normal(size=SHAPE)
    moved = stepped(optimizer, np.where(gradient > 0, 0, 1).astype(np.float32), gradient)
    np.testing.assert_array_equal(moved, np.where(gradient > 0, 0, 1))


def test_a_gradient_of_nothing_moves_nothing(optimizer: GradientDescent, start: NDArray[np.float32]) -> None:
    np.testing.assert_array_equal(stepped(optimizer, start, np.zeros(SHAPE)), start)


def test_it_comes_as_near_to_a_minimum_as_its_steps_are_long(
    optimizer: GradientDescent, start: NDArray[np.float32]
) -> None:
    wanted = tf.constant(np.random.default_rng(4).uniform(0.2, 0.8, SHAPE), tf.float32)
    bowl = objective_of(lambda points: tf.reduce_sum(tf.square(points - wanted), (1, 2, 3)))
    pictures = tf.constant(start)
    state = optimizer.init(pictures)
    for _ in range(40):
        pictures, state, _ = optimizer.step(bowl, pictures, state)
    assert np.sqrt(np.mean(np.square(pictures - wanted))) < RATE
    np.testing.assert_array_equal(optimizer.shown(pictures, state), pictures)
