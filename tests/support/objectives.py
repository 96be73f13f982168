"""Functions to minimize, as an optimizer gets them."""

from __future__ import annotations

from collections.abc import Callable

import tensorflow as tf

from engine.objective import Evaluation, LossWeights, Residuals, Terms
from engine.optimizers.base import Evaluate


def objective_of(function: Callable[[tf.Tensor], tf.Tensor]) -> Evaluate:
    """From a differentiable function of pictures (batch, height, width, 3) to values (batch,): one term of weight 1."""

    def evaluate(pictures: tf.Tensor) -> Evaluation:
        with tf.GradientTape() as tape:
            tape.watch(pictures)
            values = function(pictures)
        return _evaluation(values, tape.gradient(values, pictures))

    return evaluate


def with_gradient(gradient: tf.Tensor) -> Evaluate:
    """An objective whose gradient is the same everywhere."""
    return lambda pictures: _evaluation(tf.zeros(pictures.shape[0], pictures.dtype), tf.cast(gradient, pictures.dtype))


def _evaluation(values: tf.Tensor, gradient: tf.Tensor) -> Evaluation:
    nothing = tf.zeros_like(values)
    weights = LossWeights(*(tf.constant(value, values.dtype) for value in (1, 0, 0)))
    return Evaluation(values, Terms(values, nothing, nothing), weights, gradient, Residuals(nothing, nothing))
