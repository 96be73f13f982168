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

from engine.objective import Evaluation, LossWeights, Residuals, Terms
from engine.optimizers.base import Evaluate

SUFFICIENT = 1e-4  #: c₁, the share of the decrease promised by the slope that a trial must bring
#: How much a loss may seem to rise and still count as no rise, relative to it.
NOISE = 1e-6
LONGEST_SEARCH = 6  #: trials
SHORTENING = (0.1, 0.5)  #: the least and the most that is left of a step's length after a trial that was not good
#: Of a step that is taken after a search failed, relative to a first one: near a minimum longer ones undo many others.
FALLBACK_LENGTH = 0.01
#: Pairs whose sᵀy is not above this part of ‖s‖‖y‖ say nothing about the curvature and are left out.
LEAST_CURVATURE = 1e-4
CHANGED = 1e-3  #: relative change that tells apart weights that were changed from those that were rounded


class LBFGSState(NamedTuple):
    """The state of all pictures of the batch, in float32. Symbols are those of Nocedal & Wright."""

    position: tf.Tensor  #: x_k, the pictures last found good, from which the search goes out
    evaluation: Evaluation  #: at `position`
    position_deltas: tf.Tensor  #: s_k, (history, batch, height, width, 3), newest first
    gradient_deltas: tf.Tensor  #: y_k, (history, batch, height, width, 3), newest first
    inverse_curvatures: tf.Tensor  #: ρ_k = 1/sᵀy, (history, batch); 0 where there is no pair
    scale: tf.Tensor  #: γ_k, (batch,); 0 where there is no pair yet
    length: tf.Tensor  #: α_k of the trial, (batch,)
    trials: tf.Tensor  #: of this search that were not good, (batch,)
    failures: tf.Tensor  #: searches that were given up so far, (batch,)
    count: tf.Tensor  #: scalar: steps done


class LBFGS(NamedTuple):
    """First steps move pixels by `rate` (root mean square), in units of the full range of a color channel."""

    rate: tf.Tensor  #: a scalar; a tensor, so that one traced graph serves every rate
    history: int = 10  #: m, the number of pairs

    def init(self, pictures: tf.Tensor) -> LBFGSState:
        each = tf.zeros_like(pictures[:, 0, 0, 0])
        deltas = tf.zeros_like(tf.stack([pictures] * self.history))
        unknown = Evaluation(
            each, Terms(each, each, each), LossWeights(each, each, each), tf.zeros_like(pictures), Residuals(each, each)
        )
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

    def direction(self, state: LBFGSState) -> tf.Tensor:
        """−H_k ∇f_k by the two-loop recursion (algorithm 7.4), for the pixels that are free to move."""
        free = _free(state.position, state.evaluation.gradient)
        rest = free * state.evaluation.gradient  # q in the algorithm
        pairs = [
            (state.position_deltas[index], free * state.gradient_deltas[index], state.inverse_curvatures[index])
            for index in range(self.history)
        ]
        shares = []  # α_i in the algorithm
        for position_delta, gradient_delta, inverse_curvature in pairs:
            shares.append(inverse_curvature * _dot(position_delta, rest))
            rest -= _spread(shares[-1]) * gradient_delta
        result = _spread(self._first_scale(rest, state.scale)) * rest  # r in the algorithm
        for share, (position_delta, gradient_delta, inverse_curvature) in zip(shares[::-1], pairs[::-1], strict=True):
            result += _spread(share - inverse_curvature * _dot(gradient_delta, result)) * position_delta
        return -free * result

    def _first_scale(self, gradient: tf.Tensor, scale: tf.Tensor) -> tf.Tensor:
        """γ_k; without any pair, what makes a step of length 1 move pixels by `rate`."""
        size = tf.sqrt(tf.reduce_mean(tf.square(gradient), (1, 2, 3)))
        return tf.where(scale > 0, scale, tf.math.divide_no_nan(self.rate, size))


def _is_good(trial: Evaluation, step: tf.Tensor, state: LBFGSState) -> tf.Tensor:
    """Whether each picture's trial brings enough decrease (the Armijo condition), or is to be taken whatever it brings:
    (batch,).
    """
    promised = tf.minimum(_dot(state.evaluation.gradient, step), 0.0)
    allowed = state.evaluation.total + SUFFICIENT * promised + NOISE * tf.abs(state.evaluation.total)
    fallback = state.trials >= LONGEST_SEARCH
    finite = tf.math.is_finite(trial.total) & tf.reduce_all(tf.math.is_finite(trial.gradient), (1, 2, 3))
    return (state.count == 0) | finite & (fallback | (_judged(trial, state) <= allowed))


def _judged(trial: Evaluation, state: LBFGSState) -> tf.Tensor:
    """The trial's total by the weights from which the search goes out: adaptive ones make each total the same. (If that
    sum falls, so does the sum of weighted logarithms, which adaptive weighting descends on.)
    """
    return tf.add_n([weight * term for weight, term in zip(state.evaluation.weights, trial.terms, strict=True)])


def _searched_on(trial: Evaluation, step: tf.Tensor, good: tf.Tensor, state: LBFGSState) -> LBFGSState:
    """The state with the length of the next trial; without history where the search has to be given up."""
    trials = tf.where(good, 0.0, state.trials + 1)
    given_up = trials >= LONGEST_SEARCH
    shortened = state.length * _shortening(trial, step, state)
    fallback = tf.where(state.trials >= LONGEST_SEARCH, state.length * SHORTENING[0], FALLBACK_LENGTH)
    kept = tf.cast(~given_up, tf.float32)
    return state._replace(
        inverse_curvatures=kept * state.inverse_curvatures,
        scale=kept * state.scale,
        length=tf.where(good, 1.0, tf.where(given_up, fallback, shortened)),
        trials=tf.minimum(trials, LONGEST_SEARCH),
        failures=state.failures + 1 - kept,
    )


def _shortening(trial: Evaluation, step: tf.Tensor, state: LBFGSState) -> tf.Tensor:
    """Where the parabola through both values and the first slope is lowest, as a share of the step: (batch,)."""
    slope = _dot(state.evaluation.gradient, step)
    lowest = -slope / (2 * (_judged(trial, state) - state.evaluation.total - slope))
    return tf.clip_by_value(tf.where(tf.math.is_finite(lowest), lowest, 0.0), *SHORTENING)


def _remembering(trial: Evaluation, step: tf.Tensor, good: tf.Tensor, state: LBFGSState) -> LBFGSState:
    """The state with one more pair for each picture whose step says something about the curvature."""
    gradient_delta = trial.gradient - state.evaluation.gradient  # y_k
    curvature = _dot(step, gradient_delta)
    norms = tf.sqrt(_dot(step, step) * _dot(gradient_delta, gradient_delta))
    new = good & (curvature > LEAST_CURVATURE * norms) & _is_same_objective(trial, state.evaluation)
    return state._replace(
        position_deltas=_pushed(state.position_deltas, step, new),
        gradient_deltas=_pushed(state.gradient_deltas, gradient_delta, new),
        inverse_curvatures=_pushed(state.inverse_curvatures, 1 / curvature, new),
        scale=tf.where(new, curvature / _dot(gradient_delta, gradient_delta), state.scale),
    )


def _is_same_objective(trial: Evaluation, before: Evaluation) -> tf.Tensor:
    """Whether the two gradients may be compared: (batch,). Constant weights stay, adaptive ones follow their terms; all
    others were changed from outside.
    """
    same = tf.ones_like(before.total, tf.bool)
    for weight, weight_before, term, term_before in zip(
        trial.weights, before.weights, trial.terms, before.terms, strict=True
    ):
        stayed = _is_near(weight, weight_before)
        followed = _is_near(weight * term, weight_before * term_before)
        same &= stayed | followed
    return same


def _is_near(value: tf.Tensor, reference: tf.Tensor) -> tf.Tensor:
    return tf.abs(value - reference) <= CHANGED * tf.abs(reference)


def _pushed(history: tf.Tensor, newest: tf.Tensor, new: tf.Tensor) -> tf.Tensor:
    """(history, batch, …) with (batch, …) at its front, and the oldest dropped, where `new` (batch,)."""
    pushed = tf.concat([newest[tf.newaxis], history[:-1]], 0)
    # The history is large: choosing takes as long as copying it, and mostly there is nothing to choose.
    return tf.cond(tf.reduce_all(new), lambda: pushed, lambda: _where(new, pushed, history, axis=1))


def _where(condition: tf.Tensor, first: tf.Tensor, second: tf.Tensor, axis: int = 0) -> tf.Tensor:
    """tf.where with one condition (batch,) for each member of the batch along `axis`."""
    shape = [1] * axis + [-1] + [1] * (len(first.shape) - axis - 1)
    return tf.where(tf.reshape(condition, shape), first, second)


def _free(pictures: tf.Tensor, gradient: tf.Tensor) -> tf.Tensor:
    """1 where a pixel may move against its gradient, 0 where that leads out of the range 0 to 1."""
    bound = ((pictures <= 0) & (gradient > 0)) | ((pictures >= 1) & (gradient < 0))
    return tf.cast(~bound, tf.float32)


def _dot(first: tf.Tensor, second: tf.Tensor) -> tf.Tensor:
    """The scalar product for each picture: (batch,)."""
    return tf.reduce_sum(first * second, (1, 2, 3))


def _spread(values: tf.Tensor) -> tf.Tensor:
    """(batch,) → (batch, 1, 1, 1)."""
    return values[:, tf.newaxis, tf.newaxis, tf.newaxis]


def _one_weight_each(evaluation: Evaluation) -> Evaluation:
    """The evaluation with weights of shape (batch,), which may have been scalars."""
    weights = LossWeights(*(tf.broadcast_to(weight, tf.shape(evaluation.total)) for weight in evaluation.weights))
    return evaluation._replace(weights=weights)
