"""Weights in the HDF5 layouts that Keras writes, read without Keras, whose import takes seconds.

Three layouts: the downloaded file and `model.save_weights("….h5")` have one group for each layer, which names its
datasets in an attribute; `model.save("….h5")` has the same under `model_weights`; and `….weights.h5` of Keras 3 has
`layers/NAME/vars/0` and `…/1`, with names of layers, or of their kind with a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from engine.features.weight_files import Convolution, keras_layer
from engine.networks import WIDTHS, Network


def read_hdf5(path: Path, network: Network) -> dict[str, Convolution]:
    """Kernel and bias of each of the network's layers. Raises OSError, KeyError, ValueError or RuntimeError."""
    with h5py.File(path, "r") as file:
        root = file.get("model_weights", file)
        numbered = "layers" in root and "layer_names" not in root.attrs
        _check_number(root["layers"] if numbered else root, network)
        if numbered:
            return dict(zip(WIDTHS[network], _numbered(root["layers"], network), strict=True))
        return {layer: _named(root[keras_layer(layer)]) for layer in WIDTHS[network]}


def _check_number(layers: Any, network: Network) -> None:
    """A deeper network has layers of the same names, and some more. Raises ValueError."""
    count = sum(1 for name in layers if "conv" in name)
    if count > len(WIDTHS[network]):
        raise ValueError(f"{count} convolutions, where {network} has {len(WIDTHS[network])}")


def _named(group: Any) -> Convolution:
    """A layer's group, which names its datasets in order."""
    kernel, bias = (np.asarray(group[_text(name)], np.float32) for name in group.attrs["weight_names"])
    return Convolution(kernel, bias)


def _numbered(layers: Any, network: Network) -> Iterator[Convolution]:
    """The layers of a `.weights.h5`: by their names, or else conv2d, conv2d_1, … in the network's order."""
    for number, layer in enumerate(WIDTHS[network]):
        kind = f"conv2d_{number}" if number else "conv2d"
        variables = layers[keras_layer(layer) if keras_layer(layer) in layers else kind]["vars"]
        yield Convolution(*(np.asarray(variables[index], np.float32) for index in ("0", "1")))


def _text(name: bytes | str) -> str:
    return name.decode() if isinstance(name, bytes) else name
