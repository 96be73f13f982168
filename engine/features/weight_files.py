"""Files of a network's trained weights: Keras's `.h5` layouts, and the plain one of the project's cache.

The numbers of a network are one vector: for each convolution in order its kernel, (3, 3, channels in, channels out) in
C order, then its bias; as Keras has them, so the first kernel's input channels are blue, green, red. The cache holds
that vector as one `.npy` file, which is mapped into memory rather than read. The SHA-256 of the vector's bytes is the
digest that tells ImageNet's weights from others, in whatever file they came.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.errors import WeightsUnavailable
from engine.networks import WIDTHS, Network

Floats = NDArray[np.float32]

#: Of ImageNet's weights as Keras publishes them. VGG19's numbers could not be had to take theirs.
DIGESTS = {Network.VGG16: "d9a27cc1fc7f975ef8cff49180e794ccd7c4bc868ebb49740803b3bbaa8dbefd"}

_NPY = b"\x93NUMPY"
_HDF5 = b"\x89HDF\r\n\x1a\n"
_LITTLE_ENDIAN = np.dtype("<f4")


class Convolution(NamedTuple):
    """The numbers of one convolution."""

    kernel: Floats  #: (3, 3, channels in, channels out)
    bias: Floats  #: (channels out,)


def shapes(network: Network) -> dict[str, tuple[int, int, int, int]]:
    """The shape of each convolution's kernel, by layer name."""
    found, channels = {}, 3
    for layer, width in WIDTHS[network].items():
        found[layer] = (3, 3, channels, width)
        channels = width
    return found


def count(network: Network) -> int:
    """How many numbers a network has."""
    return sum(math.prod(shape) + shape[-1] for shape in shapes(network).values())


def keras_layer(layer: str) -> str:
    """What Keras calls a layer: relu3_2 is block3_conv2."""
    return layer.replace("relu", "block").replace("_", "_conv")


def joined(convolutions: Mapping[str, Convolution], network: Network) -> Floats:
    """All numbers of the network as one vector. Raises WeightsUnavailable when a layer is of another shape."""
    for layer, shape in shapes(network).items():
        kernel, bias = convolutions[layer]
        if (kernel.shape, bias.shape) != (shape, shape[-1:]):
            raise WeightsUnavailable(f"layer {layer} has a kernel of {kernel.shape}, {network}'s of {shape}")
    parts = [np.ravel(part) for layer in WIDTHS[network] for part in convolutions[layer]]
    return np.concatenate(parts).astype(_LITTLE_ENDIAN, copy=False)


def split(numbers: Floats, network: Network) -> Iterator[tuple[str, Convolution]]:
    """Each layer's part of the vector, by its name, without copying."""
    place = 0
    for layer, shape in shapes(network).items():
        middle, end = place + math.prod(shape), place + math.prod(shape) + shape[-1]
        yield layer, Convolution(numbers[place:middle].reshape(shape), numbers[middle:end])
        place = end


def digest(numbers: Floats) -> str:
    """SHA-256 over the numbers' bytes, little-endian."""
    return hashlib.sha256(np.ascontiguousarray(numbers, _LITTLE_ENDIAN).data).hexdigest()


def check(numbers: Floats, network: Network) -> None:
    """Raises WeightsUnavailable unless the numbers are ImageNet's, where their digest is known."""
    expected = DIGESTS.get(network)
    if expected is not None and digest(numbers) != expected:
        raise WeightsUnavailable(f"the numbers are not ImageNet's of {network} (digest {expected[:12]}…)")


class Checked(NamedTuple):
    """The numbers of a file that may be painted with."""

    numbers: Floats
    digest: str
    foreign: bool  #: other numbers than ImageNet's


def read_checked(path: Path, network: Network, *, may_be_foreign: bool) -> Checked:
    """The numbers of a file, known for what they are.

    Raises WeightsUnavailable when it is missing, damaged or of another network; without `may_be_foreign`, also when the
    numbers are not ImageNet's.
    """
    numbers = read(path, network)
    found = digest(numbers)
    foreign = found != DIGESTS.get(network, found)
    if foreign and not may_be_foreign:
        raise WeightsUnavailable(f"{path} is damaged: its numbers are not ImageNet's")
    if foreign and not np.isfinite(numbers).all():
        raise WeightsUnavailable(f"{path} holds NaN or infinity")
    return Checked(numbers, found, foreign)


def read(path: Path, network: Network) -> Floats:
    """All numbers of the network from a file of any layout that Keras writes, or of the cache's.

    Raises WeightsUnavailable when the file is missing, damaged or of another network.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(_HDF5))
        if start.startswith(_NPY):
            return _from_npy(path, network)
        if start == _HDF5:
            from engine.features.keras_files import read_hdf5  # h5py is loaded only where it is needed

            return joined(read_hdf5(path, network), network)
    except (OSError, ValueError, KeyError, RuntimeError) as error:  # what NumPy and HDF5 say of damaged files
        raise WeightsUnavailable(f"{path} holds no weights of {network}: {error}") from error
    raise WeightsUnavailable(f"{path} holds no weights of {network}: it is neither .h5 nor .npy")


def _from_npy(path: Path, network: Network) -> Floats:
    numbers: Floats = np.load(path, mmap_mode="r", allow_pickle=False)
    if numbers.dtype != _LITTLE_ENDIAN or numbers.shape != (count(network),):
        raise ValueError(f"{numbers.dtype} numbers of shape {numbers.shape} instead of {count(network)} float32")
    return numbers


def write(numbers: Floats, path: Path) -> None:
    """Write the numbers in the cache's layout, on disk when it returns. `path` is a temporary name, to be renamed."""
    with path.open("wb") as file:
        np.save(file, numbers.astype(_LITTLE_ENDIAN, copy=False), allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
