"""Where a run stands, and the same as a checkpoint."""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf

from engine import checkpoints
from engine.errors import BadCheckpoint
from engine.events import Checkpoint, Losses
from engine.initial import initial_image
from engine.objective import Weights, weights_of
from engine.optimizers.choice import optimizer_for
from engine.plan import Plan, as_batch


class Position(NamedTuple):
    """Where a run stands. At iteration 0 of a scale the picture may still have the size of the scale before."""

    scale: int  #: index into the plan's scales; their number when all are done
    iteration: int  #: done at this scale
    picture: tf.Tensor  #: (1, height, width, 3)
    state: Any  #: the optimiser's; None at iteration 0
    weights: Weights
    caution: float = 1.0  #: by which steps are shortened after trouble
    looked: Losses | None = None  #: at the last look at this scale, for patience
    left_out: int = 0  #: iterations that patience has saved; they count as done
    given_up: int = 0  #: line searches that were given up at this scale, at the last look


def first_position(plan: Plan) -> Position:
    """The start, or where the request's checkpoint stands. Raises BadCheckpoint."""
    if plan.request.checkpoint is not None:
        return _restored(plan, checkpoints.decode(plan.request.checkpoint, plan.fingerprint))
    return Position(0, 0, as_batch(initial_image(plan)), None, weights_of(plan.settings))


def checkpoint(plan: Plan, here: Position) -> Checkpoint:
    """The event that carries everything from which `first_position` makes this position again."""
    content, style, denoise = (float(weight) for weight in here.weights)
    saved = checkpoints.SavedState(
        request=plan.fingerprint,
        scale=here.scale,
        iteration=here.iteration,
        picture=checkpoints.packed(here.picture),
        optimizer=() if here.state is None else tuple(checkpoints.packed(part) for part in tf.nest.flatten(here.state)),
        weights=(content, style, denoise),
        caution=here.caution,
        looked=here.looked,
        left_out=here.left_out,
        given_up=here.given_up,
    )
    return Checkpoint(iteration=plan.done_before(here.scale) + here.iteration, state=checkpoints.encode(saved))


def _restored(plan: Plan, saved: checkpoints.SavedState) -> Position:
    if not (0 <= saved.scale < len(plan.scales) and 0 <= saved.iteration <= plan.scales[saved.scale].iterations):
        raise BadCheckpoint(f"a checkpoint at scale {saved.scale}, iteration {saved.iteration}")
    picture = tf.constant(checkpoints.unpacked(saved.picture))
    state = None
    if saved.optimizer:
        empty = optimizer_for(plan.settings.optimizer, first_scale=saved.scale == 0).init(picture)
        parts = [tf.constant(checkpoints.unpacked(part)) for part in saved.optimizer]
        if [part.shape for part in parts] != [part.shape for part in tf.nest.flatten(empty)]:
            raise BadCheckpoint("an optimiser state of another optimiser or size")
        state = tf.nest.pack_sequence_as(empty, parts)
    weights = Weights(*map(tf.constant, saved.weights))
    iteration = saved.iteration if state is not None else 0
    return Position(
        scale=saved.scale,
        iteration=iteration,
        picture=picture,
        state=state,
        weights=weights,
        caution=saved.caution,
        looked=saved.looked,
        left_out=saved.left_out,
        given_up=saved.given_up,
    )
