"""Files of trained weights: every layout that Keras writes, the cache's own, and damage of every kind."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest

from engine.errors import WeightsUnavailable
from engine.features import weight_files
from engine.networks import WIDTHS, Network
from tests.support.keras_networks import convolutions, random_network, save_as_downloaded

VGG16 = Network.VGG16

pytestmark = [  # of Keras as it saves: it would rather have its newest layout, and does not know the newest NumPy
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:keras"),
]


@pytest.fixture(scope="module")
def network() -> keras.Model:
    return random_network(VGG16)


@pytest.fixture(scope="module")
def numbers(network: keras.Model) -> weight_files.Floats:
    """The weights of the network, taken from Keras itself."""
    return np.concatenate([np.ravel(part) for layer in convolutions(network) for part in layer.get_weights()])


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Names of files of 59 MB, which go after the test."""
    made: list[Path] = []

    def named(name: str) -> Path:
        made.append(tmp_path / name)
        return made[-1]

    yield named
    for path in made:
        path.unlink(missing_ok=True)


def test_a_network_is_one_vector_of_kernels_and_biases(network: keras.Model, numbers: weight_files.Floats) -> None:
    assert weight_files.count(VGG16) == numbers.size == 14_714_688
    parts = dict(weight_files.split(numbers, VGG16))
    assert list(parts) == list(WIDTHS[VGG16])
    for layer, (kernel, bias) in zip(convolutions(network), parts.values(), strict=True):
        np.testing.assert_array_equal(kernel, layer.get_weights()[0])
        np.testing.assert_array_equal(bias, layer.get_weights()[1])
    np.testing.assert_array_equal(weight_files.joined(parts, VGG16), numbers)


SAVED: dict[str, Callable[[keras.Model, Path], object]] = {
    "downloaded.h5": save_as_downloaded,
    "saved.h5": lambda model, path: model.save(path),
    "numbered.weights.h5": lambda model, path: nameless(model).save_weights(path),
    "x.weights.h5": lambda model, path: model.save_weights(path),
}


def nameless(model: keras.Model) -> keras.Model:
    """The same network with layers that nobody named."""
    inputs = keras.Input((None, None, 3))
    maps, others = inputs, []
    for layer in model.layers[1:]:
        other = type(layer).from_config({**layer.get_config(), "name": None})
        maps = other(maps)
        others.append(other)
    copy = keras.Model(inputs, maps)
    copy.set_weights(model.get_weights())
    return copy


@pytest.mark.parametrize("name", ["downloaded.h5", "saved.h5", "x.weights.h5", "numbered.weights.h5"])
def test_every_layout_of_keras_is_read(
    network: keras.Model, numbers: weight_files.Floats, name: str, file: Callable[[str], Path]
) -> None:
    path = file(name)
    SAVED[name](network, path)
    np.testing.assert_array_equal(weight_files.read(path, VGG16), numbers)


def test_the_cache_s_layout_gives_back_what_was_written(
    numbers: weight_files.Floats, file: Callable[[str], Path]
) -> None:
    path = file("vgg16.npy")
    weight_files.write(numbers, path)
    found = weight_files.read(path, VGG16)
    np.testing.assert_array_equal(found, numbers)
    assert weight_files.digest(found) == weight_files.digest(numbers)
    assert path.read_bytes()[-numbers.nbytes :] == numbers.tobytes()  # so the digest is that of the file's end


def test_the_digest_tells_every_number(numbers: weight_files.Floats) -> None:
    other = numbers.copy()
    other[7_000_000] = np.nextafter(other[7_000_000], np.float32(1))
    assert weight_files.digest(other) != weight_files.digest(numbers)
    with pytest.raises(WeightsUnavailable, match="not ImageNet's"):
        weight_files.check(numbers, VGG16)


@pytest.mark.parametrize("layout", ["downloaded.h5", "vgg16.npy"])
@pytest.mark.parametrize("share", [0.0, 0.0001, 0.5, 0.99])
def test_a_truncated_file_is_an_error(
    network: keras.Model, numbers: weight_files.Floats, layout: str, share: float, file: Callable[[str], Path]
) -> None:
    path = file(layout)
    save_as_downloaded(network, path) if layout.endswith("h5") else weight_files.write(numbers, path)
    with path.open("r+b") as opened:
        opened.truncate(int(path.stat().st_size * share))
    with pytest.raises(WeightsUnavailable, match=layout):
        weight_files.read(path, VGG16)


@pytest.mark.parametrize("place", [8, 60, 100])
def test_a_file_with_a_damaged_head_is_an_error(network: keras.Model, place: int, file: Callable[[str], Path]) -> None:
    path = file("damaged.h5")
    save_as_downloaded(network, path)
    with path.open("r+b") as opened:
        opened.seek(place)
        opened.write(b"\xa5" * 64)
    with pytest.raises(WeightsUnavailable):
        weight_files.read(path, VGG16)


def test_a_file_of_something_else_is_an_error(network: keras.Model, tmp_path: Path) -> None:
    shorter = keras.Model(network.input, network.get_layer("block2_pool").output)
    save_as_downloaded(shorter, tmp_path / "shorter.h5")
    other = keras.Sequential([keras.Input((8,)), keras.layers.Dense(4)])
    save_as_downloaded(other, tmp_path / "other.h5")
    other.save_weights(tmp_path / "other.weights.h5")
    with h5py.File(tmp_path / "no_layers.h5", "w") as opened:
        opened["values"] = np.zeros(4)
    (tmp_path / "text.h5").write_text("not found")
    (tmp_path / "weights.bin").write_bytes(b"\0" * 64)
    np.save(tmp_path / "few.npy", np.zeros(4, np.float32))
    np.save(tmp_path / "double.npy", np.zeros(weight_files.count(VGG16)))
    names = ["shorter.h5", "other.h5", "other.weights.h5", "no_layers.h5", "text.h5", "weights.bin", "missing.h5"]
    for name in [*names, "few.npy", "double.npy", "."]:
        with pytest.raises(WeightsUnavailable):
            weight_files.read(tmp_path / name, VGG16)
    (tmp_path / "double.npy").unlink()


def test_a_file_that_would_run_code_is_an_error(tmp_path: Path) -> None:
    """NumPy's format can hold pickles."""
    pickled = io.BytesIO()
    np.save(pickled, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    (tmp_path / "vgg16.npy").write_bytes(pickled.getvalue())
    with pytest.raises(WeightsUnavailable):
        weight_files.read(tmp_path / "vgg16.npy", VGG16)


def test_the_weights_of_one_network_do_not_pass_for_another_s(
    numbers: weight_files.Floats, network: keras.Model, file: Callable[[str], Path]
) -> None:
    weight_files.write(numbers, file("vgg19.npy"))
    save_as_downloaded(network, file("vgg19.h5"))
    for name in ("vgg19.npy", "vgg19.h5"):
        with pytest.raises(WeightsUnavailable, match="vgg19"):
            weight_files.read(file(name), Network.VGG19)
