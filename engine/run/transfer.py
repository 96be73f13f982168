"""The loop: a request in, an iterator of events out. Command line, worker and tests all run this one function.

The algorithm is that of Gatys, Ecker & Bethge 2016 ("Image style transfer using convolutional neural networks"), with
relative losses, coarse-to-fine scales and averaged iterates.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator

import tensorflow as tf

from engine import objective, strength
from engine.errors import NotFinite
from engine.events import AnyEvent, Canceled, Notice, PlannedScale, RunWarning, Started, Steered
from engine.optimizers.base import Optimizer
from engine.optimizers.choice import optimizer_for
from engine.run import health, matches, results, retouch, steering
from engine.run.aim import Aim
from engine.run.control import CanceledEarly, Control, SteeringChange
from engine.run.instant_painting import paint_in_an_instant
from engine.run.iteration import step, stepped
from engine.run.plan import Plan
from engine.run.planning import make_plan, steered
from engine.run.progress import Position, checkpoint, first_position
from engine.run.reporting import COVARIANCE_COSTS, NEIGHBORS_COSTS, Reporting, SpeedEstimate, Timer
from engine.run.request import TransferRequest
from engine.settings import Precision, StyleLoss

__all__ = ["Control", "Reporting", "TransferRequest", "step", "stylize"]

LOOK_EVERY = 10  #: iterations between two looks at the losses, for trouble and for the least improvement


def stylize(
    request: TransferRequest,
    *,
    control: Control | None = None,
    precision: Precision = Precision.AUTO,
    memory_limit: float | None = None,
    reporting: Reporting = Reporting(),  # noqa: B008  (immutable)
) -> Generator[AnyEvent, None, None]:
    """Paint `request.content` in the manner of `request.styles`, with at most `memory_limit` bytes of memory.

    Yields Started; then Progress, Checkpoint, Notice and Steered as they come; then one Result. Yields Canceled in its
    place if `control` asks for it, which may come before Started. The instant preset has no iterations to report: see
    engine.run.instant_painting.

    Raises WeightsUnavailable (features "imagenet" without weights), InvalidSettings (settings that do not fit the
    pictures), BeyondMemory (a size that does not fit the memory), BadCheckpoint and NotFinite.
    """
    control = control or Control()
    if request.settings.is_instant:
        yield from paint_in_an_instant(request, control, precision)
        return
    began = time.monotonic()
    schedule = steering.schedule_of(request)
    try:
        plan = make_plan(schedule.now, precision, memory_limit, before_layer=control.raise_cancel)
    except CanceledEarly:
        yield Canceled()
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
    if schedule.made and request.checkpoint is None:
        yield Steered(iteration=0, number=schedule.made)
    run = _Run(plan, schedule, control, reporting, began)
    while position.scale < len(plan.scales) and not control.requested:
        position = yield from run.through_scale(position)
    if control.requested == "cancel":
        yield Canceled()
    else:
        touched = retouch.retouched(run.plan, position, control)
        yield results.result(run.plan, position._replace(picture=touched.picture), time.monotonic() - began, touched)


class _Run:
    """Carries what one run must know from scale to scale."""

    def __init__(
        self, plan: Plan, schedule: steering.SteeringSchedule, control: Control, reporting: Reporting, began: float
    ) -> None:
        self.plan = plan  #: of the phase that it is in
        self._schedule = schedule
        self._control = control
        self._began = began
        self._sources = health.saturation(plan.sources)
        self._preview_every, self._checkpoint_every = reporting.preview_every, reporting.checkpoint_every
        self._progress = Timer(reporting.progress_seconds)
        self._preview = Timer(reporting.preview_seconds)
        self._checkpoint = Timer(reporting.checkpoint_seconds)
        neighbors = plan.recipe.style_loss is StyleLoss.NEIGHBORS
        self._pace = SpeedEstimate(NEIGHBORS_COSTS if neighbors else COVARIANCE_COSTS)

    def through_scale(self, position: Position) -> Generator[AnyEvent, None, Position]:
        """Iterate at one scale; returns the position at the beginning of the next, or where it was stopped."""
        planned = self.plan.scales[position.scale]
        here = position._replace(picture=results.resized(position.picture, planned))
        here, aim = self._aimed(here, planned)
        here = here if here.rollback is not None else here.as_rollback()
        optimizer = self._optimizer(here)
        self._pace.restart()
        while here.iteration < planned.iterations and not self._control.requested:
            change = self._change_at(here)
            if change is not None:
                here, aim = yield from self._take(change, here, aim)
                continue
            function = aim.at(here.iteration, here.weights)
            optimizer = self._optimizer(here)
            state = optimizer.init(here.picture) if here.state is None else here.state
            picture, state, evaluation = stepped(self.plan, here._replace(state=state), function, optimizer)
            here = here._replace(iteration=here.iteration + 1, picture=picture, state=state)
            self._pace.iterated(planned)
            if here.monitor.lowest is None:
                here = here._replace(monitor=here.monitor._replace(lowest=results.losses(evaluation)))
            if here.iteration % LOOK_EVERY == 0 or here.iteration == planned.iterations:
                here, notice = self._looked_at(here, evaluation)
                if notice is not None:
                    yield notice
                if here.state is None:  # it has gone back
                    continue
            here = self._steered(here, evaluation.residuals)
            yield from self._reports(here, optimizer, evaluation)
        return (yield from self._leave(here, optimizer))

    def _aimed(self, here: Position, planned: PlannedScale) -> tuple[Position, Aim]:
        """The position with the neighbors that its scale is painted by, where it has none yet, and what it aims at."""
        picture = here.picture if here.scale or here.iteration else None  # the first has nothing of the style yet
        found, targets = matches.targets_at(self.plan, planned, picture, here.matches)
        return here._replace(matches=found), Aim(self.plan, planned, targets)

    def _change_at(self, here: Position) -> SteeringChange | None:
        """The change that is due before the next iteration."""
        return self._schedule.change_at(self.plan.done_before(here.scale) + here.iteration, self._control.change)

    def _take(
        self, change: SteeringChange, here: Position, aim: Aim
    ) -> Generator[AnyEvent, None, tuple[Position, Aim]]:
        """Go on with other settings or styles."""
        before, styles = self.plan.settings, change.styles
        try:
            self.plan = steered(self.plan, change.settings, styles, self._control.raise_cancel)
        except CanceledEarly:
            return here, aim
        self._schedule = self._schedule.after(change)
        yield Steered(iteration=self.plan.done_before(here.scale) + here.iteration, number=change.number)
        self._pace.restart()
        if styles:
            planned = self.plan.scales[here.scale]
            self._sources = health.saturation(self.plan.sources)
            picture = steering.picture_after(self.plan, planned, here)
            here = here._replace(picture=picture, state=None, ratio=None, matches=None)
            here, aim = self._aimed(here, planned)
        weights = steering.weights_after(here.weights, before, change.settings)
        return here._replace(weights=weights, monitor=health.LossMonitor()).as_rollback(), aim

    def _looked_at(self, here: Position, evaluation: objective.Evaluation) -> tuple[Position, Notice | None]:
        """Check the run. Returns where it goes on from, which may be an earlier good position, and what to report.
        Raises NotFinite when going back was tried before and would not help.
        """
        if not _is_sound(evaluation, here.picture):
            if RunWarning.NOT_FINITE in here.retried:
                raise NotFinite("the losses ran out of bounds twice")
            total = float(evaluation.total[0])
            return self._gone_back(here, RunWarning.NOT_FINITE, f"picture or loss ({total:g}) not finite")
        monitor = health.seen(here.monitor, results.losses(evaluation), here.state, self.plan.settings)
        saturation = health.saturation([health.at_rest(here.picture, here.state)])
        found = health.found(monitor, saturation, self._sources)
        is_retried = not {RunWarning.STALLED, RunWarning.SATURATED}.isdisjoint(here.retried)
        if found is not None and not is_retried:
            return self._gone_back(here, found, health.description(found, saturation))
        notice = None
        if monitor.given_up > 0 == here.monitor.given_up:  # once per scale: a flood helps no one
            description = f"line searches given up so far at this scale: {monitor.given_up}"
            notice = self._notice(here, RunWarning.LINE_SEARCH, description)
        if not monitor.above or is_retried:
            here = here.as_rollback()
        return self._unless_settled(here, monitor), notice

    def _gone_back(self, here: Position, found: RunWarning, description: str) -> tuple[Position, Notice]:
        back = here.gone_back(found)
        return back, self._notice(back, found, f"{description}; smaller steps from here on")

    def _notice(self, here: Position, found: RunWarning, description: str) -> Notice:
        iteration = self.plan.done_before(here.scale) + here.iteration
        return Notice(warning=found, iteration=iteration, message=f"going on from iteration {iteration}: {description}")

    def _unless_settled(self, here: Position, monitor: health.LossMonitor) -> Position:
        """The end of the scale, if the losses have hardly fallen since the last check."""
        if not health.has_settled(here.monitor, monitor, self.plan.settings.min_improvement):
            return here._replace(monitor=monitor)
        iterations = self.plan.scales[here.scale].iterations
        return here._replace(
            iteration=iterations, left_out=here.left_out + iterations - here.iteration, monitor=monitor
        )

    def _steered(self, here: Position, residuals: objective.Residuals) -> Position:
        """Move the style weight toward the strength that was asked for, if one was."""
        wanted = self.plan.settings.strength
        if wanted is None or here.iteration % strength.STEER_EVERY:
            return here
        ratio = objective.style_to_content(residuals, self.plan.recipe)
        if here.ratio is None:  # without a trend, the weight of the scale before is the best guess
            return here._replace(ratio=ratio)
        now = float(here.weights.style) or 1.0  # of 0, no part of any way would lead elsewhere
        weight = strength.style_weight(now, ratio, here.ratio, strength.target_ratio(wanted))
        return here._replace(ratio=ratio, weights=here.weights._replace(style=tf.constant(weight)))

    def _leave(self, here: Position, optimizer: Optimizer) -> Generator[AnyEvent, None, Position]:
        """Go from the end of a scale to the beginning of the next, or end the run."""
        shown = here.picture if here.state is None else optimizer.shown(here.picture, here.state)
        if here.iteration < self.plan.scales[here.scale].iterations:
            if self._control.requested == "keep" and not tf.reduce_all(tf.math.is_finite(shown)):
                raise NotFinite("the picture so far is not finite")
            return here._replace(picture=shown)
        following = here._replace(
            scale=here.scale + 1,
            iteration=0,
            picture=shown,
            state=None,
            rollback=None,
            ratio=None,
            matches=None,
            monitor=health.LossMonitor(),
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
        """The reports that are due after an iteration. A picture that is not finite is not reported; the next check
        finds it.
        """
        done = self.plan.done_before(here.scale) + here.iteration
        preview_due = _is_due(self._preview, self._preview_every, done)
        progress_due = self._progress.due() or preview_due
        checkpoint_due = _is_due(self._checkpoint, self._checkpoint_every, done)
        if not (progress_due or checkpoint_due) or not _is_sound(evaluation, here.picture):
            return
        if progress_due:
            shown = optimizer.shown(here.picture, here.state) if preview_due else None
            seconds_left = self._pace.left(self.plan.scales, here.scale, here.iteration)
            yield results.progress(self.plan, here, evaluation, shown, seconds_left)
        if checkpoint_due:
            yield checkpoint(self.plan, here, time.monotonic() - self._began)


def _is_due(timer: Timer, every: int | None, done: int) -> bool:
    return done % every == 0 if every else timer.due()


def _is_sound(evaluation: objective.Evaluation, picture: tf.Tensor) -> bool:
    return bool(tf.reduce_all(tf.math.is_finite(evaluation.total)) & tf.reduce_all(tf.math.is_finite(picture)))
