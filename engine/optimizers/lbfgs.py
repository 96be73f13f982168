"""Limited-memory BFGS (Nocedal & Wright 2006, algorithms 7.4 and 7.5) on a clamped picture, in float32.

A step is one evaluation. The pictures that the loop holds are a *trial*: the step judges it, moves on from it or
shortens the way to it, and makes the next trial. So a line search needs no loop within a step, each picture of a batch
has its own, and an iteration costs the same whether the search is easy or hard. `shown` gives the pictures that were
found good.

The search cannot fail in silence: after `LONGEST_SEARCH` trials without enough decrease the history is forgotten, a
short step along the gradient is taken whatever it brings, and `failures` counts it.
"""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

from engine.objective import Evaluation, Terms, Weights
from engine.optimizers.base import Evaluate

SUFFICIENT = 1e-4  #: c₁, the share of the decrease promised by the slope that a trial must bring
#: How much a loss may seem to rise and still count as no rise, relative to it.
NOISE = 1e-6
LONGEST_SEARCH = 6  #: trials
SHORTENING = (0.1, 0.5)  #: the least and the most that is left of a step's length after a trial that was not good
FALLBACK_LENGTH = 0.1  #: of a step that is taken after a search failed, relative to a first step's
#: Pairs whose sᵀy is not above this part of ‖s‖‖y‖ say nothing about the curvature and are left out.
LEAST_CURVATURE = 1e-4
CHANGED = 1e-3  #: relative change that tells apart weights that were changed from those that were rounded


class LBFGSState(NamedTuple):
    """All float32. Names in code brackets are those of Nocedal & Wright."""

    position: tf.Tensor  #: x_k, the pictures last found good, from which the search goes out
    evaluation: Evaluation  #: at `position`
    position_deltas: tf.Tensor  #: s_k, (history, batch, height, width, 3), newest first
    gradient_deltas: tf.Tensor  #: y_k, likewise
    inverse_curvatures: tf.Tensor  #: ρ_k = 1/sᵀy, (history, batch); 0 where there is no pair
    scale: tf.Tensor  #: γ_k, (batch,); 0 where there is no pair yet
    length: tf.Tensor  #: α_k of the trial, (batch,)
    trials: tf.Tensor  #: of this search that were not good, (batch,)
    failures: tf.Tensor  #: searches that were given up so far, (batch,)
    count: tf.Tensor  #: scalar: steps done


class LBFGS(NamedTuple):
    """First steps move pixels by `rate` (root mean square), in units of the full range of a colour channel."""

    rate: tf.Tensor  #: a scalar; a tensor, so that one traced graph serves every rate
    history: int = 10  #: m, the number of pairs

    def init(self, pictures: tf.Tensor) -> LBFGSState:
        each = tf.zeros_like(pictures[:, 0, 0, 0])
        deltas = tf.zeros_like(tf.stack([pictures] * self.history))
        unknown = Evaluation(each, Terms(each, each, each), Weights(each, each, each), tf.zeros_like(pictures))
        return LBFGSState(
            position=pictures,
            evaluation=unknown,
            position_deltas=deltas,
            gradient_deltas=deltas,
            inverse_curvatures=deltas[:, :, 0, 0, 0],
            scale=each,
            length=each + 1,
            trials=each,
            failures=each,
            count=tf.constant(0.0),
        )

    def step(
        self, evaluate: Evaluate, pictures: tf.Tensor, state: LBFGSState
    ) -> tuple[tf.Tensor, LBFGSState, Evaluation]:
        """Judge the pictures as a trial and make the next one. Returns the evaluation at those found good."""
        trial = _one_weight_each(evaluate(pictures))
        step = pictures - state.position  # s_k, if it is good
        good = _is_good(trial, step, state)
        state = _searched_on(trial, step, good, state)
        state = _remembering(trial, step, good, state)
        state = state._replace(
            position=tf.where(_spread(good), pictures, state.position),
            evaluation=tf.nest.map_structure(lambda new, old: _where(good, new, old), trial, state.evaluation),
            count=state.count + 1,
        )
        moved = state.position + _spread(state.length) * self.direction(state)
        return tf.clip_by_value(moved, 0.0, 1.0), state, state.evaluation

    def shown(self, pictures: tf.Tensor, state: LBFGSState) -> tf.Tensor:
        """The pictures last found good, not the trial."""
        return state.position
