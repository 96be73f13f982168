"""The convolutional layers of VGG16, and of its deeper sister VGG19, whatever their filters come from.

Simonyan & Zisserman 2015, "Very deep convolutional networks". Pictures enter as RGB from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import tensorflow as tf

from engine.graphs import for_all_sizes
from engine.networks import block_of
from engine.settings import Pooling, Precision

# What is looked at differs from call to call, for content, styles and neighbors: TensorFlow takes the few graphs that
# this needs for a mistake, and would say so on the terminal.
tf.get_logger().setLevel("ERROR")

#: ImageNet's mean color, RGB from 0 to 1, which Keras subtracts before the first layer.
MEAN_COLOR = (123.68 / 255, 116.779 / 255, 103.939 / 255)

#: The first so many convolutions mirror their input at its borders instead of padding it with zeros. One is enough to
#: keep lines from the borders, and costs next to nothing, because its input has three channels only.
MIRRORED = 1

#: Number formats of the convolutions.
DTYPES = {Precision.FLOAT32: tf.float32, Precision.BFLOAT16: tf.bfloat16}


class Filter(NamedTuple):
    """One convolution."""

    kernel: tf.Tensor  #: (3, 3, input channels, output channels)
    bias: tf.Tensor  #: (output channels,)
    rotated: tf.Tensor  #: (3, 3, output channels, input channels): the kernel as gradients go back through it

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
        return _convolve_inside(_mirror(maps), one.kernel, one.rotated)
    return _convolve(maps, one.kernel, one.rotated)


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def _convolve(maps: tf.Tensor, kernel: tf.Tensor, rotated: tf.Tensor) -> Any:
    """Padded by zeros. The gradient by the maps is a convolution too: TensorFlow's own operation for it is no faster,
    and oneDNN keeps two and a half times the memory of a convolution for each new size. Kernels get no gradient.
    """

    def gradient(upstream: tf.Tensor) -> tuple[tf.Tensor, None, None]:
        return tf.nn.conv2d(upstream, rotated, 1, "SAME"), None, None

    return tf.nn.conv2d(maps, kernel, 1, "SAME"), gradient


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def _convolve_inside(maps: tf.Tensor, kernel: tf.Tensor, rotated: tf.Tensor) -> Any:
    """Without padding: two rows and columns fewer. The gradient is written out for the reason given in `_convolve`."""

    def gradient(upstream: tf.Tensor) -> tuple[tf.Tensor, None, None]:
        return tf.nn.conv2d(upstream, rotated, 1, [[0, 0], [2, 2], [2, 2], [0, 0]]), None, None

    return tf.nn.conv2d(maps, kernel, 1, "VALID"), gradient


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def _mirror(maps: tf.Tensor) -> tf.Tensor:
    """One more row and column on each side, equal to its neighbor; at least 2 × 2 positions.

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
    """Maps (batch, height, width, channels) of half the height and width, rounded down."""
    if pooling is Pooling.MAX:
        return tf.nn.max_pool2d(maps, 2, 2, "VALID")
    return tf.nn.avg_pool2d(maps, 2, 2, "VALID")


def enter(pictures: tf.Tensor) -> tf.Tensor:
    """Pictures, RGB from 0 to 1, as the network's input: centered, on a scale of 255."""
    return (pictures - tf.constant(MEAN_COLOR)) * 255.0


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


@for_all_sizes
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
