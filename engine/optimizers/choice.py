"""Which optimizer the settings name, with its step sizes."""

from __future__ import annotations

import math

import tensorflow as tf

from engine.optimizers.adam import Adam
from engine.optimizers.base import Optimizer
from engine.optimizers.gradient_descent import GradientDescent
from engine.optimizers.lbfgs import LBFGS
from engine.settings import OptimizerName

#: Adam's step sizes at the beginning of the first scale, where forms move, and of later ones, where only detail is
#: added: in units of the full range of a color channel, as the other optimizers' are.
FIRST_RATE, LATER_RATE = 0.010, 0.009
#: How much longer Adam's steps are along axes of colors: the longest spreads over three channels. At 1.0 mosaics stay
#: far from their style, at 1.4 buildings begin to dissolve.
STRIDE = 1.2
#: What is left of Adam's usual steps at the end of a scale; longer ones shrink to the same length. Steps that shrink
#: leave less speckle, and a style loss that is a third to a half lower after as many iterations than steps that do not.
LAST_SHARE = 0.25
DESCENT_RATE = 10 / 255
#: What is left of the usual steps of plain descent at its end. At full length they leave speckle in every pixel.
LAST_DESCENT = 0.1
LBFGS_RATE = 0.02  #: of its first step; later ones are as long as the curvature says


def optimizer_for(
    name: OptimizerName,
    *,
    first_scale: bool,
    progress: float = 0.0,
    step_size: float = 1.0,
    axes: tf.Tensor | None = None,
) -> Optimizer:
    """An optimizer for one iteration; all of a scale share a state.

    `progress` is the share of the scale's iterations that are done; `step_size` is relative to the usual one.
    `axes` (3, 3) are the color directions that Adam moves along, such as `colors.axes` of the styles; steps are STRIDE
    times as long then.
    """
    match name:
        case OptimizerName.ADAM:
            rate = FIRST_RATE if first_scale else LATER_RATE
            stride = 1.0 if axes is None else STRIDE
            last = LAST_SHARE * min(step_size, 1.0)
            return Adam(tf.constant(stride * rate * _annealed(step_size, last, progress)), axes)
        case OptimizerName.GRADIENT:
            return GradientDescent(tf.constant(DESCENT_RATE * _annealed(step_size, LAST_DESCENT, progress)))
        case OptimizerName.LBFGS:
            return LBFGS(tf.constant(step_size * LBFGS_RATE))


def _annealed(first: float, last: float, progress: float) -> float:
    """From `first` to `last` along half a cosine (Loshchilov & Hutter 2017, equation 5)."""
    return last + (first - last) * (1 + math.cos(math.pi * progress)) / 2
