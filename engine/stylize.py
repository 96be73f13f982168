"""The loop: a request in, an iterator of events out. Command line, worker and tests all run this one function.

The algorithm is that of Gatys, Ecker & Bethge 2016 ("Image style transfer using convolutional neural networks"), with
relative losses, coarse-to-fine scales and averaged iterates.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Generator, Iterator
from typing import Literal, NamedTuple

import numpy as np
import tensorflow as tf

from engine import checkpoints, colors, images, objective, pyramid
from engine.errors import BadCheckpoint, NotFinite
from engine.events import (
    AnyEvent,
    Cancelled,
    Checkpoint,
    Figures,
    Losses,
    LossTerm,
    Picture,
    PlannedScale,
    Progress,
    Result,
    Started,
)
from engine.images import FloatImage
from engine.optimizers.adam import Adam, AdamState
from engine.plan import Plan, TransferRequest, as_batch, fitted, make_plan
from engine.reporting import Pace, Reporting, Timer, cost_left
from engine.settings import InitialImage, Precision, StyleStatistics

__all__ = ["Reporting", "StopSignal", "TransferRequest", "stylize"]

#: Step sizes at the first scale, where forms move, and at later ones, where only detail is added.
FIRST_RATE, LATER_RATE = 0.02, 0.012

#: Standard deviation of the noise that a run starts with, about one grey level. Where a picture is of one plain colour,
#: such as the white around a logo, ReLU's outputs can all be 0, and without it nothing would ever move there.
GRAIN = 0.005


class StopSignal:
    """Asks a run to end; may be set from any thread, and is looked at between iterations."""

    def __init__(self) -> None:
        self.requested: Literal["cancel", "keep"] | None = None

    def request(self, *, keep: bool = False) -> None:
        """End with Cancelled, or with a Result of what is there when `keep`. A cancel is never weakened to a keep."""
        if self.requested != "cancel":
            self.requested = "keep" if keep else "cancel"


class Position(NamedTuple):
    """Where a run stands. At iteration 0 of a scale the picture still has the size of the scale before."""

    scale: int  #: index into the plan's scales; their number when all are done
    iteration: int  #: done at this scale
    picture: tf.Tensor  #: (1, height, width, 3)
    state: AdamState | None = None  #: None at iteration 0


def stylize(
    request: TransferRequest,
    *,
    stop: StopSignal | None = None,
    precision: Precision = Precision.AUTO,
    reporting: Reporting = Reporting(),  # noqa: B008  (immutable)
) -> Iterator[AnyEvent]:
    """Paint `request.content` in the manner of `request.styles`.

    Yields Started, then Progress and Checkpoint as they come, then one Result, or Cancelled when `stop` said so.
    Raises WeightsUnavailable (features "imagenet" without weights), BadCheckpoint and NotFinite.
    """
    stop = stop or StopSignal()
    began = time.monotonic()
    plan = make_plan(request, precision)
    position = _first_position(plan)
    yield Started(
        features=plan.source,
        precision=plan.precision,
        scales=plan.scales,
        iterations=request.settings.iterations,
        resumed_at=plan.done_before(position.scale) + position.iteration,
    )
    run = _Run(plan, stop, reporting)
    while position.scale < len(plan.scales) and not stop.requested:
        position = yield from run.through_scale(position)
    if stop.requested == "cancel":
        yield Cancelled()
    else:
        yield _result(plan, position, time.monotonic() - began, stopped_early=position.scale < len(plan.scales))


class _Run:
    """Carries the watches of one run from scale to scale."""

    def __init__(self, plan: Plan, stop: StopSignal, reporting: Reporting) -> None:
        self._plan = plan
        self._stop = stop
        self._preview_every = reporting.preview_every
        self._progress = Timer(reporting.progress_seconds)
        self._preview = Timer(reporting.preview_seconds)
        self._checkpoint = Timer(reporting.checkpoint_seconds)
        self._pace = Pace()

    def through_scale(self, position: Position) -> Generator[AnyEvent, None, Position]:
        """Iterate at one scale; returns the position at the beginning of the next, or where it was stopped."""
        planned = self._plan.scales[position.scale]
        function = self._plan.objective_at(planned)
        optimizer = Adam(tf.constant(FIRST_RATE if position.scale == 0 else LATER_RATE))
        picture = _resized(position.picture, planned)
        state = position.state or optimizer.init(picture)
        statistics = self._plan.request.settings.style_statistics
        terms = None
        self._pace.restart()
        for iteration in range(position.iteration + 1, planned.iterations + 1):
            if self._stop.requested:
                _require_finite(terms)
                return Position(position.scale, iteration - 1, optimizer.shown(picture, state))
            picture, state, terms = step(picture, state, function, optimizer, statistics)
            self._pace.iterated(planned)
            yield from self._reports(Position(position.scale, iteration, picture, state), optimizer, terms)
        _require_finite(terms)
        following = Position(position.scale + 1, 0, optimizer.shown(picture, state))
        if following.scale < len(self._plan.scales):
            yield _checkpoint(self._plan, following)
        return following

    def _reports(self, here: Position, optimizer: Adam, terms: objective.Terms) -> Iterator[AnyEvent]:
        """What is due after an iteration."""
        done = self._plan.done_before(here.scale) + here.iteration
        preview_due = done % self._preview_every == 0 if self._preview_every else self._preview.due()
        if self._progress.due() or preview_due:
            shown = optimizer.shown(here.picture, here.state) if preview_due and here.state else None
            seconds_left = self._pace.predict(cost_left(self._plan.scales, here.scale, here.iteration))
            yield _progress(self._plan, here, terms, shown, seconds_left)
        if self._checkpoint.due():
            yield _checkpoint(self._plan, here)


@tf.function(reduce_retracing=True)  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def step(
    picture: tf.Tensor,
    state: AdamState,
    function: objective.Objective,
    optimizer: Adam,
    statistics: StyleStatistics,
) -> tuple[tf.Tensor, AdamState, objective.Terms]:
    """One iteration, as one graph that serves every size: nothing comes back to Python before it is asked for."""
    terms, gradient = objective.losses_and_gradient(picture, function, statistics)
    moved, state = optimizer.step(picture, gradient, state)
    return moved, state, terms


def _first_position(plan: Plan) -> Position:
    """The start, or where the checkpoint stands. Raises BadCheckpoint."""
    if plan.request.checkpoint is None:
        return Position(0, 0, as_batch(_initial_image(plan)))
    saved = checkpoints.decode(plan.request.checkpoint, plan.fingerprint)
    if not (0 <= saved.scale < len(plan.scales) and 0 <= saved.iteration <= plan.scales[saved.scale].iterations):
        raise BadCheckpoint(f"a checkpoint at scale {saved.scale}, iteration {saved.iteration}")
    picture = tf.constant(checkpoints.unpacked(saved.picture))
    if not saved.optimizer:
        return Position(saved.scale, 0, picture)
    if len(saved.optimizer) != len(AdamState._fields):
        raise BadCheckpoint(f"an optimiser state of {len(saved.optimizer)} parts")
    state = AdamState(*(tf.constant(checkpoints.unpacked(part)) for part in saved.optimizer))
    return Position(saved.scale, saved.iteration, picture, state)


def _initial_image(plan: Plan) -> FloatImage:
    """What the optimisation starts from, at the size of the first scale."""
    request, first = plan.request, plan.scales[0]
    image = images.resize(request.content, first.height, first.width)
    if request.settings.initial_image is InitialImage.RECOLOURED:
        image = colors.recoloured(image, fitted(request.styles[0], max(first.height, first.width)))
    grain = np.random.default_rng(request.settings.seed).normal(0, GRAIN, image.shape)
    return np.clip(image + grain, 0, 1).astype(np.float32)


def _resized(picture: tf.Tensor, planned: PlannedScale) -> tf.Tensor:
    return as_batch(images.resize(picture.numpy()[0], planned.height, planned.width))


def _require_finite(terms: objective.Terms | None) -> None:
    if terms is not None and not all(bool(tf.reduce_all(tf.math.is_finite(term))) for term in terms):
        raise NotFinite(f"the losses became {[float(term[0]) for term in terms]}")


def _progress(
    plan: Plan, here: Position, terms: objective.Terms, shown: tf.Tensor | None, seconds_left: float
) -> Progress:
    _require_finite(terms)
    content, style, denoise = (
        LossTerm(value=float(term[0]), weight=float(weight)) for term, weight in zip(terms, plan.weights, strict=True)
    )
    planned = plan.scales[here.scale]
    return Progress(
        iteration=plan.done_before(here.scale) + here.iteration,
        iterations=plan.request.settings.iterations,
        height=planned.height,
        width=planned.width,
        losses=Losses(content=content, style=style, denoise=denoise),
        seconds_left=seconds_left,
        preview=None if shown is None else _preview(shown, plan.scales[-1]),
    )


def _preview(shown: tf.Tensor, final: PlannedScale) -> bytes:
    """A JPEG with the proportions of the result, so that a chat does not jump when the scale changes."""
    height, width = pyramid.fitted(final.height, final.width, images.CHAT_EDGE)
    return images.encode_jpeg(images.resize(shown.numpy()[0], height, width), quality=85)


def _checkpoint(plan: Plan, here: Position) -> Checkpoint:
    saved = checkpoints.SavedState(
        request=plan.fingerprint,
        scale=here.scale,
        iteration=here.iteration,
        picture=checkpoints.packed(here.picture),
        optimizer=tuple(checkpoints.packed(part) for part in here.state or ()),
    )
    return Checkpoint(iteration=plan.done_before(here.scale) + here.iteration, state=checkpoints.encode(saved))


def _result(plan: Plan, position: Position, seconds: float, *, stopped_early: bool) -> Result:
    """The finished picture at full size, and its figures."""
    final = plan.scales[-1]
    finished = _resized(position.picture, final)
    content, style = objective.residuals(finished, plan.objective_at(final))
    image = finished.numpy()[0]
    figures = Figures(
        content_residual=content,
        style_residual=style,
        seconds=seconds,
        iterations=plan.done_before(position.scale) + position.iteration,
        peak_memory_bytes=_peak_memory(),
        features=plan.source,
        precision=plan.precision,
        height=final.height,
        width=final.width,
        scales=plan.scales,
        seed=plan.request.settings.seed,
    )
    picture = Picture(
        png=images.encode_png(image), jpeg=images.encode_jpeg(image), height=final.height, width=final.width
    )
    return Result(pictures=(picture,), figures=figures, stopped_early=stopped_early)


def _peak_memory() -> int:
    """The most memory that this process has held so far, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
