"""Where trained filters are looked for, in which order, and what to say where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import WeightsUnavailable
from engine.features import places
from engine.networks import Network
from engine.worker.process import ROOT, child_environment

VGG16, VGG19 = Network.VGG16, Network.VGG19


def touched(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_a_file_that_the_operator_names_is_the_only_one(tmp_path: Path) -> None:
    own = touched(tmp_path / "own.h5")
    environment = {"STYLEGRAM_VGG16_WEIGHTS": str(own), "STYLEGRAM_CACHE": str(tmp_path), "KERAS_HOME": str(tmp_path)}
    touched(places.cached(VGG16, environment))
    touched(places.of_keras(VGG16, environment))
    assert list(places.candidates(VGG16, environment)) == [own]


def test_the_project_s_cache_goes_before_keras_s(tmp_path: Path) -> None:
    environment = {"STYLEGRAM_CACHE": str(tmp_path / "cache"), "KERAS_HOME": str(tmp_path / "keras")}
    assert list(places.candidates(VGG16, environment)) == []
    keras = touched(tmp_path / "keras" / "models" / "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5")
    assert list(places.candidates(VGG16, environment)) == [keras]
    cached = touched(tmp_path / "cache" / "vgg16.npy")
    assert list(places.candidates(VGG16, environment)) == [cached, keras]


def test_each_network_has_files_and_a_variable_of_its_own(tmp_path: Path) -> None:
    own = touched(tmp_path / "own.h5")
    environment = {"STYLEGRAM_VGG19_WEIGHTS": str(own), "STYLEGRAM_CACHE": str(tmp_path), "KERAS_HOME": "/nowhere"}
    touched(tmp_path / "vgg16.npy")
    assert list(places.candidates(VGG19, environment)) == [own]
    assert list(places.candidates(VGG16, environment)) == [tmp_path / "vgg16.npy"]


@pytest.mark.parametrize("name", ["nowhere.h5", "."])
def test_a_variable_that_names_no_file_is_an_error(tmp_path: Path, name: str) -> None:
    environment = {"STYLEGRAM_VGG16_WEIGHTS": str(tmp_path / name)}
    with pytest.raises(WeightsUnavailable, match="STYLEGRAM_VGG16_WEIGHTS names no file"):
        list(places.candidates(VGG16, environment))


def test_an_empty_variable_names_nothing() -> None:
    """As a container's file of settings leaves it."""
    environment = dict.fromkeys(places.VARIABLES, "")
    assert places.named_by_operator(VGG16, environment) is None
    assert places.cache(environment) == ROOT / ".cache"
    assert places.of_keras(VGG16, environment).parent == Path.home() / ".keras" / "models"


def test_the_cache_lies_in_the_project_where_a_service_without_a_home_can_read_it() -> None:
    """A read-only container and a node of a cluster have it there with the program, too."""
    assert places.cache({}) == ROOT / ".cache"


def test_a_child_of_the_bot_finds_the_filters_where_the_bot_does(tmp_path: Path) -> None:
    of_keras = touched(tmp_path / "models" / places.keras_name(VGG16))
    environments = [
        {"STYLEGRAM_VGG16_WEIGHTS": str(touched(tmp_path / "own.h5")), "HOME": "/root"},
        {"STYLEGRAM_CACHE": str(touched(tmp_path / "cache" / "vgg16.npy").parent), "HOME": "/root"},
        {
            "KERAS_HOME": str(of_keras.parents[1]),
            "STYLEGRAM_CACHE": "/no",
        },
        {"STYLEGRAM_VGG19_WEIGHTS": str(touched(tmp_path / "other.h5")), "HOME": "/root"},
    ]
    for environment in environments:
        child = child_environment({**environment, "TELEGRAM_BOT_TOKEN": "1:secret"}, {})
        for network in Network:
            assert list(places.candidates(network, child)) == list(places.candidates(network, environment))
        assert "TELEGRAM_BOT_TOKEN" not in child


def test_the_command_that_is_told_brings_the_filters_to_where_they_are_looked_for() -> None:
    assert places.command(VGG16, {}) == "python -m engine --fetch-weights"
    assert places.command(VGG19, {}) == "python -m engine --fetch-weights --network vgg19"
    said = places.missing(VGG16, {"STYLEGRAM_CACHE": "/var/lib/my filters"})
    assert "STYLEGRAM_CACHE='/var/lib/my filters' python -m engine --fetch-weights" in said
    assert "STYLEGRAM_VGG16_WEIGHTS" in said
