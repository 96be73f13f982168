"""VGG19, where it differs from VGG16: its layers against Keras's own network, its weights file, its names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from engine.errors import WeightsUnavailable
from engine.features import vgg16
from engine.networks import WIDTHS, Network
from engine.plan import TransferRequest, available_source, make_plan
from engine.settings import FeatureSource, Precision, TransferSettings
from tests.support.keras_networks import convolutions, keras_features, random_network, save_as_downloaded

LAYERS = list(WIDTHS[Network.VGG19])
KERAS_FILE = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5"
PICTURES = np.random.default_rng(5).random((1, 50, 68, 3), np.float32)


@pytest.fixture(scope="module")
def network() -> keras.Model:
    return random_network(Network.VGG19)


@pytest.fixture(scope="module")
def weights_file(network: keras.Model, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("weights") / KERAS_FILE
    save_as_downloaded(network, path)
    yield path
    path.unlink()  # 80 MB


@pytest.fixture(autouse=True)
def no_weights_on_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for network in Network:
        monkeypatch.delenv(f"STYLEGRAM_{network.upper()}_WEIGHTS", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


def test_every_layer_equals_keras(network: keras.Model, weights_file: Path) -> None:
    filters = vgg16.load_imagenet(weights_file, Precision.FLOAT32, Network.VGG19)._replace(mirrored=0)
    assert list(filters.by_layer) == LAYERS
    expected = keras_features(network, PICTURES, keras.layers.AveragePooling2D(2, 2))
    found = vgg16.features(tf.constant(PICTURES), filters, LAYERS)
    for layer in LAYERS:
        scale = np.abs(expected[layer]).max()
        assert scale > 0
        np.testing.assert_allclose(found[layer], expected[layer], atol=2e-5 * scale)


def test_each_network_has_its_own_variable_and_its_own_file(
    weights_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYLEGRAM_VGG19_WEIGHTS", str(weights_file))
    assert vgg16.imagenet_weights(Network.VGG19) == weights_file
    assert vgg16.imagenet_weights(Network.VGG16) is None
    assert available_source(FeatureSource.AUTO, Network.VGG19) is FeatureSource.IMAGENET
    assert available_source(FeatureSource.AUTO, Network.VGG16) is FeatureSource.SELF_TAUGHT
    monkeypatch.delenv("STYLEGRAM_VGG19_WEIGHTS")
    cached = tmp_path / "keras" / "models" / KERAS_FILE
    cached.parent.mkdir(parents=True)
    cached.touch()
    assert vgg16.imagenet_weights(Network.VGG19) == cached
    assert vgg16.imagenet_weights(Network.VGG16) is None


def test_a_run_with_imagenet_s_features_has_the_file_s_filters(
    network: keras.Model, weights_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYLEGRAM_VGG19_WEIGHTS", str(weights_file))
    settings = TransferSettings(size=128, network=Network.VGG19, content_layers={"relu5_4": 1.0})
    plan = make_plan(TransferRequest(PICTURES[0], (PICTURES[0],), settings), Precision.FLOAT32)
    assert plan.source is FeatureSource.IMAGENET
    kernel = convolutions(network)[-1].get_weights()[0]
    np.testing.assert_array_equal(plan.filters.by_layer["relu5_4"].kernel, kernel)


def test_the_weights_of_one_network_do_not_pass_for_another_s(weights_file: Path) -> None:
    with pytest.raises(WeightsUnavailable, match="vgg16"):
        vgg16.load_imagenet(weights_file, Precision.FLOAT32, Network.VGG16)
