"""Which settings and styles hold from which iteration on, in a painting that is steered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import tensorflow as tf

from engine import strength
from engine.events import PlannedScale
from engine.image.images import FloatImage
from engine.objective import LossWeights, weights_of
from engine.run import checkpoints
from engine.run.control import SteeringChange
from engine.run.health import at_rest
from engine.run.plan import Plan, as_batch
from engine.run.progress import Position
from engine.run.request import TransferRequest
from engine.settings import InitialImage, TransferSettings


@dataclass(frozen=True)
class SteeringSchedule:
    """The settings that hold now, and the changes of an earlier attempt that are still to come."""

    now: TransferRequest
    made: int  #: changes so far
    #: With the iterations before which they are made; None: at once.
    coming: tuple[tuple[int | None, SteeringChange], ...]

    def change_at(self, done: int, asked: SteeringChange | None) -> SteeringChange | None:
        """The change that is due after so many iterations, if any. One that is `asked` for now comes last."""
        if self.coming:
            begins, change = self.coming[0]
            return change if begins is None or begins <= done else None
        return asked if asked is not None and asked.number > self.made else None

    def after(self, change: SteeringChange) -> SteeringSchedule:
        """The schedule after this change."""
        return replace(self, made=change.number, coming=self.coming[1:])


def schedule_of(request: TransferRequest) -> SteeringSchedule:
    """The schedule of a request, from its checkpoint on. Raises BadCheckpoint."""
    done = 0 if request.checkpoint is None else checkpoints.done(request.checkpoint)
    ends = [earlier.until for earlier in request.earlier]
    made = 0
    # A checkpoint at the very iteration of a change was made before it. Without any, changes before the first iteration
    # need no plan of what was before.
    while made < len(ends) and _is_behind(ends[made], done, begins_anew=request.checkpoint is None):
        made += 1
    segments = [(earlier.settings, earlier.styles) for earlier in request.earlier] + [
        (request.settings, request.styles)
    ]
    settings, styles = segments[made]
    coming = [(ends[number - 1], _change(number, segments)) for number in range(made + 1, len(segments))]
    return SteeringSchedule(replace(request, settings=settings, styles=styles), made, tuple(coming))


def _is_behind(end: int | None, done: int, *, begins_anew: bool) -> bool:
    if begins_anew:
        return not end
    return end is not None and end < done


def _change(number: int, segments: Sequence[tuple[TransferSettings, tuple[FloatImage, ...]]]) -> SteeringChange:
    settings, styles = segments[number]
    before = segments[number - 1][1]
    same = len(styles) == len(before) and all(map(np.array_equal, styles, before))
    return SteeringChange(number, settings, () if same else styles)


def picture_after(plan: Plan, planned: PlannedScale, here: Position) -> tf.Tensor:
    """The picture (1, height, width, 3) from which a run goes on in other styles. It takes on their colors where the
    run began in the colors of the former styles.
    """
    picture = at_rest(here.picture, here.state)
    if plan.settings.init is not InitialImage.RECOLORED:
        return picture
    return as_batch(plan.recolored(np.clip(picture.numpy()[0], 0, 1), planned).astype(np.float32))


def weights_after(now: LossWeights, before: TransferSettings, after: TransferSettings) -> LossWeights:
    """The weights after a change. Where a strength is steered to, they start from what they have reached."""
    if after.strength is None:
        return weights_of(after)
    if before.strength is None:
        return now
    weight = strength.steered_weight(float(now.style), before.strength, after.strength)
    return now._replace(style=tf.constant(weight))
