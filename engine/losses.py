"""Content, style and total-variation losses: pure functions, one value for each picture of the batch.

All are relative to the size of their target, so that the same weights mean the same look with any features.
"""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf


class Moments(NamedTuple):
    """Statistics of one layer's feature maps over all positions, in float32."""

    matrix: tf.Tensor  #: (batch, channels, channels): Gram matrix or covariance
    mean: tf.Tensor  #: (batch, channels); zeros with a Gram matrix, which contains the means


def content_loss(maps: tf.Tensor, target: tf.Tensor, target_variance: tf.Tensor) -> tf.Tensor:
    """Mean of (F − P)² over the variance of P: (batch,). Gatys et al. 2016, equation 1, made relative.

    `maps` and `target` are (batch or 1, height, width, channels); `target_variance` is a scalar above 0.
    """
    # Squared in the maps' own number format, summed in float32.
    return tf.reduce_mean(tf.cast(tf.math.squared_difference(maps, target), tf.float32), (1, 2, 3)) / target_variance


def gram(maps: tf.Tensor) -> Moments:
    """FᵀF/N over the N positions of `maps` (batch, height, width, channels). Gatys et al. 2016, equation 3."""
    flat = _positions(maps)
    return Moments(second_moment(flat), tf.zeros_like(flat[:, 0], tf.float32))


def mean_and_covariance(maps: tf.Tensor) -> Moments:
    """Mean μ and covariance FᵀF/N − μμᵀ over the N positions of `maps` (batch, height, width, channels)."""
    flat = _positions(maps)
    return Moments(*covariance(flat))


def style_loss(moments: Moments, target: Moments) -> tf.Tensor:
    """‖M − M*‖²/‖M*‖² + ‖μ − μ*‖²/‖μ*‖² of one layer: (batch,). Gatys et al. 2016, equation 4, made relative."""
    return _relative_distance(moments.matrix, target.matrix) + _relative_distance(moments.mean, target.mean)


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def total_variation(pictures: tf.Tensor) -> tf.Tensor:
    """Mean squared difference of vertical plus that of horizontal neighbours: (batch,). `pictures` (batch, h, w, 3).

    The gradient is written out because that of slices, as TensorFlow derives it, takes five times as long.
    """
    vertical = pictures[:, 1:] - pictures[:, :-1]
    horizontal = pictures[:, :, 1:] - pictures[:, :, :-1]

    def gradient(upstream: tf.Tensor) -> tf.Tensor:
        by_pixel = _pulled(vertical, 1) + _pulled(horizontal, 2)
        return upstream[:, tf.newaxis, tf.newaxis, tf.newaxis] * by_pixel

    value = tf.reduce_mean(tf.square(vertical), (1, 2, 3)) + tf.reduce_mean(tf.square(horizontal), (1, 2, 3))
    return value, gradient


def _pulled(difference: tf.Tensor, axis: int) -> tf.Tensor:
    """How the mean squared `difference` of neighbours along `axis` grows with each pixel."""
    before = [[0, 0], [int(axis == 1), 0], [int(axis == 2), 0], [0, 0]]
    after = [pair[::-1] for pair in before]
    return (tf.pad(difference, before) - tf.pad(difference, after)) * (2 / tf.cast(tf.size(difference[0]), tf.float32))


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def second_moment(flat: tf.Tensor) -> tf.Tensor:
    """FᵀF/N of `flat` (batch, N positions, channels) in float32, with a gradient of one product instead of two."""
    matrix = _product(flat)

    def gradient(upstream: tf.Tensor) -> tf.Tensor:
        return tf.matmul(flat, tf.cast(_symmetric(upstream, flat), flat.dtype))

    return matrix, gradient


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def covariance(flat: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Covariance (batch, channels, channels) and mean (batch, channels) of `flat` (batch, N, channels), in float32.

    Computed as FᵀF/N − μμᵀ, so that the maps are never copied to be centred; after ReLU their means are of the order of
    their deviations, and little is lost by the subtraction.
    """
    ones = tf.ones_like(flat[:, :, :1])
    mean = tf.cast(tf.matmul(ones, flat, transpose_a=True), tf.float32)[:, 0] / _count(flat)
    matrix = _product(flat) - mean[:, :, tf.newaxis] * mean[:, tf.newaxis]

    def gradient(matrix_upstream: tf.Tensor, mean_upstream: tf.Tensor) -> tf.Tensor:
        symmetric = _symmetric(matrix_upstream, flat)
        through_mean = mean_upstream / _count(flat) - tf.linalg.matvec(symmetric, mean)
        return tf.matmul(flat, tf.cast(symmetric, flat.dtype)) + tf.cast(through_mean, flat.dtype)[:, tf.newaxis]

    return (matrix, mean), gradient


def _count(flat: tf.Tensor) -> tf.Tensor:
    return tf.cast(tf.shape(flat)[1], tf.float32)


def _product(flat: tf.Tensor) -> tf.Tensor:
    return tf.cast(tf.matmul(flat, flat, transpose_a=True), tf.float32) / _count(flat)


def _symmetric(upstream: tf.Tensor, flat: tf.Tensor) -> tf.Tensor:
    return (upstream + tf.linalg.matrix_transpose(upstream)) / _count(flat)


def _positions(maps: tf.Tensor) -> tf.Tensor:
    """(batch, height, width, channels) → (batch, height · width, channels)."""
    shape = tf.shape(maps)
    return tf.reshape(maps, (shape[0], shape[1] * shape[2], maps.shape[-1]))


def _relative_distance(value: tf.Tensor, target: tf.Tensor) -> tf.Tensor:
    """‖value − target‖²/‖target‖² over all axes but the first; 0 for a target of zeros, such as a Gram's mean."""
    axes = list(range(1, len(value.shape)))
    squared = tf.reduce_sum(tf.math.squared_difference(value, target), axes)
    return tf.math.divide_no_nan(squared, tf.reduce_sum(tf.square(target), axes))
