"""Trained filters: the real ones against Keras's own network, and what a run is painted with where they are damaged."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine.errors import WeightsUnavailable
from engine.features import places, trained, vgg16, weight_files
from engine.networks import WIDTHS, Network
from engine.run.planning import make_plan
from engine.run.request import TransferRequest
from engine.settings import FeatureSource, Pooling, Precision, TransferSettings
from tests.support.keras_networks import convolutions, keras_features
from tests.support.textures import texture

VGG16 = Network.VGG16
LAYERS = list(WIDTHS[VGG16])
PICTURE = texture(96, 128, 1)


def request(features: FeatureSource = FeatureSource.AUTO) -> TransferRequest:
    return TransferRequest(PICTURE, (PICTURE,), TransferSettings(size=128, features=features))


def source_of(features: FeatureSource = FeatureSource.AUTO) -> FeatureSource:
    return make_plan(request(features), Precision.FLOAT32).source


# --- the real ones ----------------------------------------------------------------------------------------------------


@pytest.mark.weights
@pytest.mark.parametrize(
    ("precision", "most"), [(Precision.FLOAT32, 1e-4), (Precision.BFLOAT16, 0.01)], ids=["float32", "bfloat16"]
)
def test_all_thirteen_layers_equal_keras_s_own_network(real_filters: Path, precision: Precision, most: float) -> None:
    model = keras.applications.VGG16(include_top=False, weights=None)
    for layer, numbers in zip(
        convolutions(model), weight_files.split(weight_files.read(real_filters, VGG16), VGG16), strict=True
    ):
        layer.set_weights(list(numbers[1]))
    expected = keras_features(model, PICTURE[np.newaxis], keras.layers.MaxPooling2D(2, 2))
    filters = trained.load(real_filters, precision).filters._replace(mirrored=0)  # Keras pads with zeros
    found = vgg16.features(tf.constant(PICTURE[np.newaxis]), filters, LAYERS, Pooling.MAX)
    assert set(LAYERS) < set(expected)
    for layer in LAYERS:
        difference = relative(tf.cast(found[layer], tf.float32), expected[layer])
        print(f"{precision} {layer}: {difference:.2g}")  # noqa: T201  (pytest -s: the figures that are stated)
        assert difference < most, layer


def relative(found: tf.Tensor, expected: NDArray[np.float32]) -> float:
    """The difference's length over that of what is expected."""
    return float(tf.norm(found - expected) / tf.norm(expected))


@pytest.mark.weights
def test_single_numbers_are_those_that_keras_s_file_is_known_to_hold(real_filters: Path) -> None:
    """As others have published them, so this does not follow from the digest that we took."""
    parts = dict(weight_files.split(weight_files.read(real_filters, VGG16), VGG16))
    assert parts["relu1_1"].kernel[0, 0, 0, 0] == np.float32(0.42947057)
    assert parts["relu1_1"].bias[25] == np.float32(0.7446502)
    assert parts["relu1_2"].kernel[2, 2, 63, 63] == np.float32(0.016082443)
    assert parts["relu2_1"].bias[1] == np.float32(0.06440781)
    assert parts["relu5_1"].kernel[1, 0, 63, 269] == np.float32(-0.011236359)
    assert parts["relu5_2"].bias[510] == np.float32(0.23517226)
    assert parts["relu5_3"].kernel[0, 2, 0, 400] == np.float32(-0.008714244)


@pytest.mark.weights
def test_runs_are_painted_with_them_where_they_are(real_filters: Path) -> None:
    assert source_of() is FeatureSource.IMAGENET
    assert source_of(FeatureSource.IMAGENET) is FeatureSource.IMAGENET
    assert source_of(FeatureSource.SELF_TAUGHT) is FeatureSource.SELF_TAUGHT


# --- files of every kind, with random numbers in the real ones' place -------------------------------------------------


@pytest.fixture(scope="module")
def numbers() -> weight_files.Floats:
    return np.random.default_rng(3).normal(0, 0.05, weight_files.count(VGG16)).astype(np.float32)


@pytest.fixture
def cache(
    numbers: weight_files.Floats, no_filters_here: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Path]:
    """A cache whose numbers pass for ImageNet's."""
    monkeypatch.setitem(weight_files.DIGESTS, VGG16, weight_files.digest(numbers))
    monkeypatch.setenv("STYLEGRAM_CACHE", str(tmp_path))
    path = places.cached(VGG16)
    weight_files.write(numbers, path)
    yield path
    path.unlink()


@pytest.mark.usefixtures("no_filters_here")
def test_without_any_a_run_teaches_itself_or_says_how_to_get_them() -> None:
    assert source_of() is FeatureSource.SELF_TAUGHT
    with pytest.raises(WeightsUnavailable, match="python -m engine --fetch-weights"):
        make_plan(request(FeatureSource.IMAGENET), Precision.FLOAT32)


def test_the_first_layer_sees_red_green_and_blue_in_the_order_of_our_pictures(
    cache: Path, numbers: weight_files.Floats
) -> None:
    filters = make_plan(request(), Precision.FLOAT32).filters.by_layer
    parts = dict(weight_files.split(numbers, VGG16))
    np.testing.assert_array_equal(filters["relu1_1"].kernel, parts["relu1_1"].kernel[:, :, ::-1])
    for layer in LAYERS[1:]:
        np.testing.assert_array_equal(filters[layer].kernel, parts[layer].kernel)
        np.testing.assert_array_equal(filters[layer].bias, parts[layer].bias)


def test_a_damaged_or_truncated_cache_is_passed_over_and_the_log_says_how_to_mend_it(
    cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with cache.open("r+b") as file:
        file.seek(30_000_000)
        file.write(b"\xff")
    for what in ("damaged", "holds no weights"):
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            assert source_of() is FeatureSource.SELF_TAUGHT
        assert what in caplog.text
        assert "--fetch-weights" in caplog.text
        with pytest.raises(WeightsUnavailable):
            make_plan(request(FeatureSource.IMAGENET), Precision.FLOAT32)
        with cache.open("r+b") as file:
            file.truncate(30_000_000)


def test_keras_s_cache_is_taken_where_the_project_s_is_damaged(
    cache: Path, numbers: weight_files.Floats, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with cache.open("r+b") as file:
        file.truncate(1000)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    other = places.of_keras(VGG16)
    other.parent.mkdir(parents=True)
    weight_files.write(numbers, other)
    assert source_of() is FeatureSource.IMAGENET
    other.unlink()


def test_other_numbers_that_the_operator_names_are_used_and_called_foreign(
    cache: Path, numbers: weight_files.Floats, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "own.npy"
    weight_files.write(numbers * np.float32(0.5), own)
    monkeypatch.setenv("STYLEGRAM_VGG16_WEIGHTS", str(own))
    for wanted in (FeatureSource.AUTO, FeatureSource.IMAGENET):
        plan = make_plan(request(wanted), Precision.FLOAT32)
        assert plan.source is FeatureSource.FOREIGN
        kernel = dict(weight_files.split(numbers, VGG16))["relu5_1"].kernel * 0.5
        np.testing.assert_array_equal(plan.filters.by_layer["relu5_1"].kernel, kernel)
    own.unlink()


@pytest.mark.parametrize("harm", ["missing", "truncated", "not finite"])
def test_a_file_that_the_operator_names_and_that_is_no_use_is_an_error(
    cache: Path, numbers: weight_files.Floats, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, harm: str
) -> None:
    """Even for auto: whoever names a file wants that one."""
    own = tmp_path / "own.npy"
    monkeypatch.setenv("STYLEGRAM_VGG16_WEIGHTS", str(own))
    if harm != "missing":
        others = numbers.copy()
        others[1000] = np.nan
        weight_files.write(others, own)
    if harm == "truncated":
        with own.open("r+b") as file:
            file.truncate(1000)
    with pytest.raises(WeightsUnavailable, match=r"own\.npy"):
        make_plan(request(), Precision.FLOAT32)
    own.unlink(missing_ok=True)


def test_a_file_that_changes_is_read_again(
    cache: Path, numbers: weight_files.Floats, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = trained.load(cache, Precision.FLOAT32)
    assert trained.load(cache, Precision.FLOAT32) is before
    cache.unlink()
    weight_files.write(numbers[::-1], cache)
    after = trained.load(cache, Precision.FLOAT32)
    assert (before.source, after.source) == (FeatureSource.IMAGENET, FeatureSource.FOREIGN)
