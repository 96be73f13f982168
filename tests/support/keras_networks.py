"""Keras's own networks with random weights: the oracle for ours, and files of the layout that Keras downloads."""

from __future__ import annotations

from pathlib import Path

import h5py
import keras
import numpy as np
from numpy.typing import NDArray

from engine.networks import Network

Floats = NDArray[np.float32]


def random_network(network: Network) -> keras.Model:
    """Keras's network without its dense layers; biases are random, too."""
    keras.utils.set_random_seed(3)
    builders = {Network.VGG16: keras.applications.VGG16, Network.VGG19: keras.applications.VGG19}
    model = builders[network](include_top=False, weights=None)
    random = np.random.default_rng(4)
    for layer in convolutions(model):
        kernel, bias = layer.get_weights()
        layer.set_weights([kernel, random.normal(0, 0.5, bias.shape)])
    return model


def convolutions(model: keras.Model) -> list[keras.layers.Conv2D]:
    """The convolutions of a network, in their order."""
    return [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]


def save_as_downloaded(model: keras.Model, path: Path) -> None:
    """Save the weights in the layout of the file that Keras downloads: one group for each layer, kernel and bias named
    in attributes.
    """
    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = [layer.name.encode() for layer in model.layers]
        for layer in model.layers:
            group = file.create_group(layer.name)
            names = [f"{layer.name}_{letter}_1:0" for letter in ("W", "b")[: len(layer.weights)]]
            group.attrs["weight_names"] = [name.encode() for name in names]
            for name, values in zip(names, layer.get_weights(), strict=True):
                group[name] = values


def keras_features(model: keras.Model, pictures: Floats, pooling: keras.layers.Layer) -> dict[str, Floats]:
    """Every convolution's output, by Keras's own preprocessing and layers, with another pooling in place of theirs."""
    maps = keras.applications.vgg16.preprocess_input(pictures * 255)  # VGG19's is the same
    found = {}
    for layer in model.layers[1:]:
        maps = pooling(maps) if isinstance(layer, keras.layers.MaxPooling2D) else layer(maps)
        found[layer.name.replace("block", "relu").replace("conv", "")] = maps.numpy()
    return found
