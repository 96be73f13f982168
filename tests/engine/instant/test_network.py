"""The network itself, with kernels that have learned nothing."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from engine.instant import network
from engine.instant.network import Floats
from tests.support.textures import texture


@pytest.fixture(scope="module")
def kernels() -> dict[str, Floats]:
    return network.initial_kernels(np.random.default_rng(1))


def painted(picture: Floats, kernels: dict[str, Floats], style: Floats) -> Floats:
    constants = {name: tf.constant(kernel) for name, kernel in kernels.items()}
    return network.paint(tf.constant(picture[np.newaxis]), constants, tf.constant(style))[0].numpy()


@pytest.mark.parametrize("size", [(32, 32), (40, 96), (136, 24)])
def test_a_painting_is_as_large_as_its_picture(kernels: dict[str, Floats], size: tuple[int, int]) -> None:
    found = painted(texture(*size, 1), kernels, network.initial_style())
    assert found.shape == (*size, 3)
    assert found.min() >= 0
    assert found.max() <= 1


def test_another_vector_is_another_style_by_the_same_kernels(kernels: dict[str, Floats]) -> None:
    picture, vector = texture(48, 48, 1), network.initial_style()
    other = vector + np.random.default_rng(2).normal(0, 0.2, vector.shape).astype(np.float32)
    assert np.abs(painted(picture, kernels, vector) - painted(picture, kernels, other)).mean() > 0.01


def test_brightness_and_contrast_of_the_picture_do_not_matter(kernels: dict[str, Floats]) -> None:
    """Instance normalization takes them away."""
    picture, vector = texture(64, 64, 1), network.initial_style()
    dull = 0.4 + 0.25 * picture
    np.testing.assert_allclose(painted(dull, kernels, vector), painted(picture, kernels, vector), atol=0.02)


def test_a_flat_picture_is_not_painted_flat(kernels: dict[str, Floats]) -> None:
    """Without noise, every place of it is the same, or the same as its neighbors in rows and columns."""
    flat, vector = np.full((96, 96, 3), 0.5, np.float32), network.initial_style()
    found = painted(flat, kernels, vector)
    inner = found[24:72, 24:72].reshape(6, 8, 6, 8, 3).transpose(0, 2, 1, 3, 4).reshape(36, -1)
    apart = np.sqrt(np.square(inner[:, np.newaxis] - inner).mean(axis=2))
    assert apart[~np.eye(36, dtype=bool)].min() > 0.01
    np.testing.assert_array_equal(painted(flat, kernels, vector), found)


def test_maps_are_enlarged_as_by_the_nearest_neighbor_and_a_convolution() -> None:
    random = np.random.default_rng(3)
    maps, kernel = (random.normal(size=shape).astype(np.float32) for shape in ((1, 7, 10, 5), (3, 3, 5, 4)))
    doubled = np.pad(maps.repeat(2, axis=1).repeat(2, axis=2), [(0, 0), (1, 1), (1, 1), (0, 0)], "symmetric")
    right = tf.nn.conv2d(doubled, kernel, 1, "VALID")
    found = network.enlarged(tf.constant(maps), tf.constant(kernel))
    np.testing.assert_allclose(found, right, atol=1e-5)


def test_everything_is_learned(kernels: dict[str, Floats]) -> None:
    """Each kernel, and nearly each number of a style's vector, has a gradient."""
    constants = {name: tf.constant(kernel) for name, kernel in kernels.items()}
    vector = tf.constant(network.initial_style())
    weights = tf.constant(texture(32, 48, 3)[np.newaxis])
    with tf.GradientTape() as tape:
        tape.watch((constants, vector))
        total = tf.reduce_sum(weights * network.paint(tf.constant(texture(32, 48, 1)[np.newaxis]), constants, vector))
    by_kernel, by_vector = tape.gradient(total, (constants, vector))
    assert set(by_kernel) == set(constants)
    for name, gradient in by_kernel.items():
        assert np.abs(gradient).max() > 0, name
    assert np.count_nonzero(by_vector) > 0.95 * network.STYLE_LENGTH  # a map that is 0 everywhere learns nothing


def test_the_network_is_small() -> None:
    assert sum(9 * layer.inputs * layer.outputs for layer in network.LAYERS) < 1_100_000
