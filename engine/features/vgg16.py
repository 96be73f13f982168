"""The convolutional layers of VGG16, and of its deeper sister VGG19, whatever their filters come from.

Simonyan & Zisserman 2015, "Very deep convolutional networks". Pictures enter as RGB from 0 to 1.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import tensorflow as tf

from engine.errors import WeightsUnavailable
from engine.networks import WIDTHS, Network, block_of
from engine.settings import Pooling, Precision

#: ImageNet's mean colour, RGB from 0 to 1, which Keras subtracts before the first layer.
MEAN_COLOUR = (123.68 / 255, 116.779 / 255, 103.939 / 255)

#: The first so many convolutions mirror their input at its borders instead of padding it with zeros. One is enough to
#: keep lines from the borders, and costs next to nothing, because its input has three channels only.
MIRRORED = 1

#: Number formats of the convolutions.
DTYPES = {Precision.FLOAT32: tf.float32, Precision.BFLOAT16: tf.bfloat16}


class Filter(NamedTuple):
    """One convolution."""

    kernel: tf.Tensor  #: (3, 3, input channels, output channels)
    bias: tf.Tensor  #: (output channels,)
    turned: tf.Tensor  #: (3, 3, output channels, input channels): the kernel as gradients go back through it

    @classmethod
    def of(cls, kernel: tf.Tensor, bias: tf.Tensor) -> Filter:
        """With the kernel turned by 180° and its channels exchanged, once for all steps."""
        return cls(kernel, bias, tf.transpose(tf.reverse(kernel, [0, 1]), (0, 1, 3, 2)))


class Filters(NamedTuple):
    """A network's convolutions by layer name, from relu1_1 upwards without a gap, and how many of them mirror."""

    by_layer: Mapping[str, Filter]
    mirrored: int = MIRRORED


def convolve(maps: tf.Tensor, one: Filter, *, mirrored: bool) -> tf.Tensor:
    """A 3×3 convolution that keeps height and width, without bias: (batch, height, width, channels in) → (…, out)."""
    if mirrored:
        return tf.nn.conv2d(_mirror(maps), one.kernel, 1, "VALID")
    return _convolve(maps, one.kernel, one.turned)


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def _convolve(maps: tf.Tensor, kernel: tf.Tensor, turned: tf.Tensor) -> Any:
    """Padded by zeros. The gradient by the maps is a convolution too: TensorFlow's own operation for it is no faster,
    and oneDNN keeps two and a half times the memory of a convolution for each new size. Kernels get no gradient.
    """

    def gradient(upstream: tf.Tensor) -> tuple[tf.Tensor, None, None]:
        return tf.nn.conv2d(upstream, turned, 1, "SAME"), None, None

    return tf.nn.conv2d(maps, kernel, 1, "SAME"), gradient


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def _mirror(maps: tf.Tensor) -> tf.Tensor:
    """One more row and column on each side, equal to its neighbour; at least 2 × 2 positions.

    By concatenation, because tf.pad's mirroring takes three times as long, and its gradient too.
    """
    maps = tf.concat([maps[:, :1], maps, maps[:, -1:]], 1)
    maps = tf.concat([maps[:, :, :1], maps, maps[:, :, -1:]], 2)

    def gradient(upstream: tf.Tensor) -> tf.Tensor:
        u = upstream
        u = tf.concat([u[:, :1] + u[:, 1:2], u[:, 2:-2], u[:, -2:-1] + u[:, -1:]], 1)
        return tf.concat([u[:, :, :1] + u[:, :, 1:2], u[:, :, 2:-2], u[:, :, -2:-1] + u[:, :, -1:]], 2)

    return maps, gradient


def pool(maps: tf.Tensor, pooling: Pooling = Pooling.AVERAGE) -> tf.Tensor:
    """Halves height and width."""
    if pooling is Pooling.MAX:
        return tf.nn.max_pool2d(maps, 2, 2, "VALID")
    return tf.nn.avg_pool2d(maps, 2, 2, "VALID")


def enter(pictures: tf.Tensor) -> tf.Tensor:
    """Pictures, RGB from 0 to 1, as the network's input: centred, on a scale of 255."""
    return (pictures - tf.constant(MEAN_COLOUR)) * 255.0


def walk(
    pictures: tf.Tensor,
    filters: Filters,
    layers: Iterable[str],
    visit: Callable[[str, tf.Tensor], tf.Tensor],
    pooling: Pooling = Pooling.AVERAGE,
) -> None:
    """Send `pictures` (batch, height, width, 3) through the network up to the deepest of `layers`.

    At each of them `visit` gets the feature maps, in the filters' number format, and returns those to go on with.
    """
    wanted = set(layers)
    names = list(filters.by_layer)
    maps = tf.cast(enter(pictures), filters.by_layer[names[0]].kernel.dtype)
    block = 1
    for depth, layer in enumerate(names):
        if block_of(layer) != block:
            block, maps = block_of(layer), pool(maps, pooling)
        one = filters.by_layer[layer]
        # A plain bias_add between convolution and ReLU lets TensorFlow fuse the three.
        maps = tf.nn.relu(tf.nn.bias_add(convolve(maps, one, mirrored=depth < filters.mirrored), one.bias))
        if layer in wanted:
            maps = visit(layer, maps)
            wanted.remove(layer)
            if not wanted:
                return


@tf.function(reduce_retracing=True)  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def features(
    pictures: tf.Tensor, filters: Filters, layers: Iterable[str], pooling: Pooling = Pooling.AVERAGE
) -> dict[str, tf.Tensor]:
    """Feature maps of `pictures` (batch, height, width, 3) at `layers`, in the filters' number format."""
    found: dict[str, tf.Tensor] = {}

    def keep(layer: str, maps: tf.Tensor) -> tf.Tensor:
        found[layer] = maps
        return maps

    walk(pictures, filters, layers, keep, pooling)
    return found


def imagenet_weights(network: Network = Network.VGG16) -> Path | None:
    """Keras's weights on this machine: STYLEGRAM_VGG16_WEIGHTS (or …VGG19…), or Keras's cache; nothing is downloaded.

    Raises WeightsUnavailable when the variable names a file that is not there.
    """
    variable = f"STYLEGRAM_{network.upper()}_WEIGHTS"
    named = os.environ.get(variable)
    if named:
        if not Path(named).is_file():
            raise WeightsUnavailable(f"{variable} names no file: {named}")
        return Path(named)
    home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    cached = home / "models" / f"{network}_weights_tf_dim_ordering_tf_kernels_notop.h5"
    return cached if cached.is_file() else None


def fetch_imagenet(network: Network = Network.VGG16) -> Path:
    """Download the network's weights through Keras, which checks their hash, into Keras's cache; returns their path.

    Raises WeightsUnavailable when they cannot be had.
    """
    try:
        _keras_application(network)(include_top=False, weights="imagenet")
    except Exception as error:  # urllib's, Keras's and the file system's, of many kinds
        raise WeightsUnavailable(f"the weights of {network} could not be fetched: {error}") from error
    path = imagenet_weights(network)
    assert path is not None
    return path


def _keras_application(network: Network) -> Callable[..., Any]:
    from keras import applications  # slow to import, and most runs do not need it

    builders: dict[Network, Callable[..., Any]] = {
        Network.VGG16: applications.VGG16,
        Network.VGG19: applications.VGG19,
    }
    return builders[network]


def load_imagenet(path: Path, precision: Precision, network: Network = Network.VGG16) -> Filters:
    """The network's filters from a weights file of Keras's layout, without the dense top.

    Raises WeightsUnavailable when the file is missing, damaged or of another layout.
    """
    try:
        model = _keras_application(network)(include_top=False, weights=str(path))
    except (OSError, ValueError, KeyError) as error:
        raise WeightsUnavailable(f"{path} holds no {network} weights without top: {error}") from error
    dtype = DTYPES[precision]
    by_layer: dict[str, Filter] = {}
    for layer in WIDTHS[network]:
        kernel, bias = model.get_layer(layer.replace("relu", "block").replace("_", "_conv")).get_weights()
        if not by_layer:
            kernel = kernel[:, :, ::-1]  # Keras's first convolution expects blue, green, red
        by_layer[layer] = Filter.of(tf.cast(kernel, dtype), tf.cast(bias, dtype))
    return Filters(by_layer)
