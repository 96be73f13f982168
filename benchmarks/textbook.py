"""The baseline: style transfer as the paper has it, in plain TensorFlow, as one would write it from the paper.

Gatys, Ecker & Bethge 2016: one scale, white noise to start from, float32, TensorFlow's own gradients, SciPy's L-BFGS-B.
Features and objective are the engine's, so that both make the same number small: the losses relative to their targets,
style by means and covariances. Nothing of the engine's own code runs here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import scipy.optimize
import tensorflow as tf
from numpy.typing import NDArray

#: Corrections that L-BFGS remembers.
HISTORY = 10
MEAN_COLOR = (123.68 / 255, 116.779 / 255, 103.939 / 255)
EDGE = 0.05  #: ε: a difference of neighbors that counts as an edge
CHROMA = 5**0.5  #: how many times longer a difference of color is than one of lightness
#: `variation` of gray white noise from 0 to 1.
NOISE_VARIATION = 0.0472


class Convolution(NamedTuple):
    """One layer of the network, in float32."""

    kernel: tf.Tensor  #: (3, 3, input channels, output channels)
    bias: tf.Tensor  #: (output channels,)


class Weights(NamedTuple):
    """The weights of the terms, and those of the layers by name: shares that sum to 1."""

    content: float
    style: float
    denoise: float
    content_layers: Mapping[str, float]
    style_layers: Mapping[str, float]


class Statistics(NamedTuple):
    """Covariance and mean of one layer's feature maps."""

    covariance: tf.Tensor  #: (channels, channels)
    mean: tf.Tensor  #: (channels,)


class Textbook:
    """The objective for one content and one style picture, both (1, height, width, 3), RGB from 0 to 1.

    `network` has the convolutions in order, by names such as relu4_2; the first `mirrored` mirror their input
    at its borders.
    """

    def __init__(
        self, content: tf.Tensor, style: tf.Tensor, network: Mapping[str, Convolution], weights: Weights, mirrored: int
    ) -> None:
        self._network = network
        self._mirrored = mirrored
        self._weights = weights
        content_maps, style_maps = features(content, network, mirrored), features(style, network, mirrored)
        self._content = {layer: content_maps[layer] for layer in weights.content_layers}
        self._style = {layer: statistics(style_maps[layer]) for layer in weights.style_layers}
        #: (1, height, width, 3) → the loss, a scalar; and the same with its gradient.
        self.loss = tf.function(self._loss)
        self.loss_and_gradient = tf.function(self._loss_and_gradient)

    def _loss(self, picture: tf.Tensor) -> tf.Tensor:
        maps = features(picture, self._network, self._mirrored)
        weights = self._weights
        loss = weights.denoise * variation(picture) / NOISE_VARIATION
        for layer, share in weights.content_layers.items():
            loss += weights.content * share * content_loss(maps[layer], self._content[layer])
        for layer, share in weights.style_layers.items():
            loss += weights.style * share * style_loss(statistics(maps[layer]), self._style[layer])
        return loss

    def _loss_and_gradient(self, picture: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(picture)
            loss = self._loss(picture)
        return loss, tape.gradient(loss, picture)


def features(picture: tf.Tensor, network: Mapping[str, Convolution], mirrored: int) -> dict[str, tf.Tensor]:
    """The outputs of all layers."""
    maps = (picture - tf.constant(MEAN_COLOR)) * 255.0
    found: dict[str, tf.Tensor] = {}
    for layer, (kernel, bias) in network.items():
        if found and layer.endswith("_1"):
            maps = tf.nn.avg_pool2d(maps, 2, 2, "VALID")
        if len(found) < mirrored:
            maps = tf.pad(maps, [[0, 0], [1, 1], [1, 1], [0, 0]], "SYMMETRIC")
            maps = tf.nn.conv2d(maps, kernel, 1, "VALID")
        else:
            maps = tf.nn.conv2d(maps, kernel, 1, "SAME")
        maps = tf.nn.relu(maps + bias)
        found[layer] = maps
    return found


def statistics(maps: tf.Tensor) -> Statistics:
    """Mean and covariance of the channels over all positions."""
    positions = tf.reshape(maps, (-1, maps.shape[-1]))
    mean = tf.reduce_mean(positions, 0)
    centered = positions - mean
    return Statistics(tf.matmul(centered, centered, transpose_a=True) / float(positions.shape[0]), mean)


def content_loss(maps: tf.Tensor, target: tf.Tensor) -> tf.Tensor:
    """Mean of (F − P)² over the variance of P."""
    return tf.reduce_mean(tf.square(maps - target)) / tf.math.reduce_variance(target)


def style_loss(found: Statistics, target: Statistics) -> tf.Tensor:
    """‖Σ − Σ*‖²/‖Σ*‖² + ‖μ − μ*‖²/‖μ*‖²."""
    covariances = tf.reduce_sum(tf.square(found.covariance - target.covariance))
    means = tf.reduce_sum(tf.square(found.mean - target.mean))
    return covariances / tf.reduce_sum(tf.square(target.covariance)) + means / tf.reduce_sum(tf.square(target.mean))


def variation(picture: tf.Tensor) -> tf.Tensor:
    """Mean of 2ε²(√(1 + (d/ε)²) − 1), where d is the length of the differences of a pixel from the one below and from
    the one to the right, over all channels and √3, with colors CHROMA times as far from gray.
    """
    gray = tf.reduce_mean(picture, 3, keepdims=True)
    picture = gray + CHROMA * (picture - gray)
    down = tf.pad(picture[:, 1:] - picture[:, :-1], [[0, 0], [0, 1], [0, 0], [0, 0]])
    right = tf.pad(picture[:, :, 1:] - picture[:, :, :-1], [[0, 0], [0, 0], [0, 1], [0, 0]])
    squared = tf.reduce_mean(tf.square(down) + tf.square(right), 3)
    return 2 * EDGE**2 * tf.reduce_mean(tf.sqrt(1 + squared / EDGE**2) - 1)


class Descent(NamedTuple):
    """How far L-BFGS-B came."""

    picture: NDArray[np.float32]  #: (height, width, 3)
    loss: float
    iterations: int  #: fewer than asked for if its line search gave up
    seconds: float


def minimized(
    textbook: Textbook,
    start: NDArray[np.float32],
    iterations: int,
    tell: Callable[[int, float], None] = lambda iteration, loss: None,
) -> Descent:
    """`iterations` of SciPy's L-BFGS-B from `start` (height, width, 3), within 0 to 1.

    `tell` hears each iteration's number and loss. The seconds leave out the tracing of the function.
    """

    def evaluate(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        picture = tf.constant(flat.reshape(1, *start.shape), tf.float32)
        loss, gradient = textbook.loss_and_gradient(picture)
        return float(loss), gradient.numpy().astype(np.float64).ravel()

    done = 0

    def count(intermediate_result: Any) -> None:
        nonlocal done
        done += 1
        tell(done, float(intermediate_result.fun))

    first = start.astype(np.float64).ravel()
    evaluate(first)
    began = time.perf_counter()
    found = scipy.optimize.minimize(
        evaluate,
        first,
        jac=True,
        method="L-BFGS-B",
        bounds=scipy.optimize.Bounds(0, 1),
        callback=count,
        options={"maxcor": HISTORY, "maxiter": iterations, "maxfun": 10 * iterations, "ftol": 0, "gtol": 0},
    )
    taken = time.perf_counter() - began
    return Descent(found.x.reshape(start.shape).astype(np.float32), float(found.fun), done, taken)
