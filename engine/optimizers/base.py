"""What an optimiser is: a pure step from picture and state to picture and state."""

from __future__ import annotations

from typing import Any, Protocol

import tensorflow as tf


class Optimizer(Protocol):
    """Moves pictures (batch, height, width, 3), RGB from 0 to 1, against their gradient. States are tuples of tensors,
    so that they can be traced, saved and resized; every picture of the batch moves on its own.
    """

    def init(self, pictures: tf.Tensor) -> Any:
        """The state before the first step."""

    def step(self, pictures: tf.Tensor, gradient: tf.Tensor, state: Any) -> tuple[tf.Tensor, Any]:
        """The next pictures, within 0 to 1, and the next state."""

    def shown(self, pictures: tf.Tensor, state: Any) -> tf.Tensor:
        """The pictures to look at, which may be smoother than those that are optimised."""
