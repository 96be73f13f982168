"""VGG16's layers against Keras's own network with the same random weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine.features import trained, vgg16
from engine.networks import WIDTHS, Network
from engine.settings import Pooling, Precision
from tests.support.keras_networks import keras_features, random_network, save_as_downloaded

Floats = NDArray[np.float32]

LAYERS = list(WIDTHS[Network.VGG16])
KERAS_FILE = "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5"


@pytest.fixture(scope="module")
def network() -> keras.Model:
    return random_network(Network.VGG16)


@pytest.fixture(scope="module")
def weights_file(network: keras.Model, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("weights") / KERAS_FILE
    save_as_downloaded(network, path)
    yield path
    path.unlink()  # 59 MB


@pytest.fixture(scope="module")
def filters(weights_file: Path) -> vgg16.Filters:
    """Loaded as for a run, but padded with zeros as Keras does."""
    return trained.load(weights_file, Precision.FLOAT32).filters._replace(mirrored=0)


pytestmark = pytest.mark.usefixtures("no_filters_here")


PICTURES = np.random.default_rng(5).random((2, 50, 68, 3), np.float32)  # of a size that pooling does not divide


def assert_close(found: dict[str, tf.Tensor], expected: dict[str, Floats], layers: Sequence[str]) -> None:
    for layer in layers:
        scale = np.abs(expected[layer]).max()
        assert scale > 0
        np.testing.assert_allclose(found[layer], expected[layer], atol=2e-5 * scale)


def test_every_layer_equals_keras_with_average_pooling(network: keras.Model, filters: vgg16.Filters) -> None:
    expected = keras_features(network, PICTURES, keras.layers.AveragePooling2D(2, 2))
    assert_close(vgg16.features(tf.constant(PICTURES), filters, LAYERS), expected, LAYERS)


def test_every_layer_equals_keras_with_max_pooling(network: keras.Model, filters: vgg16.Filters) -> None:
    """As the network was trained."""
    expected = keras_features(network, PICTURES, keras.layers.MaxPooling2D(2, 2))
    assert_close(vgg16.features(tf.constant(PICTURES), filters, LAYERS, Pooling.MAX), expected, LAYERS)


def test_up_to_the_first_pooling_it_is_keras_unchanged(network: keras.Model, filters: vgg16.Filters) -> None:
    names = ["block1_conv1", "block1_conv2"]
    unchanged = keras.Model(network.input, [network.get_layer(name).output for name in names])
    outputs = unchanged(keras.applications.vgg16.preprocess_input(PICTURES * 255))
    layers = ["relu1_1", "relu1_2"]
    expected = {layer: output.numpy() for layer, output in zip(layers, outputs, strict=True)}
    assert_close(vgg16.features(tf.constant(PICTURES), filters, layers), expected, layers)


def test_only_the_layers_asked_for_are_found(filters: vgg16.Filters) -> None:
    found = vgg16.features(tf.constant(PICTURES), filters, ["relu2_1", "relu1_1"])
    assert set(found) == {"relu2_1", "relu1_1"}
    assert found["relu2_1"].shape == (2, 25, 34, 128)


def test_mirrored_borders_continue_the_picture(filters: vgg16.Filters) -> None:
    """Beyond the border, a convolution sees the picture mirrored, edge pixel included."""
    mirrored = filters._replace(mirrored=1)
    larger = np.pad(PICTURES, ((0, 0), (1, 1), (1, 1), (0, 0)), "symmetric")
    expected = vgg16.features(tf.constant(larger), filters, ["relu1_1"])["relu1_1"][:, 1:-1, 1:-1]
    found = vgg16.features(tf.constant(PICTURES), mirrored, ["relu1_1"])["relu1_1"]
    np.testing.assert_allclose(found, expected, atol=1e-5 * np.abs(expected).max())


def test_mirroring_changes_nothing_but_the_border(filters: vgg16.Filters) -> None:
    every_layer = filters._replace(mirrored=len(LAYERS))
    layers = ["relu1_2", "relu2_2"]
    mirrored = vgg16.features(tf.constant(PICTURES), every_layer, layers)
    padded = vgg16.features(tf.constant(PICTURES), filters, layers)
    for layer, border in zip(layers, (2, 4), strict=True):
        inner = (slice(None), slice(border, -border), slice(border, -border))
        np.testing.assert_allclose(mirrored[layer][inner], padded[layer][inner], rtol=1e-4, atol=1e-3)
        assert mirrored[layer].shape == padded[layer].shape


def test_bfloat16_features_are_near_to_those_in_single_precision(weights_file: Path, filters: vgg16.Filters) -> None:
    half = trained.load(weights_file, Precision.BFLOAT16).filters._replace(mirrored=0)
    found = vgg16.features(tf.constant(PICTURES), half, ["relu4_2"])["relu4_2"]
    expected = vgg16.features(tf.constant(PICTURES), filters, ["relu4_2"])["relu4_2"]
    assert found.dtype == tf.bfloat16
    difference = tf.norm(tf.cast(found, tf.float32) - expected) / tf.norm(expected)
    assert float(difference) < 0.02
