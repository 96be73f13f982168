"""VGG16's layers against Keras's own network with the same random weights, and weights files of every kind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine.errors import WeightsUnavailable
from engine.features import vgg16
from engine.networks import WIDTHS, Network
from engine.plan import TransferRequest, available_source, make_plan
from engine.settings import FeatureSource, Pooling, Precision, TransferSettings
from tests.support.keras_networks import convolutions, keras_features, random_network, save_as_downloaded

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
    return vgg16.load_imagenet(weights_file, Precision.FLOAT32)._replace(mirrored=0)


@pytest.fixture(autouse=True)
def no_weights_on_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("STYLEGRAM_VGG16_WEIGHTS", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


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
    """What a convolution sees beyond the border is the picture mirrored, edge pixel included."""
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
    half = vgg16.load_imagenet(weights_file, Precision.BFLOAT16)._replace(mirrored=0)
    found = vgg16.features(tf.constant(PICTURES), half, ["relu4_2"])["relu4_2"]
    expected = vgg16.features(tf.constant(PICTURES), filters, ["relu4_2"])["relu4_2"]
    assert found.dtype == tf.bfloat16
    difference = tf.norm(tf.cast(found, tf.float32) - expected) / tf.norm(expected)
    assert float(difference) < 0.02


# --- where the weights come from --------------------------------------------------------------------------------------


def test_the_variable_names_the_weights(weights_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYLEGRAM_VGG16_WEIGHTS", str(weights_file))
    assert vgg16.imagenet_weights() == weights_file


def test_a_variable_that_names_no_file_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (tmp_path / "nowhere.h5", tmp_path):
        monkeypatch.setenv("STYLEGRAM_VGG16_WEIGHTS", str(path))
        with pytest.raises(WeightsUnavailable, match="names no file"):
            vgg16.imagenet_weights()


def test_keras_s_cache_is_found_where_keras_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert vgg16.imagenet_weights() is None
    cached = tmp_path / "keras" / "models" / KERAS_FILE
    cached.parent.mkdir(parents=True)
    cached.touch()
    assert vgg16.imagenet_weights() == cached
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "keras").rename(tmp_path / ".keras")
    assert vgg16.imagenet_weights() == tmp_path / ".keras" / "models" / KERAS_FILE


def test_auto_takes_imagenet_where_its_weights_are_and_otherwise_teaches_itself(
    weights_file: Path, monkeypatch: pytest.MonkeyPatch, network: keras.Model
) -> None:
    assert available_source(FeatureSource.AUTO) is FeatureSource.SELF_TAUGHT
    monkeypatch.setenv("STYLEGRAM_VGG16_WEIGHTS", str(weights_file))
    assert available_source(FeatureSource.AUTO) is FeatureSource.IMAGENET
    assert available_source(FeatureSource.SELF_TAUGHT) is FeatureSource.SELF_TAUGHT
    picture = PICTURES[0]
    plan = make_plan(TransferRequest(picture, (picture,), TransferSettings(size=128)), Precision.FLOAT32)
    assert plan.source is FeatureSource.IMAGENET
    kernel = convolutions(network)[-1].get_weights()[0]
    np.testing.assert_array_equal(plan.filters.by_layer["relu5_3"].kernel, kernel)


def test_imagenet_without_weights_is_an_error_that_says_what_to_do() -> None:
    request = TransferRequest(PICTURES[0], (PICTURES[0],), TransferSettings(features=FeatureSource.IMAGENET))
    with pytest.raises(WeightsUnavailable, match="STYLEGRAM_VGG16_WEIGHTS"):
        make_plan(request, Precision.FLOAT32)


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.5, 0.99])
def test_a_truncated_weights_file_is_an_error(weights_file: Path, tmp_path: Path, share: float) -> None:
    path = tmp_path / "weights.h5"
    shutil.copy(weights_file, path)
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * share))
    with pytest.raises(WeightsUnavailable):
        vgg16.load_imagenet(path, Precision.FLOAT32)
    path.unlink()


def test_a_damaged_weights_file_is_an_error(weights_file: Path, tmp_path: Path) -> None:
    for place in (8, 60, 100):
        path = tmp_path / f"{place}.h5"
        shutil.copy(weights_file, path)
        with path.open("r+b") as file:
            file.seek(place)
            file.write(b"\xa5" * 64)
        with pytest.raises(WeightsUnavailable):
            vgg16.load_imagenet(path, Precision.FLOAT32)
        path.unlink()


def test_a_weights_file_of_another_network_is_an_error(network: keras.Model, tmp_path: Path) -> None:
    shorter = keras.Model(network.input, network.get_layer("block2_pool").output)
    save_as_downloaded(shorter, tmp_path / "shorter.h5")
    other = keras.Sequential([keras.Input((8,)), keras.layers.Dense(4)])
    save_as_downloaded(other, tmp_path / "other.h5")
    with h5py.File(tmp_path / "no_layers.h5", "w") as file:
        file["values"] = np.zeros(4)
    (tmp_path / "text.h5").write_text("not found")
    (tmp_path / "weights.bin").write_bytes(b"\0" * 64)
    for name in ("shorter.h5", "other.h5", "no_layers.h5", "text.h5", "weights.bin", "missing.h5"):
        with pytest.raises(WeightsUnavailable):
            vgg16.load_imagenet(tmp_path / name, Precision.FLOAT32)
