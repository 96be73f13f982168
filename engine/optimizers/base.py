"""What an optimizer is: a pure step from picture and state to picture and state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import tensorflow as tf

from engine.objective import Evaluation

#: The objective: pictures (batch, height, width, 3) → losses and gradient.
Evaluate = Callable[[tf.Tensor], Evaluation]


class Optimizer(Protocol):
    """Moves pictures (batch, height, width, 3), RGB from 0 to 1, to where the objective is smaller. States are tuples
    of tensors, so that they can be traced and saved; every picture of the batch moves on its own.
    """

    def init(self, pictures: tf.Tensor) -> Any:
        """The state before the first step."""

    def step(self, evaluate: Evaluate, pictures: tf.Tensor, state: Any) -> tuple[tf.Tensor, Any, Evaluation]:
        """The next pictures, within 0 to 1, the next state, and the objective at the pictures before the step."""

    def shown(self, pictures: tf.Tensor, state: Any) -> tf.Tensor:
        """The pictures to look at, which may be smoother than those that are optimized."""
