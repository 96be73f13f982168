"""Adam against a naive loop of the paper's algorithm in float64."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine.optimizers.adam import Adam
from tests.support.objectives import objective_of, with_gradient

Doubles = NDArray[np.float64]

STEPS = 12
SHAPE = (2, 5, 6, 3)
RATE = 0.02


def gradients(seed: int) -> Iterator[Doubles]:
    random = np.random.default_rng(seed)
    drift = random.normal(size=SHAPE)
    for _ in range(STEPS):
        yield drift + random.normal(size=SHAPE)


def naive_adam(start: Doubles, steps: Iterator[Doubles], optimizer: Adam) -> list[Doubles]:
    """Kingma & Ba 2015, algorithm 1, line by line, clamped to 0…1 after each step; returns every iterate.

    With axes it is run on coordinates z, of which the colors are `axes` @ z.
    """
    axes = np.eye(3) if optimizer.axes is None else np.asarray(optimizer.axes, np.float64)
    theta, m, v, iterates = start.copy(), np.zeros_like(start), np.zeros_like(start), []
    for t, gradient in enumerate(steps, start=1):
        g = np.einsum("ck,bhwc->bhwk", axes, gradient)
        m = optimizer.first_decay * m + (1 - optimizer.first_decay) * g
        v = optimizer.second_decay * v + (1 - optimizer.second_decay) * g**2
        m_hat = m / (1 - optimizer.first_decay**t)
        v_hat = v / (1 - optimizer.second_decay**t)
        step = RATE * m_hat / (np.sqrt(v_hat) + optimizer.epsilon)
        theta = np.clip(theta - np.einsum("ck,bhwk->bhwc", axes, step), 0, 1)
        iterates.append(theta)
    return iterates


@pytest.fixture
def optimizer() -> Adam:
    return Adam(tf.constant(RATE))


@pytest.fixture
def start() -> Doubles:
    return np.random.default_rng(7).random(SHAPE)


def run(optimizer: Adam, start: Doubles, steps: Iterator[Doubles]) -> list[tuple[tf.Tensor, tf.Tensor]]:
    """The iterate and what is shown, after each step."""
    pictures = tf.constant(start, tf.float32)
    state, found = optimizer.init(pictures), []
    for gradient in steps:
        pictures, state, _ = optimizer.step(with_gradient(gradient), pictures, state)
        found.append((pictures, optimizer.shown(pictures, state)))
    return found


def test_every_iterate_is_that_of_the_paper_s_algorithm(optimizer: Adam, start: Doubles) -> None:
    expected = naive_adam(start, gradients(1), optimizer)
    for (iterate, _), wanted in zip(run(optimizer, start, gradients(1)), expected, strict=True):
        np.testing.assert_allclose(iterate, wanted, atol=2e-6)


@pytest.mark.parametrize("size", [1e-6, 1e-3, 1e3])
def test_steps_do_not_depend_on_the_size_of_the_gradient(optimizer: Adam, start: Doubles, size: float) -> None:
    away_from_nothing = [np.sign(one) * (0.5 + np.abs(one)) for one in gradients(2)]
    sized = run(optimizer, start, (size * one for one in away_from_nothing))
    for (iterate, _), (wanted, _) in zip(sized, run(optimizer, start, iter(away_from_nothing)), strict=True):
        np.testing.assert_allclose(iterate, wanted, atol=RATE * 1e-2)


def test_the_first_step_is_the_rate_against_the_gradient_s_sign(optimizer: Adam) -> None:
    start = np.full(SHAPE, 0.5)
    gradient = next(gradients(3))
    [(iterate, _)] = run(optimizer, start, iter([gradient]))
    np.testing.assert_allclose(iterate, 0.5 - RATE * np.sign(gradient), atol=1e-5)


def test_iterates_stay_within_the_range(optimizer: Adam) -> None:
    start = np.zeros(SHAPE)
    start[0] = 1
    upwards = np.ones(SHAPE)
    upwards[0] = -1  # the gradients push further out
    for iterate, shown in run(optimizer, start, iter([upwards] * 3)):
        np.testing.assert_array_equal(iterate, start)
        np.testing.assert_allclose(shown, start, atol=1e-6)
        assert 0 <= shown.numpy().min() <= shown.numpy().max() <= 1


def test_what_is_shown_is_the_weighted_mean_of_all_iterates(optimizer: Adam, start: Doubles) -> None:
    """The closed form: Σ dᵗ⁻ⁱ xᵢ / Σ dᵗ⁻ⁱ, so that the start at 0 has no weight."""
    iterates = naive_adam(start, gradients(4), optimizer)
    for count, (_, shown) in enumerate(run(optimizer, start, gradients(4)), start=1):
        weights = optimizer.average_decay ** np.arange(count - 1, -1, -1.0)
        np.testing.assert_allclose(shown, np.average(iterates[:count], axis=0, weights=weights), atol=5e-6)


def test_before_the_first_step_the_pictures_themselves_are_shown(optimizer: Adam, start: Doubles) -> None:
    pictures = tf.constant(start, tf.float32)
    np.testing.assert_array_equal(optimizer.shown(pictures, optimizer.init(pictures)), pictures)


def test_a_gradient_of_nothing_moves_nothing(optimizer: Adam, start: Doubles) -> None:
    for iterate, shown in run(optimizer, start, iter([np.zeros(SHAPE)] * 2)):
        np.testing.assert_allclose(iterate, start, atol=1e-7)
        np.testing.assert_allclose(shown, start, atol=1e-6)


def test_a_picture_of_a_batch_moves_as_it_would_alone(optimizer: Adam, start: Doubles) -> None:
    together = run(optimizer, start, gradients(5))
    alone = run(optimizer, start[:1], (gradient[:1] for gradient in gradients(5)))
    for (pair, _), (single, _) in zip(together, alone, strict=True):
        np.testing.assert_allclose(pair[:1], single, atol=1e-7)


def test_a_step_tells_the_losses_before_it(optimizer: Adam, start: Doubles) -> None:
    pictures = tf.constant(start, tf.float32)
    function = objective_of(lambda points: tf.reduce_sum(points, (1, 2, 3)))
    _, _, evaluation = optimizer.step(function, pictures, optimizer.init(pictures))
    np.testing.assert_allclose(evaluation.total, start.sum((1, 2, 3)), rtol=1e-6)


def test_it_finds_the_minimum_of_a_bowl(optimizer: Adam, start: Doubles) -> None:
    wanted = tf.constant(np.random.default_rng(8).uniform(0.2, 0.8, SHAPE), tf.float32)
    pictures = tf.constant(start, tf.float32)
    state = optimizer.init(pictures)
    bowl = objective_of(lambda points: tf.reduce_sum(tf.square(points - wanted), (1, 2, 3)) / 2)
    for _ in range(250):
        pictures, state, _ = optimizer.step(bowl, pictures, state)
    np.testing.assert_allclose(optimizer.shown(pictures, state), wanted, atol=0.01)


# --- along axes of colors --------------------------------------------------------------------------------------------

#: Gray, warm against cold, and green against violet, of which the palette has little.
AXES = np.array([[1, 1, 1], [1, 0, -1], [1, -2, 1]]).T / np.sqrt([3, 2, 6]) * [1, 0.5, 0.1]


@pytest.fixture
def along_axes(optimizer: Adam) -> Adam:
    return optimizer._replace(axes=tf.constant(AXES, tf.float32))


def test_along_axes_it_is_the_paper_s_algorithm_of_their_coordinates(along_axes: Adam, start: Doubles) -> None:
    expected = naive_adam(start, gradients(6), along_axes)
    for (iterate, _), wanted in zip(run(along_axes, start, gradients(6)), expected, strict=True):
        np.testing.assert_allclose(iterate, wanted, atol=3e-6)


def test_each_axis_has_a_step_of_its_own_length(along_axes: Adam) -> None:
    start = np.full(SHAPE, 0.5)
    [(iterate, _)] = run(along_axes, start, iter([next(gradients(7))]))
    moved = (iterate.numpy() - start) @ np.linalg.inv(AXES).T
    np.testing.assert_allclose(np.abs(moved), RATE, rtol=1e-3)


def test_color_noise_moves_less_than_along_red_green_and_blue(optimizer: Adam, along_axes: Adam) -> None:
    """Gray gradients under colored noise of ten times their size: what a near-gray style gives."""
    random, green = np.random.default_rng(9), AXES[:, 2] / np.linalg.norm(AXES[:, 2])

    def noisy() -> Iterator[Doubles]:
        for _ in range(STEPS):
            yield np.ones(SHAPE) + 10 * random.normal(size=(*SHAPE[:3], 1)) * green

    start = np.full(SHAPE, 0.5)
    (plain, _), (along, _) = (run(which, start, noisy())[-1] for which in (optimizer, along_axes))
    plain, along = plain.numpy() - start, along.numpy() - start
    assert np.abs(along @ green).mean() < 0.25 * np.abs(plain @ green).mean()
    assert np.abs(along.mean(-1)).mean() > np.abs(plain.mean(-1)).mean()


def test_with_red_green_and_blue_as_axes_nothing_changes(optimizer: Adam, start: Doubles) -> None:
    identity = optimizer._replace(axes=tf.eye(3))
    for (iterate, _), (wanted, _) in zip(
        run(identity, start, gradients(1)), run(optimizer, start, gradients(1)), strict=True
    ):
        np.testing.assert_allclose(iterate, wanted, atol=1e-6)
