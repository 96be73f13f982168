"""Adam (Kingma & Ba 2015, algorithm 1) on a clamped picture, with an exponential average of the iterates.

Adam moves every coordinate by about as much, however flat the objective is along it. With red, green and blue as
coordinates, color noise thus gets as long a step as brushwork, and drowns it; along the axes of a palette, each color
direction moves as far as the palette spreads along it (Olah et al. 2017, "Feature visualization", take ImageNet's).

The average is what is shown and returned: single iterates of a fast Adam carry speckle that it takes away.
"""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

from engine.objective import Evaluation
from engine.optimizers.base import Evaluate


class AdamState(NamedTuple):
    """All but `count` have the pictures' shape; the moments are along the axes, the average is of pictures."""

    first_moment: tf.Tensor  #: m_t in the paper
    second_moment: tf.Tensor  #: v_t in the paper
    average: tf.Tensor  #: of the iterates, not yet corrected for its start at 0
    count: tf.Tensor  #: float32 scalar: steps done, t in the paper


class Adam(NamedTuple):
    """Steps of at most about `rate` along each axis, in units of the full range of a color channel."""

    rate: tf.Tensor  #: a scalar; a tensor, so that one traced graph serves every rate
    axes: tf.Tensor | None = None  #: (3, 3): what a step along each axis, a column, adds to RGB; None: R, G and B
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
        gradient = self._along_axes(evaluation.gradient)
        count = state.count + 1
        first = self.first_decay * state.first_moment + (1 - self.first_decay) * gradient
        second = self.second_decay * state.second_moment + (1 - self.second_decay) * tf.square(gradient)
        corrected_rate = self.rate / (1 - self.first_decay**count)
        scale = tf.sqrt(second / (1 - self.second_decay**count)) + self.epsilon
        move = self._in_rgb(corrected_rate * first / scale)
        moved = tf.clip_by_value(pictures - move, 0.0, 1.0)
        average = self.average_decay * state.average + (1 - self.average_decay) * moved
        return moved, AdamState(first, second, average, count), evaluation

    def shown(self, pictures: tf.Tensor, state: AdamState) -> tf.Tensor:
        """The average of the iterates, corrected for its start at 0; the pictures themselves before the first step."""
        if state.count == 0:
            return pictures
        return tf.clip_by_value(state.average / (1 - self.average_decay**state.count), 0.0, 1.0)

    def _along_axes(self, gradient: tf.Tensor) -> tf.Tensor:
        """The derivative by coordinates along the axes: g ↦ Wᵀg at each pixel of (batch, height, width, 3)."""
        return gradient if self.axes is None else _mixed(gradient, self.axes)

    def _in_rgb(self, move: tf.Tensor) -> tf.Tensor:
        """What a move along the axes adds to red, green and blue: u ↦ Wu at each pixel."""
        return move if self.axes is None else _mixed(move, tf.transpose(self.axes))


def _mixed(pictures: tf.Tensor, matrix: tf.Tensor) -> tf.Tensor:
    """Each pixel, as a row, times `matrix` (3, 3)."""
    return tf.nn.conv2d(pictures, matrix[tf.newaxis, tf.newaxis], 1, "VALID")
