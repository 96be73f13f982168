"""Trouble in a run is told, and mended once; values that are not finite are never told and never kept."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from engine.errors import NotFinite
from engine.events import AnyEvent, Canceled, Checkpoint, Losses, LossTerm, Notice, Progress, RunWarning, Started
from engine.features import self_taught, vgg16
from engine.optimizers.choice import FIRST_RATE, optimizer_for
from engine.run import health, iteration
from engine.run.health import MORE_CAUTION
from engine.run.request import TransferRequest
from engine.run.transfer import Control, Reporting
from engine.settings import InitialImage, OptimizerName, TransferSettings, Weighting
from tests.support.runs import (
    ONE_SCALE,
    OTHER_STYLE,
    SILENT,
    STYLE,
    TALKATIVE,
    TWO_SCALES,
    Floats,
    changed,
    finish,
    of_type,
    pixels,
    run,
)
from tests.support.textures import texture

pytestmark = pytest.mark.usefixtures("filters_are_learned_once")

CONTENT = texture(19, 100, 1)  # three fifths of what other tests of the loop paint
REQUEST = TransferRequest(CONTENT, (STYLE,), changed(iterations=20))


class Spoiler:
    """Stands before the real step, and spoils what some of its calls give. Counts from 1."""

    def __init__(self, *calls: int) -> None:
        self.rates: list[float] = []  #: of the optimizer, at each call
        self._step: Callable[..., Any] = iteration.step
        self._calls = calls

    def __call__(self, picture: tf.Tensor, state: Any, function: Any, optimizer: Any, recipe: Any) -> Any:
        self.rates.append(float(optimizer.rate))
        moved, state, evaluation = self._step(picture, state, function, optimizer, recipe)
        if len(self.rates) in self._calls:
            moved, state = tf.nest.map_structure(lambda part: part * np.nan, (moved, state))
        return moved, state, evaluation


def spoil(monkeypatch: pytest.MonkeyPatch, *calls: int) -> Spoiler:
    spoiler = Spoiler(*calls)
    monkeypatch.setattr(iteration, "step", spoiler)
    return spoiler


# --- once -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("spoiled", "back_to"), [(3, 0), (10, 0), (14, 10), (20, 10)])
def test_trouble_is_told_and_mended_by_going_back_with_smaller_steps(
    monkeypatch: pytest.MonkeyPatch, spoiled: int, back_to: int
) -> None:
    spoiler = spoil(monkeypatch, spoiled)
    events = list(run(REQUEST, reporting=SILENT))
    [notice], result = of_type(events, Notice), finish(events)
    assert notice.warning is RunWarning.NOT_FINITE
    assert notice.iteration == back_to
    assert str(back_to) in notice.message
    assert result.figures.iterations == 20
    assert np.isfinite(pixels(result)).all()
    noticed = math.ceil(spoiled / 10) * 10
    assert len(spoiler.rates) == noticed + 20 - back_to
    assert spoiler.rates[noticed] < 1.05 * MORE_CAUTION * spoiler.rates[back_to]


@pytest.mark.parametrize("optimizer", list(OptimizerName))
def test_every_optimizer_can_be_mended(monkeypatch: pytest.MonkeyPatch, optimizer: OptimizerName) -> None:
    spoil(monkeypatch, 14)
    events = list(run(replace(REQUEST, settings=changed(iterations=20, optimizer=optimizer))))
    assert len(of_type(events, Notice)) == 1
    assert finish(events).figures.style_residual < 1


@pytest.mark.fault("not-a-number")
def test_nothing_is_told_of_what_is_not_finite(monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(monkeypatch, 13)
    events = list(run(REQUEST, reporting=TALKATIVE))
    told = [event.iteration for event in of_type(events, Progress)]
    assert told == [*range(1, 13), *range(11, 21)]
    assert [event.iteration for event in of_type(events, Checkpoint)] == told


def test_caution_goes_into_checkpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(monkeypatch, 3)
    events = list(run(REQUEST, reporting=TALKATIVE))
    state = of_type(events, Checkpoint)[-5].state
    spoiler = spoil(monkeypatch)
    resumed = finish(run(replace(REQUEST, checkpoint=state)))
    assert max(spoiler.rates) <= 1.001 * MORE_CAUTION * FIRST_RATE
    assert resumed.pictures == finish(events).pictures


# --- twice ------------------------------------------------------------------------------------------------------------


def test_trouble_that_comes_again_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(monkeypatch, 3, 15)
    stream = run(REQUEST)
    assert isinstance([next(stream), next(stream)][1], Notice)
    with pytest.raises(NotFinite, match="twice"):
        list(stream)


@pytest.fixture
def broken_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Filters with a layer that makes every gradient NaN. (A NaN on the way forward is 0 behind a fused ReLU.)"""
    learn = self_taught.learn

    def poisoned(*arguments: Any, **others: Any) -> vgg16.Filters:
        filters = learn(*arguments, **others)
        sound = filters.by_layer["relu2_1"]
        broken = sound._replace(rotated=tf.fill(sound.rotated.shape, np.nan))
        return filters._replace(by_layer={**filters.by_layer, "relu2_1": broken})

    monkeypatch.setattr(self_taught, "learn", poisoned)


@pytest.mark.fault("not-a-number")
@pytest.mark.usefixtures("broken_filters")
@pytest.mark.parametrize("reporting", [TALKATIVE, SILENT], ids=["talkative", "silent"])
def test_losses_that_are_not_finite_end_the_run_with_an_error(reporting: Reporting) -> None:
    seen = []
    with pytest.raises(NotFinite):  # noqa: PT012  # the iterator is one thing
        for event in run(TransferRequest(CONTENT, (STYLE,), ONE_SCALE), reporting=reporting):
            seen.append(event)
    assert not of_type(seen, Progress)
    assert len(of_type(seen, Notice)) == 1


# --- stopped in the middle of it --------------------------------------------------------------------------------------


def stopped_in_trouble(monkeypatch: pytest.MonkeyPatch, *, keep: bool) -> list[AnyEvent]:
    """A run that is stopped after the iteration that spoils the picture, before that is noticed."""
    control = Control()
    spoiler = spoil(monkeypatch, 4)

    def step(*arguments: Any) -> Any:
        if len(spoiler.rates) == 3:
            control.request(keep=keep)
        return spoiler(*arguments)

    monkeypatch.setattr(iteration, "step", step)
    return list(run(REQUEST, control=control))


def test_a_picture_that_is_not_finite_is_not_kept_when_the_run_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFinite):
        stopped_in_trouble(monkeypatch, keep=True)


def test_a_cancel_needs_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stopped_in_trouble(monkeypatch, keep=False)[-1] == Canceled()


# --- losses that rise, and values at the ends of their range ----------------------------------------------------------


def hurry(monkeypatch: pytest.MonkeyPatch, factor: float) -> None:
    """Makes every step longer than is good."""

    def hurried(*arguments: Any, **others: Any) -> Any:
        optimizer: Any = optimizer_for(*arguments, **others)
        return optimizer._replace(rate=factor * optimizer.rate)

    monkeypatch.setattr("engine.run.transfer.optimizer_for", hurried)


def shake(monkeypatch: pytest.MonkeyPatch, longest: float) -> None:
    """Makes every step that is longer than `longest` end at one and the same bad picture."""
    step = iteration.step

    def shaken(picture: tf.Tensor, state: Any, function: Any, optimizer: Any, recipe: Any) -> Any:
        moved, state, evaluation = step(picture, state, function, optimizer, recipe)
        if float(optimizer.rate) > longest:
            random = np.random.default_rng(int(state.count))
            moved = tf.constant(random.uniform(0.01, 0.99, moved.shape), tf.float32)
        return moved, state, evaluation

    monkeypatch.setattr(iteration, "step", shaken)


LONGER = replace(REQUEST, settings=changed(iterations=50, denoise_weight=0.5))


def test_losses_that_rise_and_stay_there_are_told_and_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    shake(monkeypatch, FIRST_RATE / 2)
    spoiler = spoil(monkeypatch)
    events = list(run(LONGER, reporting=TALKATIVE))
    [notice], result = of_type(events, Notice), finish(events)
    assert notice.warning is RunWarning.STALLED
    assert notice.iteration == 0
    noticed = 10 * health.LOOKS_RISEN
    assert len(spoiler.rates) == noticed + 50
    assert spoiler.rates[noticed] == pytest.approx(MORE_CAUTION * spoiler.rates[0])
    style = [event.losses.style.value for event in of_type(events, Progress)]
    assert style[noticed - 2] > 1.5 * style[0]  # of the look itself nothing is told
    assert style[-1] < style[0] / 2
    for checkpoint in of_type(events, Checkpoint)[13 : noticed + 20 : 21]:  # while they rise, and after it was mended
        again = list(run(replace(LONGER, checkpoint=checkpoint.state)))
        assert of_type(again, Notice) == ([notice] if checkpoint.iteration == 14 else [])
        assert finish(again).pictures == result.pictures


@pytest.mark.parametrize("expected", [RunWarning.STALLED, RunWarning.SATURATED])
def test_what_smaller_steps_do_not_mend_is_told_once_and_does_not_end_the_run(
    monkeypatch: pytest.MonkeyPatch, expected: RunWarning
) -> None:
    if expected is RunWarning.STALLED:
        shake(monkeypatch, 0)
    else:
        hurry(monkeypatch, 1e5)
    events = list(run(LONGER))
    assert [notice.warning for notice in of_type(events, Notice)] == [expected]
    assert finish(events).figures.iterations == 50


def test_losses_on_their_way_back_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch, 60)
    events = list(run(LONGER, reporting=TALKATIVE))
    style = [event.losses.style.value for event in of_type(events, Progress)]
    assert max(style) > 10 * style[0]
    assert min(style) < style[0]
    assert of_type(events, Notice) == []


def test_what_is_not_finite_is_mended_in_a_run_that_was_mended_before(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch, 1e5)
    spoiler = spoil(monkeypatch, 12)
    events = list(run(REQUEST))
    assert [notice.warning for notice in of_type(events, Notice)] == [RunWarning.SATURATED, RunWarning.NOT_FINITE]
    assert spoiler.rates[-20] == pytest.approx(MORE_CAUTION**2 * spoiler.rates[0])
    assert finish(events).figures.iterations == 20


PRINT = (texture(64, 64, 4) > 0.5).astype(np.float32)  # nothing between 0 and 1


@pytest.mark.parametrize(
    ("settings", "styles"),
    [
        (changed(TWO_SCALES, iterations=60), (STYLE, PRINT, OTHER_STYLE)),
        (changed(iterations=40, content_weight=0.0, style_weight=1000.0, denoise_weight=0.0), (PRINT,)),
        (changed(TWO_SCALES, iterations=80, strength=100.0), (PRINT,)),
        (changed(TWO_SCALES, iterations=60, strength=0.0), (PRINT,)),
        (changed(iterations=40, init=InitialImage.NOISE), (STYLE,)),
        # It starts where it wants to go, so that the steps themselves make the losses many times larger.
        (changed(iterations=60, init=InitialImage.CONTENT, style_weight=0.0, denoise_weight=0.0), (STYLE,)),
        (changed(iterations=40, weighting=Weighting.ADAPTIVE), (PRINT,)),
        (changed(TWO_SCALES, iterations=60, optimizer=OptimizerName.LBFGS, strength=80.0), (PRINT,)),
        (changed(iterations=60, optimizer=OptimizerName.GRADIENT), (STYLE,)),
    ],
    ids=["three styles", "no content", "strongest", "weakest", "noise", "no style", "adaptive", "l-bfgs", "descent"],
)
def test_no_run_goes_back_where_nothing_is_wrong(settings: TransferSettings, styles: tuple[Floats, ...]) -> None:
    found = {notice.warning for notice in of_type(run(TransferRequest(CONTENT, styles, settings)), Notice)}
    steered_search = settings.optimizer is OptimizerName.LBFGS and settings.strength is not None
    assert found <= ({RunWarning.LINE_SEARCH} if steered_search else set())


def losses(content: float, style: float, style_weight: float = 10) -> Losses:
    return Losses(
        content=LossTerm(value=content, weight=1),
        style=LossTerm(value=style, weight=style_weight),
        denoise=LossTerm(value=0, weight=0),
    )


@pytest.mark.parametrize(
    ("lowest", "now", "expected"),
    [
        (losses(1, 2), losses(1, 2), 0),
        (losses(1, 2), losses(1, 4), 20 / (21 + 11 * health.NEGLIGIBLE)),
        (losses(1, 2), losses(1, 1), -10 / (21 + 11 * health.NEGLIGIBLE)),
        (losses(1e-9, 1e-9), losses(1e-3, 1e-3), 0.02),  # from next to nothing to next to nothing
        (losses(1, 2), losses(8, 1, style_weight=1), -3 / (21 + 11 * health.NEGLIGIBLE)),  # steered away from style
        (losses(1, 2, style_weight=1), losses(8, 1), -3 / (21 + 11 * health.NEGLIGIBLE)),  # and toward it
    ],
)
def test_a_rise_is_by_the_weights_that_say_less(lowest: Losses, now: Losses, expected: float) -> None:
    assert health.rise(lowest, now) == pytest.approx(expected, abs=1e-3)


def test_only_looks_in_a_row_count() -> None:
    monitor, counted = health.LossMonitor(), []
    for style in (2, 4, 4, 2.5, 4, 4, 4, 4, 1.9):
        monitor = health.seen(monitor, losses(1, style), None, ONE_SCALE)
        counted.append(monitor.risen)
    assert counted == [0, 1, 2, 0, 1, 2, 3, 4, 0]


def test_losses_that_fall_from_look_to_look_have_not_stalled() -> None:
    monitor, counted = health.LossMonitor(), []
    for style in (2, 900, 300, 100, 95, 40, 40, 1.9):
        monitor = health.seen(monitor, losses(1, style), None, ONE_SCALE)
        counted.append((monitor.above, monitor.risen))
    assert counted == [
        (False, 0),
        (True, 1),
        (True, 0),
        (True, 0),
        (True, 1),
        (True, 0),
        (True, 1),
        (False, 0),
    ]
    assert monitor.lowest == losses(1, 1.9)


@pytest.mark.parametrize(
    ("saturation", "sources", "expected"),
    [
        (0.59, 0.0, None),
        (0.61, 0.0, RunWarning.SATURATED),
        (0.89, 0.6, None),
        (0.91, 0.6, RunWarning.SATURATED),
        (1, 0.8, None),
    ],
)
def test_black_and_white_pictures_may_be_so(saturation: float, sources: float, expected: RunWarning | None) -> None:
    assert health.found(health.LossMonitor(), saturation, sources) is expected


def test_the_saturation_is_that_of_the_most_saturated_picture() -> None:
    quarter = np.array([[[0, 0.5, 0.2]], [[0.9, 1, 0.1]], [[0, 0.5, 0.5]], [[0.5, 1e-6, 0.1]]], np.float32)
    assert health.saturation([0.5 * PRINT + 0.1, quarter]) == 0.25
    assert health.saturation([PRINT, quarter]) == 1


# --- line searches ----------------------------------------------------------------------------------------------------


class Misleading:
    """Stands before the real step, and has L-BFGS believe that it was at a lower loss than any trial can bring."""

    def __init__(self) -> None:
        self._step: Callable[..., Any] = iteration.step

    def __call__(self, picture: tf.Tensor, state: Any, *others: Any) -> Any:
        lower = state.evaluation._replace(total=state.evaluation.total - 1e6)
        return self._step(picture, state._replace(evaluation=lower), *others)


def test_searches_that_are_given_up_are_told_once_at_each_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    request = replace(REQUEST, settings=changed(TWO_SCALES, iterations=80, optimizer=OptimizerName.LBFGS))
    with monkeypatch.context() as patch:
        patch.setattr(iteration, "step", Misleading())
        events = list(run(request, reporting=TALKATIVE))
    [started], notices, result = of_type(events, Started), of_type(events, Notice), finish(events)
    first = started.scales[0].iterations
    assert min(first, 80 - first) >= 20  # more than one look at each
    assert [notice.warning for notice in notices] == [RunWarning.LINE_SEARCH] * 2
    assert [notice.iteration for notice in notices] == [10, first + 10]
    assert result.figures.iterations == 80
    later = of_type(events[: events.index(notices[1])], Checkpoint)[-15]  # after the first was told
    assert later.iteration > 10
    with monkeypatch.context() as patch:
        patch.setattr(iteration, "step", Misleading())
        again = list(run(replace(request, checkpoint=later.state)))
    assert of_type(again, Notice) == notices[1:]
    assert finish(again).pictures == result.pictures


def test_searches_that_succeed_are_not_told() -> None:
    events = run(replace(REQUEST, settings=changed(TWO_SCALES, iterations=60, optimizer=OptimizerName.LBFGS)))
    assert not of_type(events, Notice)


# --- at the door ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("which", ["content", "style", "mask", "protect", "initial"])
def test_a_picture_that_holds_what_is_not_finite_is_refused(which: str, value: float) -> None:
    def broken(picture: Floats) -> Floats:
        spoiled = picture.copy()
        spoiled[3, 4] = value
        return spoiled

    whole = np.ones(CONTENT.shape[:2], np.float32)
    request = {
        "content": TransferRequest(broken(CONTENT), (STYLE,), ONE_SCALE),
        "style": TransferRequest(CONTENT, (STYLE, broken(STYLE)), ONE_SCALE),
        "mask": TransferRequest(CONTENT, (STYLE,), ONE_SCALE, masks=(broken(whole),)),
        "protect": TransferRequest(CONTENT, (STYLE,), ONE_SCALE, protect=broken(whole)),
        "initial": TransferRequest(CONTENT, (STYLE,), ONE_SCALE, initial=broken(CONTENT)),
    }[which]
    with pytest.raises(NotFinite):
        next(run(request))
