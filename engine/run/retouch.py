"""Repaints faces that a painting has nearly lost: larger, with more care, blended back.

The detector that found the faces in the photo looks at the painting, too. A face whose score has fallen too far is cut
out, painted again for a few iterations from halfway between painting and photo, and put back where that helped.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import msgspec
import numpy as np
import tensorflow as tf

from engine.faces import close_ups, survival
from engine.faces.close_ups import CloseUp
from engine.image import images
from engine.image.images import FloatImage
from engine.optimizers.base import Optimizer
from engine.optimizers.choice import optimizer_for
from engine.run import matches
from engine.run.aim import Aim
from engine.run.control import Control
from engine.run.iteration import stepped
from engine.run.plan import Plan, as_batch
from engine.run.planning import make_plan
from engine.run.progress import Position
from engine.run.request import TransferRequest
from engine.settings import RANGES, InitialImage

MOST_FACES = 8  #: that are worked on: in a crowd, the largest
ITERATIONS = 12  #: with 24, faces look the same, and six of them take twice as long
MORE_CARE = 3.0  #: times the usual
FROM_PHOTO = 0.5  #: share of the photo, in the style's colors, in what a retouched face starts from


class Retouched(NamedTuple):
    """The painting, and what came of its faces."""

    picture: tf.Tensor  #: (1, height, width, 3)
    repainted: int = 0  #: faces
    score: float | None = None  #: the least of the scores over the photo's; None: there is no face


def retouched(plan: Plan, here: Position, control: Control) -> Retouched:
    """The picture of a position with its lost faces repainted; unchanged where there are none, or where `control` asks
    for an end.
    """
    if not plan.faces or control.requested:
        return Retouched(here.picture)
    picture = here.picture.numpy()[0]
    faces = plan.faces_at(*picture.shape[:2])
    scores = _scores(plan, picture)
    lost = [index for index, score in enumerate(scores) if score < survival.KEPT][:MOST_FACES]
    for index in lost:
        close_up = close_ups.close_up_of(faces[index], faces, *picture.shape[:2])
        if close_up is None or control.requested:
            continue
        tried = close_ups.blended(picture, _painted_again(plan, here, picture, close_up), close_up)
        scores_then = _scores(plan, tried)
        if scores_then[index] > scores[index]:
            picture, scores = tried, scores_then
    return Retouched(as_batch(picture), len(lost), min(scores))


def _scores(plan: Plan, picture: FloatImage) -> tuple[float, ...]:
    return survival.score_ratios(plan.request.content, plan.shown(picture), plan.faces)


def _painted_again(plan: Plan, here: Position, picture: FloatImage, close_up: CloseUp) -> FloatImage:
    """The close-up of a picture, after some iterations with more care."""
    part = _part_of(plan, picture, close_up)
    planned = part.scales[-1]
    start = part.request.initial
    assert start is not None
    photo = part.recolored(part.content_at(planned), planned)
    mixed = FROM_PHOTO * photo + (1 - FROM_PHOTO) * images.resize(start, planned.height, planned.width)
    found, targets = matches.targets_at(part, planned, None)
    position = Position(0, 0, as_batch(np.asarray(mixed, np.float32)), None, here.weights, matches=found)
    aim = Aim(part, planned, targets)
    for iteration in range(planned.iterations):
        optimizer = _optimizer(part, iteration / planned.iterations)
        state = optimizer.init(position.picture) if position.state is None else position.state
        function = aim.at(iteration, here.weights)
        moved, state, _ = stepped(part, position._replace(state=state), function, optimizer)
        position = position._replace(picture=moved, state=state, iteration=iteration + 1)
    shown = _optimizer(part, 1.0).shown(position.picture, position.state)
    return images.resize(shown.numpy()[0], close_up.height, close_up.width)


def _optimizer(part: Plan, progress: float) -> Optimizer:
    return optimizer_for(part.settings.optimizer, first_scale=False, progress=progress, axes=part.axes)


def _part_of(plan: Plan, picture: FloatImage, close_up: CloseUp) -> Plan:
    """The plan of the close-up. Its strokes are as large in the photo as those of the whole, or finer."""
    settings = plan.settings
    edge = max(close_up.height, close_up.width)
    scale = settings.style_scale * max(picture.shape[:2]) / edge
    request = TransferRequest(
        content=_photo(plan.request.content, picture, close_up),
        styles=plan.request.styles,
        masks=tuple(_mask(mask, picture, close_up) for mask in plan.request.masks),
        initial=close_ups.cropped(picture, close_up),
        settings=msgspec.structs.replace(
            settings,
            size=edge,
            iterations=ITERATIONS,
            coarse_to_fine=False,
            strength=None,
            style_scale=min(max(scale, RANGES["style_scale"].low), RANGES["style_scale"].high),
            init=InitialImage.PICTURE,
        ),
    )
    part = make_plan(request, plan.precision, plan.memory_limit)
    return replace(part, faces=close_up.others, more_care=MORE_CARE)


def _photo(content: FloatImage, picture: FloatImage, close_up: CloseUp) -> FloatImage:
    """The photo's part, as sharp as it is there."""
    factor = content.shape[1] / picture.shape[1]
    return close_ups.cropped(content, _moved(close_up, factor))


def _mask(mask: FloatImage, picture: FloatImage, close_up: CloseUp) -> FloatImage:
    return close_ups.cropped_mask(mask, _moved(close_up, mask.shape[1] / picture.shape[1]))


def _moved(close_up: CloseUp, factor: float) -> CloseUp:
    """The close-up in a picture of another size; `factor` is the new size over the old one."""
    left, top, right, bottom = (
        round(factor * side) for side in (close_up.left, close_up.top, close_up.right, close_up.bottom)
    )
    return replace(close_up, left=left, top=top, right=right, bottom=bottom)
