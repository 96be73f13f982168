"""One picture in one of the styles that the network has learned, in a blink."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from engine import pyramid
from engine.errors import InvalidSettings
from engine.features import vgg16
from engine.image import images
from engine.image.images import FloatImage
from engine.instant import network, weights
from engine.machine import precision
from engine.settings import RANGES, Precision

SMALLEST = 4 * network.STRIDE  #: pixels: a shorter side is mirrored up to this, so that the deepest maps have a size


def paint(
    picture: FloatImage, style: str | network.Floats, size: int = 512, wanted: Precision = Precision.FLOAT32
) -> FloatImage:
    """The picture (height, width, 3), RGB from 0 to 1, painted in the house style of that name, or in the style of a
    vector (network.STYLE_LENGTH,) that was learned for this network.

    The longer side of the result is `size` pixels, its proportions the picture's. Strokes have the same size in pixels
    whatever the size. Same picture, machine and precision: same result. Raises InvalidSettings for a style that the
    network has not learned and for a size out of range, WeightsUnavailable where its file is damaged.
    """
    known = weights.house_styles()
    if isinstance(style, str) and style not in known.styles:
        raise InvalidSettings("style", f"{style!r} is no instant style; there are {', '.join(known.styles)}")
    if not RANGES["size"].low <= size <= RANGES["size"].high:
        raise InvalidSettings("size", f"size must be {RANGES['size']}, not {size}")
    height, width, _ = picture.shape
    height, width = pyramid.full(height, width, size)
    vector = known.styles[style] if isinstance(style, str) else style
    return _painted(images.resize(picture, height, width, hastily=True), vector, precision.chosen(wanted))


def prepare(wanted: Precision = Precision.FLOAT32) -> None:
    """Read the network and trace its graph, so that the first painting is as quick as the others. Raises
    WeightsUnavailable where its file is damaged.
    """
    style = next(iter(weights.house_styles().styles.values()))
    _painted(np.zeros((SMALLEST, SMALLEST, 3), np.float32), style, precision.chosen(wanted))


def _painted(picture: FloatImage, style: network.Floats, number_format: Precision) -> FloatImage:
    height, width, _ = picture.shape
    whole = images.mirrored_to(picture, _whole(height), _whole(width))
    painted = _graph(number_format)(whole[np.newaxis], style)
    return painted[0, :height, :width].numpy()  # type: ignore[no-any-return]  # TensorFlow ships no types


def _whole(side: int) -> int:
    """The least multiple of the network's stride that is at least this, and SMALLEST."""
    return max(SMALLEST, -(-side // network.STRIDE) * network.STRIDE)


@functools.cache
def _graph(number_format: Precision) -> Callable[[tf.Tensor, tf.Tensor], tf.Tensor]:
    """From a picture and a style's vector to the painting: one graph for pictures of all sizes."""
    dtype = vgg16.DTYPES[number_format]
    kernels = {name: tf.cast(kernel, dtype) for name, kernel in weights.house_styles().kernels.items()}
    signature = [tf.TensorSpec((1, None, None, 3)), tf.TensorSpec((network.STYLE_LENGTH,))]

    @tf.function(input_signature=signature, autograph=False)  # type: ignore[untyped-decorator]  # TensorFlow ships no types
    def run(picture: tf.Tensor, style: tf.Tensor) -> tf.Tensor:
        return network.paint(picture, kernels, style)

    return run  # type: ignore[no-any-return]  # TensorFlow ships no types
