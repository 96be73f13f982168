"""Which optimiser the settings name, with its step sizes."""

from __future__ import annotations

import tensorflow as tf

from engine.optimizers.adam import Adam
from engine.optimizers.base import Optimizer
from engine.optimizers.gradient_descent import GradientDescent
from engine.optimizers.lbfgs import LBFGS
from engine.settings import OptimizerName

#: Adam's step sizes at the first scale, where forms move, and at later ones, where only detail is added: in units of
#: the full range of a colour channel, as the other optimisers' are.
FIRST_RATE, LATER_RATE = 0.02, 0.012
DESCENT_RATE = 10 / 255
LBFGS_RATE = 0.02  #: of its first step; later ones are as long as the curvature says


def optimizer_for(name: OptimizerName, *, first_scale: bool, caution: float = 1.0) -> Optimizer:
    """An optimiser for one scale. `caution` is at most 1; below, it shortens the steps."""
    match name:
        case OptimizerName.ADAM:
            return Adam(tf.constant(caution * (FIRST_RATE if first_scale else LATER_RATE)))
        case OptimizerName.GRADIENT:
            return GradientDescent(tf.constant(caution * DESCENT_RATE))
        case OptimizerName.LBFGS:
            return LBFGS(tf.constant(caution * LBFGS_RATE))
