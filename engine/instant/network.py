"""A feed-forward network that paints several styles: one set of kernels, and for each style a vector of its own.

After Dumoulin et al. 2017, "A learned representation for artistic style": every convolution is followed by an instance
normalization whose scale and shift are the style's. The shape is that of Johnson et al. 2016, "Perceptual losses for
real-time style transfer" (down, residual blocks, up by the nearest neighbor and a convolution, mirrored borders), made
for speed on a CPU: it begins with pixels folded into channels, its residual blocks work at an eighth of the size, and
what it saw on the way down is added on the way up, so that small forms and faces survive. Some channels are noise
(Ulyanov et al. 2016, "Texture networks"): where a photo is flat, a network without it paints one and the same form in
rows and columns.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

STRIDE = 8  #: sides of what enters are multiples of so many pixels
RESIDUAL_BLOCKS = 5
NOISE_CHANNELS = 8  #: of the first residual block's input
NOISE_SEED = (1, 2)  #: the noise is a constant of the network, as its kernels are
EPSILON = 1e-5  #: added to variances of feature maps

Floats = NDArray[np.float32]


class Layer(NamedTuple):
    """One 3×3 convolution."""

    name: str
    inputs: int  #: channels
    outputs: int


#: All convolutions, in the order in which pictures go through them.
LAYERS: tuple[Layer, ...] = (
    Layer("down_2", 12, 24),
    Layer("down_4", 24, 48),
    Layer("down_8", 48, 96 - NOISE_CHANNELS),
    *(Layer(f"block_{block}_{half}", 96, 96) for block in range(1, RESIDUAL_BLOCKS + 1) for half in "ab"),
    Layer("up_4", 96, 48),
    Layer("refine_a", 48, 48),
    Layer("refine_b", 48, 48),
    Layer("up_2", 48, 24),
    Layer("up_1", 24, 16),
    Layer("paint", 16, 3),
)

#: Where each layer's scale and shift begin in a style's vector.
_PLACES: dict[str, int] = {}
STYLE_LENGTH = 0
for _layer in LAYERS:
    _PLACES[_layer.name] = STYLE_LENGTH
    STYLE_LENGTH += 2 * _layer.outputs

#: Which rows of a kernel fall on the row before, on the row itself and on the one behind it, for the upper and for the
#: lower of the two rows that a row becomes.
_SHARES = (((1, 0, 0), (0, 1, 1), (0, 0, 0)), ((0, 0, 0), (1, 1, 0), (0, 0, 1)))

Kernels = Mapping[str, tf.Tensor]


def initial_kernels(random: np.random.Generator) -> dict[str, Floats]:
    """Kernels (3, 3, inputs, outputs) by layer, to begin to learn from (He et al. 2015)."""
    return {
        name: random.normal(0, math.sqrt(2 / (9 * inputs)), (3, 3, inputs, outputs)).astype(np.float32)
        for name, inputs, outputs in LAYERS
    }


def initial_style() -> Floats:
    """A style's vector (STYLE_LENGTH,) to begin to learn from: scales of 1, shifts of 0.

    What a residual block adds begins small, so that pictures pass through.
    """
    vector = np.zeros(STYLE_LENGTH, np.float32)
    for name, _, outputs in LAYERS:
        is_added = name.startswith("block") and name.endswith("b")
        vector[_PLACES[name] : _PLACES[name] + outputs] = 0.25 if is_added else 1.0
    return vector


def paint(picture: tf.Tensor, kernels: Kernels, style: tf.Tensor) -> tf.Tensor:
    """A picture (1, height, width, 3), RGB from 0 to 1, painted in the style of the vector (STYLE_LENGTH,).

    Sides are multiples of STRIDE, at least twice that. The kernels' number format is that of the convolutions; the
    statistics of feature maps, and the result, are float32.
    """

    def layer(name: str, maps: tf.Tensor, stride: int = 1, *, ends: bool = True) -> tf.Tensor:
        maps = _normalized(_convolved(maps, kernels[name], stride), *_of_layer(style, name))
        return tf.nn.relu(maps) if ends else maps

    def larger(name: str, maps: tf.Tensor) -> tf.Tensor:
        return tf.nn.relu(_normalized(enlarged(maps, kernels[name]), *_of_layer(style, name)))

    maps = tf.cast(picture * 2 - 1, kernels["paint"].dtype)
    half = layer("down_2", tf.nn.space_to_depth(maps, 2))
    quarter = layer("down_4", half, 2)
    maps = layer("down_8", quarter, 2)
    maps = tf.concat([maps, _noise(maps)], 3)
    for block in range(1, RESIDUAL_BLOCKS + 1):
        maps += layer(f"block_{block}_b", layer(f"block_{block}_a", maps), ends=False)
    maps = larger("up_4", maps) + quarter
    maps += layer("refine_b", layer("refine_a", maps), ends=False)
    maps = larger("up_2", maps) + half
    maps = larger("up_1", maps)
    scale, shift = _of_layer(style, "paint")
    return tf.sigmoid(tf.cast(_convolved(maps, kernels["paint"]), tf.float32) * scale + shift)


def _noise(maps: tf.Tensor) -> tf.Tensor:
    """Noise as high and wide as the maps, the same for each picture of a size."""
    shape = tf.concat([tf.shape(maps)[:3], [NOISE_CHANNELS]], 0)
    return tf.cast(tf.random.stateless_normal(shape, NOISE_SEED, alg="philox"), maps.dtype)


def _of_layer(style: tf.Tensor, name: str) -> tuple[tf.Tensor, tf.Tensor]:
    """The style's scale and shift of one layer, each (outputs,)."""
    outputs = next(layer.outputs for layer in LAYERS if layer.name == name)
    place = _PLACES[name]
    return style[place : place + outputs], style[place + outputs : place + 2 * outputs]


def _convolved(maps: tf.Tensor, kernel: tf.Tensor, stride: int = 1) -> tf.Tensor:
    """The maps convolved with `kernel`, with mirrored borders."""
    return tf.nn.conv2d(_mirrored(maps), kernel, stride, "VALID")


def _normalized(maps: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor) -> tf.Tensor:
    """Each map with the mean and the deviation that the style gives its channel.

    Of a single picture, the normalization of a batch is that of an instance, and TensorFlow has the former in one
    operation, whose sums are float32.
    """
    return tf.compat.v1.nn.fused_batch_norm(maps, scale, shift, epsilon=EPSILON, is_training=True)[0]


def enlarged(maps: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
    """The maps (1, height, width, channels) twice as high and wide by the nearest neighbor, then convolved with
    `kernel` (3, 3, channels, outputs), with mirrored borders.
    """
    return tf.nn.depth_to_space(_convolved(maps, _of_quarters(kernel)), 2)


def _of_quarters(kernel: tf.Tensor) -> tf.Tensor:
    """The kernel (3, 3, inputs, 4 · outputs) whose outputs on some maps are what `kernel` gives on the maps doubled.

    Of maps made twice as high and wide by the nearest neighbor, two of a position's three rows are the same row, so
    their kernels are added. Each position becomes four: the outputs are four groups, as `tf.nn.depth_to_space` has
    them. It is the same convolution, without maps of the full size that hold everything four times.
    """
    _, _, inputs, outputs = kernel.shape
    shares = tf.constant(_SHARES, kernel.dtype)
    by_quarter = tf.einsum("atu,bsv,uvio->tsiabo", shares, shares, kernel)
    return tf.reshape(by_quarter, (3, 3, inputs, 4 * outputs))


def _mirrored(maps: tf.Tensor) -> tf.Tensor:
    """One more row and column on each side, equal to its neighbor. By concatenation: tf.pad's mirroring is slow."""
    maps = tf.concat([maps[:, :1], maps, maps[:, -1:]], 1)
    return tf.concat([maps[:, :, :1], maps, maps[:, :, -1:]], 2)
