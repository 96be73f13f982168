"""The loop: a request in, an iterator of events out. Command line, worker and tests all run this one function.

The algorithm is that of Gatys, Ecker & Bethge 2016 ("Image style transfer using convolutional neural networks"), with
relative losses, coarse-to-fine scales and averaged iterates.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from typing import Any

import tensorflow as tf

from engine import objective, outcome, strength, tiling, trouble, turns
from engine.control import CancelledEarly, Control, Turn
from engine.errors import NotFinite
from engine.events import AnyEvent, Cancelled, Notice, Started, Trouble, Turned
from engine.optimizers.base import Optimizer
from engine.optimizers.choice import optimizer_for
from engine.plan import Plan, TransferRequest, make_plan, turned
from engine.position import Position, checkpoint, first_position
from engine.reporting import Pace, Reporting, Timer, cost_left
from engine.settings import Precision
from engine.windows import windows

__all__ = ["Control", "Reporting", "TransferRequest", "stylize"]

LOOK_EVERY = 10  #: iterations between two looks at the losses, for trouble and for patience


def stylize(
    request: TransferRequest,
    *,
    control: Control | None = None,
    precision: Precision = Precision.AUTO,
    memory_limit: float | None = None,
    reporting: Reporting = Reporting(),  # noqa: B008  (immutable)
) -> Generator[AnyEvent, None, None]:
    """Paint `request.content` in the manner of `request.styles`, with at most `memory_limit` bytes of memory.

    Yields Started, then Progress, Checkpoint, Notice and Turned as they come, then one Result, or Cancelled if
    `control` said so, which may come before Started.
    Raises WeightsUnavailable (features "imagenet" without weights), InvalidSettings (settings that do not fit the
    pictures), BeyondMemory (a size that does not fit the memory), BadCheckpoint and NotFinite.
    """
    control = control or Control()
    began = time.monotonic()
    course = turns.course(request)
    try:
        plan = make_plan(course.now, precision, memory_limit, before_layer=control.raise_cancel)
    except CancelledEarly:
        yield Cancelled()
        return
    position = first_position(plan)
    yield Started(
        features=plan.source,
        precision=plan.precision,
        scales=plan.scales,
        iterations=request.settings.iterations,
        resumed_at=plan.done_before(position.scale) + position.iteration,
        memory_bytes=round(plan.memory_needed),
    )
    if course.made and request.checkpoint is None:
        yield Turned(iteration=0, turns=course.made)
    run = _Run(plan, course, control, reporting, began)
    while position.scale < len(plan.scales) and not control.requested:
        position = yield from run.through_scale(position)
    if control.requested == "cancel":
        yield Cancelled()
    else:
        yield outcome.result(run.plan, position, time.monotonic() - began)


@tf.function(reduce_retracing=True)  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def step(
    picture: tf.Tensor, state: Any, function: objective.Objective, optimizer: Optimizer, recipe: objective.Recipe
) -> tuple[tf.Tensor, Any, objective.Evaluation]:
    """One iteration, as one graph that serves every size: nothing comes back to Python before it is asked for."""
    return optimizer.step(lambda pictures: objective.evaluate(pictures, function, recipe), picture, state)


def _stepped(
    plan: Plan, here: Position, function: objective.Objective, optimizer: Optimizer
) -> tuple[tf.Tensor, Any, objective.Evaluation]:
    """One iteration, in windows where the memory asks for them."""
    planned = plan.scales[here.scale]
    edge = plan.edge_at(planned)
    if edge is None:
        whole = step(here.picture, here.state, function, optimizer, plan.recipe)
        return whole  # type: ignore[no-any-return]  # TensorFlow ships no types
    places = windows(planned.height, planned.width, edge, here.iteration)
    return optimizer.step(
        lambda pictures: tiling.evaluate(pictures, function, plan.recipe, places), here.picture, here.state
    )


class _Run:
    """Carries what one run must know from scale to scale."""

    def __init__(self, plan: Plan, course: turns.Course, control: Control, reporting: Reporting, began: float) -> None:
        self.plan = plan  #: of the phase that it is in
        self._course = course
        self._control = control
        self._began = began
        self._sources = trouble.saturation(plan.sources)
        self._preview_every, self._checkpoint_every = reporting.preview_every, reporting.checkpoint_every
        self._progress = Timer(reporting.progress_seconds)
        self._preview = Timer(reporting.preview_seconds)
        self._checkpoint = Timer(reporting.checkpoint_seconds)
        self._pace = Pace()

    def through_scale(self, position: Position) -> Generator[AnyEvent, None, Position]:
        """Iterate at one scale; returns the position at the beginning of the next, or where it was stopped."""
        planned = self.plan.scales[position.scale]
        here = position._replace(picture=outcome.resized(position.picture, planned))
        targets = self.plan.targets_at(planned)
        here = here if here.good is not None else here.as_good()
        optimizer = self._optimizer(here)
        self._pace.restart()
        while here.iteration < planned.iterations and not self._control.requested:
            turn = self._turn_at(here)
            if turn is not None:
                here, targets = yield from self._take(turn, here, targets)
                continue
            function = objective.Objective(self.plan.filters, targets, here.weights)
            optimizer = self._optimizer(here)
            state = optimizer.init(here.picture) if here.state is None else here.state
            picture, state, evaluation = _stepped(self.plan, here._replace(state=state), function, optimizer)
            here = here._replace(iteration=here.iteration + 1, picture=picture, state=state)
            self._pace.iterated(planned)
            if here.watch.lowest is None:
                here = here._replace(watch=here.watch._replace(lowest=outcome.losses(evaluation)))
            if here.iteration % LOOK_EVERY == 0 or here.iteration == planned.iterations:
                here, notice = self._looked_at(here, evaluation)
                if notice is not None:
                    yield notice
                if here.state is None:  # it has gone back
                    continue
            here = self._steered(here, evaluation.terms)
            yield from self._reports(here, optimizer, evaluation)
        return (yield from self._leave(here, optimizer))

    def _turn_at(self, here: Position) -> Turn | None:
        """The turn that is to be taken before the next iteration."""
        return self._course.turn_at(self.plan.done_before(here.scale) + here.iteration, self._control.turn)

    def _take(
        self, turn: Turn, here: Position, targets: objective.Targets
    ) -> Generator[AnyEvent, None, tuple[Position, objective.Targets]]:
        """Other settings or styles from here on."""
        before, styles = self.plan.settings, turn.styles
        try:
            self.plan = turned(self.plan, turn.settings, styles, self._control.raise_cancel)
        except CancelledEarly:
            return here, targets
        self._course = self._course.after(turn)
        yield Turned(iteration=self.plan.done_before(here.scale) + here.iteration, turns=turn.number)
        self._pace.restart()
        if styles:
            planned = self.plan.scales[here.scale]
            self._sources = trouble.saturation(self.plan.sources)
            targets = self.plan.targets_at(planned)
            here = here._replace(picture=turns.picture_after(self.plan, planned, here), state=None)
        weights = turns.weights_after(here.weights, before, turn.settings)
        return here._replace(weights=weights, watch=trouble.Watch()).as_good(), targets

    def _looked_at(self, here: Position, evaluation: objective.Evaluation) -> tuple[Position, Notice | None]:
        """Where it goes on from, which may be where nothing was wrong yet, and what there is to tell. Raises NotFinite
        when that has been tried already and would not help.
        """
        if not _is_sound(evaluation, here.picture):
            if Trouble.NOT_FINITE in here.retried:
                raise NotFinite("the losses ran out of bounds twice")
            total = float(evaluation.total[0])
            return self._gone_back(here, Trouble.NOT_FINITE, f"picture or loss ({total:g}) not finite")
        watch = trouble.seen(here.watch, outcome.losses(evaluation), here.state, self.plan.settings)
        saturation = trouble.saturation([trouble.at_rest(here.picture, here.state)])
        found = trouble.found(watch, saturation, self._sources)
        is_retried = not {Trouble.STALLED, Trouble.SATURATED}.isdisjoint(here.retried)
        if found is not None and not is_retried:
            return self._gone_back(here, found, trouble.description(found, saturation))
        notice = None
        if watch.given_up > 0 == here.watch.given_up:  # once per scale: a flood helps no one
            description = f"line searches given up so far at this scale: {watch.given_up}"
            notice = self._notice(here, Trouble.LINE_SEARCH, description)
        if not watch.above or is_retried:
            here = here.as_good()
        return self._unless_settled(here, watch), notice

    def _gone_back(self, here: Position, found: Trouble, description: str) -> tuple[Position, Notice]:
        back = here.gone_back(found)
        return back, self._notice(back, found, f"{description}; smaller steps from here on")

    def _notice(self, here: Position, found: Trouble, description: str) -> Notice:
        iteration = self.plan.done_before(here.scale) + here.iteration
        return Notice(trouble=found, iteration=iteration, message=f"going on from iteration {iteration}: {description}")

    def _unless_settled(self, here: Position, watch: trouble.Watch) -> Position:
        """At the scale's end if patience is lost: the losses have hardly fallen since the last look."""
        if not trouble.has_settled(here.watch, watch, self.plan.settings.patience):
            return here._replace(watch=watch)
        iterations = self.plan.scales[here.scale].iterations
        return here._replace(iteration=iterations, left_out=here.left_out + iterations - here.iteration, watch=watch)

    def _steered(self, here: Position, terms: objective.Terms) -> Position:
        """With the style weight that brings the picture nearer to the strength that was asked for, if one was."""
        wanted = self.plan.settings.strength
        if wanted is None or here.iteration % strength.STEER_EVERY:
            return here
        ratio = float(tf.math.divide_no_nan(terms.style, terms.content)[0])
        now = float(here.weights.style) or 1.0  # of 0, no part of any way would lead elsewhere
        weight = strength.style_weight(now, ratio, strength.target_ratio(wanted))
        return here._replace(weights=here.weights._replace(style=tf.constant(weight)))

    def _leave(self, here: Position, optimizer: Optimizer) -> Generator[AnyEvent, None, Position]:
        """From the end of a scale to the beginning of the next, or out of the run."""
        shown = here.picture if here.state is None else optimizer.shown(here.picture, here.state)
        if here.iteration < self.plan.scales[here.scale].iterations:
            if self._control.requested == "keep" and not tf.reduce_all(tf.math.is_finite(shown)):
                raise NotFinite("the picture so far is not finite")
            return here._replace(picture=shown)
        following = here._replace(
            scale=here.scale + 1, iteration=0, picture=shown, state=None, good=None, watch=trouble.Watch()
        )
        if following.scale < len(self.plan.scales):
            yield checkpoint(self.plan, following, time.monotonic() - self._began)
        return following

    def _optimizer(self, here: Position) -> Optimizer:
        return optimizer_for(
            self.plan.settings.optimizer,
            first_scale=here.scale == 0,
            progress=here.iteration / self.plan.scales[here.scale].iterations,
            step_size=here.caution * self.plan.settings.step_size,
            axes=self.plan.axes,
        )

    def _reports(self, here: Position, optimizer: Optimizer, evaluation: objective.Evaluation) -> Iterator[AnyEvent]:
        """What is due after an iteration; nothing of a picture that is not finite, which the next look will find."""
        done = self.plan.done_before(here.scale) + here.iteration
        preview_due = _is_due(self._preview, self._preview_every, done)
        progress_due = self._progress.due() or preview_due
        checkpoint_due = _is_due(self._checkpoint, self._checkpoint_every, done)
        if not (progress_due or checkpoint_due) or not _is_sound(evaluation, here.picture):
            return
        if progress_due:
            shown = optimizer.shown(here.picture, here.state) if preview_due else None
            seconds_left = self._pace.predict(cost_left(self.plan.scales, here.scale, here.iteration))
            yield outcome.progress(self.plan, here, evaluation, shown, seconds_left)
        if checkpoint_due:
            yield checkpoint(self.plan, here, time.monotonic() - self._began)


def _is_due(timer: Timer, every: int | None, done: int) -> bool:
    return done % every == 0 if every else timer.due()


def _is_sound(evaluation: objective.Evaluation, picture: tf.Tensor) -> bool:
    return bool(tf.reduce_all(tf.math.is_finite(evaluation.total)) & tf.reduce_all(tf.math.is_finite(picture)))
