"""The convolutional layers of VGG16 (Simonyan & Zisserman 2015), whatever their filters come from.

Layers are named as in the style-transfer papers: relu4_2 is the output, after ReLU, of block 4's second convolution.
Pictures enter as RGB from 0 to 1.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, cast

import tensorflow as tf

from engine.errors import WeightsUnavailable
from engine.settings import Precision

#: Convolutions in order, with the number of their filters; blocks are separated by 2×2 pooling.
WIDTHS = {
    "relu1_1": 64, "relu1_2": 64,
    "relu2_1": 128, "relu2_2": 128,
    "relu3_1": 256, "relu3_2": 256, "relu3_3": 256,
    "relu4_1": 512, "relu4_2": 512, "relu4_3": 512,
    "relu5_1": 512, "relu5_2": 512, "relu5_3": 512,
}  # fmt: skip
LAYERS = tuple(WIDTHS)

#: ImageNet's mean colour, RGB from 0 to 1, which Keras subtracts before VGG16.
MEAN_COLOUR = (123.68 / 255, 116.779 / 255, 103.939 / 255)

#: Convolutions of these blocks mirror the picture at its borders instead of padding with zeros; deeper ones see so much
#: of the picture that it makes no difference, and mirroring costs a copy.
MIRRORED_BLOCKS = (1, 2, 3)

#: Number formats of the convolutions.
DTYPES = {Precision.FLOAT32: tf.float32, Precision.BFLOAT16: tf.bfloat16}


class Filter(NamedTuple):
    """One convolution."""

    kernel: tf.Tensor  #: (3, 3, input channels, output channels)
    bias: tf.Tensor  #: (output channels,)


class Filters(NamedTuple):
    """A network's convolutions by layer name, from relu1_1 upwards without a gap, and how their input is padded."""

    by_layer: Mapping[str, Filter]
    mirrored_blocks: tuple[int, ...] = MIRRORED_BLOCKS


def block_of(layer: str) -> int:
    """The block, from 1 to 5, that a layer belongs to."""
    return int(layer.removeprefix("relu").split("_")[0])


def deepest(layers: Iterable[str]) -> str:
    """The one of `layers` that lies furthest from the picture."""
    return max(layers, key=LAYERS.index)


def up_to(layer: str) -> tuple[str, ...]:
    """All layers from the picture up to and including `layer`."""
    return LAYERS[: LAYERS.index(layer) + 1]


def convolve(maps: tf.Tensor, kernel: tf.Tensor, *, mirrored: bool) -> tf.Tensor:
    """A 3×3 convolution that keeps height and width: (batch, height, width, channels in) → (…, channels out)."""
    if not mirrored:
        return tf.nn.conv2d(maps, kernel, 1, "SAME")
    return tf.nn.conv2d(tf.pad(maps, [[0, 0], [1, 1], [1, 1], [0, 0]], "SYMMETRIC"), kernel, 1, "VALID")


def pool(maps: tf.Tensor) -> tf.Tensor:
    """Average pooling, which Gatys et al. 2016 (section 2) found to look better than max pooling."""
    return tf.nn.avg_pool2d(maps, 2, 2, "VALID")


def enter(pictures: tf.Tensor) -> tf.Tensor:
    """Pictures, RGB from 0 to 1, as the network's input: centred, on a scale of 255."""
    return (pictures - tf.constant(MEAN_COLOUR)) * 255.0


def features(pictures: tf.Tensor, filters: Filters, wanted: Iterable[str]) -> dict[str, tf.Tensor]:
    """Feature maps of `pictures` (batch, height, width, 3) at the layers `wanted`, in the filters' number format."""
    wanted = frozenset(wanted)
    found: dict[str, tf.Tensor] = {}
    maps = tf.cast(enter(pictures), filters.by_layer[LAYERS[0]].kernel.dtype)
    block = 1
    for layer in up_to(deepest(wanted)):
        if block_of(layer) != block:
            block, maps = block_of(layer), pool(maps)
        kernel, bias = filters.by_layer[layer]
        # A plain bias_add between convolution and ReLU lets TensorFlow fuse the three.
        maps = tf.nn.relu(tf.nn.bias_add(convolve(maps, kernel, mirrored=block in filters.mirrored_blocks), bias))
        if layer in wanted:
            found[layer] = maps
    return found


def imagenet_weights() -> Path | None:
    """Keras's VGG16 weights on this machine: STYLEGRAM_VGG16_WEIGHTS, or Keras's cache; nothing is downloaded.

    Raises WeightsUnavailable when the variable names a file that is not there.
    """
    named = os.environ.get("STYLEGRAM_VGG16_WEIGHTS")
    if named:
        if not Path(named).is_file():
            raise WeightsUnavailable(f"STYLEGRAM_VGG16_WEIGHTS names no file: {named}")
        return Path(named)
    home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    cached = home / "models" / "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5"
    return cached if cached.is_file() else None


def load_imagenet(path: Path, precision: Precision) -> Filters:
    """VGG16's filters from a weights file of Keras's layout, without the dense top.

    Raises WeightsUnavailable when the file is missing, damaged or of another layout.
    """
    from keras.applications import VGG16  # slow to import, and most runs do not need it

    try:
        network = VGG16(include_top=False, weights=str(path))
    except (OSError, ValueError, KeyError) as error:
        raise WeightsUnavailable(f"{path} holds no VGG16 weights without top: {error}") from error
    dtype = DTYPES[precision]
    by_layer = {}
    for layer in LAYERS:
        kernel, bias = network.get_layer(layer.replace("relu", "block").replace("_", "_conv")).get_weights()
        if layer == LAYERS[0]:
            kernel = kernel[:, :, ::-1]  # Keras's first convolution expects blue, green, red
        by_layer[layer] = Filter(tf.cast(kernel, dtype), tf.cast(bias, dtype))
    return Filters(cast(Mapping[str, Filter], by_layer))
