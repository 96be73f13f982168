"""Steps along the gradient divided by its standard deviation, on a clamped picture.

The optimizer of Hvass-Labs' TensorFlow tutorial 15: every step moves pixels by about `rate`, so it settles only if
the rate shrinks. In the tutorial it stays constant.
"""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

from engine.objective import Evaluation
from engine.optimizers.base import Evaluate


class GradientDescentState(NamedTuple):
    """The number of steps done; nothing else is needed."""

    count: tf.Tensor  #: float32 scalar


class GradientDescent(NamedTuple):
    """Steps whose standard deviation over the picture is `rate`, in units of the full range of a color channel."""

    rate: tf.Tensor  #: a scalar; always 10/255 in the tutorial

    def init(self, pictures: tf.Tensor) -> GradientDescentState:
        return GradientDescentState(tf.zeros((), pictures.dtype))

    def step(
        self, evaluate: Evaluate, pictures: tf.Tensor, state: GradientDescentState
    ) -> tuple[tf.Tensor, GradientDescentState, Evaluation]:
        evaluation = evaluate(pictures)
        deviation = tf.math.reduce_std(evaluation.gradient, (1, 2, 3), keepdims=True)
        moved = pictures - self.rate * tf.math.divide_no_nan(evaluation.gradient, deviation)
        return tf.clip_by_value(moved, 0.0, 1.0), GradientDescentState(state.count + 1), evaluation

    def shown(self, pictures: tf.Tensor, state: GradientDescentState) -> tf.Tensor:
        return pictures
