"""What the iterations of a scale aim at."""

from __future__ import annotations

import tensorflow as tf

from engine.events import PlannedScale
from engine.objective import LossWeights, Objective, Targets, jitter
from engine.run.plan import Plan
from engine.settings import OptimizerName


class Aim:
    """The objective of each iteration of a scale. For Adam, the picture and its content target are moved by some pixels
    together; the other optimizers compare one iteration with the next, and need the same objective for both.
    """

    def __init__(self, plan: Plan, planned: PlannedScale, targets: Targets) -> None:
        """`targets` are those of the picture as it lies."""
        self._plan, self._planned, self._targets = plan, planned, targets
        self._offset = (0, 0)

    def at(self, iteration: int, weights: LossWeights) -> Objective:
        """The objective of an iteration, from 0."""
        if self._plan.settings.optimizer is not OptimizerName.ADAM:
            return Objective(self._plan.filters, self._targets, weights)
        offset = jitter.offset_at(iteration, self._planned.iterations)
        if offset != self._offset:  # only the latest is kept: those of a large picture take much memory
            content = self._plan.content_targets_at(self._planned, offset)
            self._offset, self._targets = offset, self._targets._replace(content=content)
        return Objective(self._plan.filters, self._targets, weights, tf.constant(offset))
