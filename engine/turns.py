"""A painting that is steered on its way: which settings and styles hold from which iteration on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import tensorflow as tf

from engine import checkpoints, strength
from engine.control import Turn
from engine.events import PlannedScale
from engine.images import FloatImage
from engine.initial import recoloured
from engine.objective import Weights, weights_of
from engine.plan import Plan, TransferRequest, as_batch
from engine.position import Position
from engine.settings import InitialImage, TransferSettings
from engine.trouble import at_rest


@dataclass(frozen=True)
class Course:
    """What holds now, and the turns of an earlier attempt that are still to come."""

    now: TransferRequest
    made: int  #: turns
    coming: tuple[tuple[int | None, Turn], ...]  #: with the iterations before which they are taken; None: at once

    def turn_at(self, done: int, asked: Turn | None) -> Turn | None:
        """The turn to take after so many iterations, if there is any; one that was `asked` for now comes last."""
        if self.coming:
            begins, turn = self.coming[0]
            return turn if begins is None or begins <= done else None
        return asked if asked is not None and asked.number > self.made else None

    def after(self, turn: Turn) -> Course:
        """The course once this turn is taken."""
        return replace(self, made=turn.number, coming=self.coming[1:])


def course(request: TransferRequest) -> Course:
    """The course of a request, from its checkpoint on. Raises BadCheckpoint."""
    done = 0 if request.checkpoint is None else checkpoints.done(request.checkpoint)
    ends = [earlier.until for earlier in request.earlier]
    made = 0
    # A checkpoint at the very iteration of a turn was made before it. Without any, turns before the first iteration
    # need no plan of what was before.
    while made < len(ends) and _is_behind(ends[made], done, begins_anew=request.checkpoint is None):
        made += 1
    phases = [(earlier.settings, earlier.styles) for earlier in request.earlier] + [(request.settings, request.styles)]
    settings, styles = phases[made]
    coming = [(ends[number - 1], _turn(number, phases)) for number in range(made + 1, len(phases))]
    return Course(replace(request, settings=settings, styles=styles), made, tuple(coming))


def _is_behind(end: int | None, done: int, *, begins_anew: bool) -> bool:
    if begins_anew:
        return not end
    return end is not None and end < done


def _turn(number: int, phases: Sequence[tuple[TransferSettings, tuple[FloatImage, ...]]]) -> Turn:
    settings, styles = phases[number]
    before = phases[number - 1][1]
    same = len(styles) == len(before) and all(map(np.array_equal, styles, before))
    return Turn(number, settings, () if same else styles)


def picture_after(plan: Plan, planned: PlannedScale, here: Position) -> tf.Tensor:
    """The picture (1, height, width, 3) that a run goes on from in other styles: as it is, but in their colours where
    it began in those of the styles before.
    """
    picture = at_rest(here.picture, here.state)
    if plan.settings.initial_image is not InitialImage.RECOLOURED:
        return picture
    return as_batch(recoloured(plan, np.clip(picture.numpy()[0], 0, 1), planned).astype(np.float32))


def weights_after(now: Weights, before: TransferSettings, after: TransferSettings) -> Weights:
    """The weights from a turn on. Where a strength is steered to, they move on from what they have come to."""
    if after.strength is None:
        return weights_of(after)
    if before.strength is None:
        return now
    weight = strength.turned_weight(float(now.style), before.strength, after.strength)
    return now._replace(style=tf.constant(weight))
