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


def total_variation(pictures: tf.Tensor) -> tf.Tensor:
    """Mean squared difference of vertical plus that of horizontal neighbours: (batch,). `pictures` (batch, h, w, 3)."""
    vertical = tf.reduce_mean(tf.square(pictures[:, 1:] - pictures[:, :-1]), (1, 2, 3))
    horizontal = tf.reduce_mean(tf.square(pictures[:, :, 1:] - pictures[:, :, :-1]), (1, 2, 3))
    return vertical + horizontal


@tf.custom_gradient
def second_moment(flat: tf.Tensor) -> tf.Tensor:
    """FᵀF/N of `flat` (batch, N positions, channels) in float32, with a gradient of one product instead of two."""
    count = tf.cast(tf.shape(flat)[1], tf.float32)
    matrix = tf.cast(tf.matmul(flat, flat, transpose_a=True), tf.float32) / count

    def gradient(upstream: tf.Tensor) -> tf.Tensor:
        return tf.matmul(flat, _symmetric(upstream, count, flat.dtype))

    return matrix, gradient


@tf.custom_gradient
def covariance(flat: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Covariance (batch, channels, channels) and mean (batch, channels) of `flat` (batch, N, channels), in float32.

    The covariance does not change when the mean moves, so its gradient is that of the centred second moment.
    """
    count = tf.cast(tf.shape(flat)[1], tf.float32)
    mean = tf.reduce_mean(tf.cast(flat, tf.float32), 1)
    centred = flat - tf.cast(mean, flat.dtype)[:, tf.newaxis]
    matrix = tf.cast(tf.matmul(centred, centred, transpose_a=True), tf.float32) / count

    def gradient(matrix_upstream: tf.Tensor, mean_upstream: tf.Tensor) -> tf.Tensor:
        through_mean = tf.cast(mean_upstream / count, flat.dtype)[:, tf.newaxis]
        return tf.matmul(centred, _symmetric(matrix_upstream, count, flat.dtype)) + through_mean

    return (matrix, mean), gradient


def _symmetric(upstream: tf.Tensor, count: tf.Tensor, dtype: tf.DType) -> tf.Tensor:
    return tf.cast((upstream + tf.linalg.matrix_transpose(upstream)) / count, dtype)


def _positions(maps: tf.Tensor) -> tf.Tensor:
    """(batch, height, width, channels) → (batch, height · width, channels)."""
    shape = tf.shape(maps)
    return tf.reshape(maps, (shape[0], shape[1] * shape[2], maps.shape[-1]))


def _relative_distance(value: tf.Tensor, target: tf.Tensor) -> tf.Tensor:
    """‖value − target‖²/‖target‖² over all axes but the first; 0 for a target of zeros, such as a Gram's mean."""
    axes = list(range(1, len(value.shape)))
    squared = tf.reduce_sum(tf.math.squared_difference(value, target), axes)
    return tf.math.divide_no_nan(squared, tf.reduce_sum(tf.square(target), axes))
