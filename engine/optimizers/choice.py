"""Which optimiser the settings name, with its step sizes."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from engine.optimizers.adam import Adam
from engine.optimizers.base import Optimizer
from engine.optimizers.gradient_descent import GradientDescent
from engine.settings import OptimizerName

#: Adam's step sizes at the first scale, where forms move, and at later ones, where only detail is added: in units of
#: the full range of a colour channel, as the other optimisers' are.
FIRST_RATE, LATER_RATE = 0.02, 0.012
DESCENT_RATE = 10 / 255


def optimizer_for(name: OptimizerName, *, first_scale: bool, caution: float = 1.0) -> Optimizer:
    """An optimiser for one scale. `caution` is at most 1; below, it shortens the steps."""
    match name:
        case OptimizerName.ADAM:
            return Adam(tf.constant(caution * (FIRST_RATE if first_scale else LATER_RATE)))
        case OptimizerName.GRADIENT:
            return GradientDescent(tf.constant(caution * DESCENT_RATE))
        case OptimizerName.LBFGS:
            raise NotImplementedError


def restored(state: Any, arrays: list[tf.Tensor]) -> Any:
    """The optimiser's state with the values of `arrays`, in the order of `tf.nest.flatten(state)`."""
    return tf.nest.pack_sequence_as(state, arrays)
