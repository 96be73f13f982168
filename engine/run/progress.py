"""The position of a run, and its conversion to a checkpoint."""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf

from engine.errors import BadCheckpoint
from engine.events import LARGEST_STATE, Checkpoint, RunWarning
from engine.objective import LossWeights, weights_of
from engine.objective.matching import Indices
from engine.optimizers.choice import optimizer_for
from engine.run import checkpoints
from engine.run.health import MORE_CAUTION, LossMonitor, at_rest
from engine.run.initial import initial_image
from engine.run.plan import Plan, as_batch

OTHER_BYTES = 2**14  #: of a checkpoint, at most, for what are not arrays


class RollbackPoint(NamedTuple):
    """A position at the same scale in which nothing was wrong, to go back to."""

    iteration: int
    picture: tf.Tensor  #: (1, height, width, 3)
    weights: LossWeights


class Position(NamedTuple):
    """Where a run stands. At iteration 0 of a scale the picture may still have the size of the scale before."""

    scale: int  #: index into the plan's scales; their number when all are done
    iteration: int  #: done at this scale
    picture: tf.Tensor  #: (1, height, width, 3)
    state: Any  #: the optimizer's; None before its first step from here
    weights: LossWeights
    rollback: RollbackPoint | None = None  #: None: here
    ratio: float | None = None  #: of residuals, at the latest correction of the style weight; None: none here yet
    matches: Indices | None = None  #: which place of a style each is painted like at this scale; None: not yet found
    monitor: LossMonitor = LossMonitor()  #: what the looks at this scale have seen
    retried: tuple[RunWarning, ...] = ()  #: for which the run went back already
    left_out: int = 0  #: iterations that were saved by ending scales early; they count as done
    seconds_before: float = 0.0  #: that earlier attempts took until the checkpoint which this one goes on from

    @property
    def caution(self) -> float:
        """The factor that shortens steps after trouble."""
        return float(MORE_CAUTION ** len(self.retried))

    def as_rollback(self) -> Position:
        """The same position, marked as the place to go back to."""
        return self._replace(rollback=RollbackPoint(self.iteration, at_rest(self.picture, self.state), self.weights))

    def gone_back(self, warning: RunWarning) -> Position:
        """The last good position, with smaller steps from there."""
        rollback = self.rollback or RollbackPoint(self.iteration, self.picture, self.weights)
        return self._replace(
            iteration=rollback.iteration,
            picture=rollback.picture,
            state=None,
            weights=rollback.weights,
            ratio=None,
            monitor=self.monitor._replace(above=False, risen=0),
            retried=(*self.retried, warning),
        )


def first_position(plan: Plan) -> Position:
    """The start, or the position of the request's checkpoint. Raises BadCheckpoint."""
    if plan.request.checkpoint is not None:
        return _restored(plan, checkpoints.decode(plan.request.checkpoint, plan.fingerprint))
    return Position(0, 0, as_batch(initial_image(plan)), None, weights_of(plan.settings))


def checkpoint(plan: Plan, here: Position, seconds: float) -> Checkpoint:
    """The event from which `first_position` restores this position, if it is not too large.

    `seconds` are those since this attempt began. A checkpoint that is too large leaves out the good position first,
    then the optimizer's state: the run then goes on from the picture that is shown, with a new state. That happens
    above about 2300² pixels with Adam, 900² with L-BFGS.
    """
    if _size(here) > LARGEST_STATE:
        here = here._replace(rollback=None)
    if _size(here) > LARGEST_STATE:
        here = _light(plan, here)
    done = plan.done_before(here.scale) + here.iteration
    saved = checkpoints.SavedState(
        request=plan.fingerprint,
        done=done,
        scale=here.scale,
        iteration=here.iteration,
        picture=checkpoints.packed(here.picture),
        optimizer=() if here.state is None else tuple(checkpoints.packed(part) for part in tf.nest.flatten(here.state)),
        weights=_floats(here.weights),
        rollback=None if here.rollback is None else _saved_rollback(here.rollback),
        ratio=here.ratio,
        matches=None if here.matches is None else checkpoints.packed_indices(here.matches),
        monitor=here.monitor,
        retried=here.retried,
        left_out=here.left_out,
        seconds=here.seconds_before + seconds,
    )
    return Checkpoint(iteration=done, state=checkpoints.encode(saved))


def _size(here: Position) -> int:
    """Bytes of its checkpoint: of its float32 arrays, and some more for the rest."""
    arrays = tf.nest.flatten((here.picture, here.state, here.rollback and here.rollback.picture, here.matches))
    return OTHER_BYTES + 4 * sum(int(tf.size(array)) for array in arrays if array is not None)


def _light(plan: Plan, here: Position) -> Position:
    optimizer = optimizer_for(plan.settings.optimizer, first_scale=here.scale == 0)
    return here._replace(picture=optimizer.shown(here.picture, here.state), state=None, rollback=None)


def _floats(weights: LossWeights) -> tuple[float, float, float]:
    content, style, denoise = (float(weight) for weight in weights)
    return content, style, denoise


def _saved_rollback(rollback: RollbackPoint) -> checkpoints.SavedRollback:
    picture = checkpoints.packed(rollback.picture)
    return checkpoints.SavedRollback(iteration=rollback.iteration, picture=picture, weights=_floats(rollback.weights))


def _restored(plan: Plan, saved: checkpoints.SavedState) -> Position:
    if not (0 <= saved.scale < len(plan.scales) and 0 <= saved.iteration <= plan.scales[saved.scale].iterations):
        raise BadCheckpoint(f"a checkpoint at scale {saved.scale}, iteration {saved.iteration}")
    picture = tf.constant(checkpoints.unpacked(saved.picture))
    state = None
    if saved.optimizer:
        empty = optimizer_for(plan.settings.optimizer, first_scale=saved.scale == 0).init(picture)
        parts = [tf.constant(checkpoints.unpacked(part)) for part in saved.optimizer]
        if [part.shape for part in parts] != [part.shape for part in tf.nest.flatten(empty)]:
            raise BadCheckpoint("an optimizer state of another optimizer or size")
        state = tf.nest.pack_sequence_as(empty, parts)
    return Position(
        scale=saved.scale,
        iteration=saved.iteration,
        picture=picture,
        state=state,
        weights=LossWeights(*map(tf.constant, saved.weights)),
        rollback=None if saved.rollback is None else _restored_rollback(saved.rollback, picture.shape, saved.iteration),
        ratio=saved.ratio,
        matches=None if saved.matches is None else checkpoints.unpacked_indices(saved.matches),
        monitor=saved.monitor,
        retried=saved.retried,
        left_out=saved.left_out,
        seconds_before=saved.seconds,
    )


def _restored_rollback(saved: checkpoints.SavedRollback, shape: tf.TensorShape, latest: int) -> RollbackPoint:
    picture = tf.constant(checkpoints.unpacked(saved.picture))
    if picture.shape != shape or not 0 <= saved.iteration <= latest:
        raise BadCheckpoint(f"a good picture of shape {picture.shape} at iteration {saved.iteration}")
    return RollbackPoint(saved.iteration, picture, LossWeights(*map(tf.constant, saved.weights)))
