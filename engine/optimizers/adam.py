"""Adam (Kingma & Ba 2015, algorithm 1) on a clamped picture, with an exponential average of the iterates.

The average is what is shown and returned: single iterates of a fast Adam carry speckle that it takes away.
"""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

from engine.objective import Evaluation
from engine.optimizers.base import Evaluate


class AdamState(NamedTuple):
    """All but `count` have the pictures' shape."""

    first_moment: tf.Tensor  #: m_t in the paper
    second_moment: tf.Tensor  #: v_t in the paper
    average: tf.Tensor  #: of the iterates, not yet corrected for its start at 0
    count: tf.Tensor  #: float32 scalar: steps done, t in the paper


class Adam(NamedTuple):
    """Steps of at most about `rate`, in units of the full range of a colour channel."""

    rate: tf.Tensor  #: a scalar; a tensor, so that one traced graph serves every rate
    first_decay: float = 0.9  #: β₁ in the paper
    second_decay: float = 0.99  #: β₂ in the paper
    average_decay: float = 0.92
    epsilon: float = 1e-10  #: relative losses have gradients of the order of 1e-6 a pixel, far below the usual 1e-8

    def init(self, pictures: tf.Tensor) -> AdamState:
        zeros = tf.zeros_like(pictures)
        return AdamState(zeros, zeros, zeros, tf.constant(0.0))

    def step(
        self, evaluate: Evaluate, pictures: tf.Tensor, state: AdamState
    ) -> tuple[tf.Tensor, AdamState, Evaluation]:
        evaluation = evaluate(pictures)
        gradient = evaluation.gradient
        count = state.count + 1
        first = self.first_decay * state.first_moment + (1 - self.first_decay) * gradient
        second = self.second_decay * state.second_moment + (1 - self.second_decay) * tf.square(gradient)
        corrected_rate = self.rate / (1 - self.first_decay**count)
        scale = tf.sqrt(second / (1 - self.second_decay**count)) + self.epsilon
        moved = tf.clip_by_value(pictures - corrected_rate * first / scale, 0.0, 1.0)
        average = self.average_decay * state.average + (1 - self.average_decay) * moved
        return moved, AdamState(first, second, average, count), evaluation

    def shown(self, pictures: tf.Tensor, state: AdamState) -> tf.Tensor:
        """The average of the iterates, corrected for its start at 0; the pictures themselves before the first step."""
        if state.count == 0:
            return pictures
        return tf.clip_by_value(state.average / (1 - self.average_decay**state.count), 0.0, 1.0)
