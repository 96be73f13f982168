"""VGG19, where it differs from VGG16: its layers against Keras's own network, its weights file, its names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from engine.errors import WeightsUnavailable
from engine.features import places, trained, vgg16
from engine.networks import WIDTHS, Network
from engine.run.planning import make_plan
from engine.run.request import TransferRequest
from engine.settings import FeatureSource, Precision, TransferSettings
from tests.support.keras_networks import convolutions, keras_features, random_network, save_as_downloaded

LAYERS = list(WIDTHS[Network.VGG19])
KERAS_FILE = places.keras_name(Network.VGG19)
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


pytestmark = pytest.mark.usefixtures("no_filters_here")


def test_every_layer_equals_keras(network: keras.Model, weights_file: Path) -> None:
    filters = trained.load(weights_file, Precision.FLOAT32, Network.VGG19).filters._replace(mirrored=0)
    assert list(filters.by_layer) == LAYERS
    expected = keras_features(network, PICTURES, keras.layers.AveragePooling2D(2, 2))
    found = vgg16.features(tf.constant(PICTURES), filters, LAYERS)
    for layer in LAYERS:
        scale = np.abs(expected[layer]).max()
        assert scale > 0
        np.testing.assert_allclose(found[layer], expected[layer], atol=2e-5 * scale)


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
        trained.load(weights_file, Precision.FLOAT32, Network.VGG16)
