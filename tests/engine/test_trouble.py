"""What is not a number: refused where it comes in, mended once on the way, never told, never kept."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from engine.errors import NotFinite
from engine.events import AnyEvent, Cancelled, Checkpoint, Notice, Progress, Started, Trouble
from engine.features import self_taught, vgg16
from engine.optimizers.choice import FIRST_RATE
from engine.plan import TransferRequest
from engine.settings import OptimizerName
from engine.stylize import MORE_CAUTION, Reporting, StopSignal
from tests.support.runs import (
    CONTENT,
    ONE_SCALE,
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

pytestmark = pytest.mark.usefixtures("filters_are_learned_once")

stylize = importlib.import_module("engine.stylize")  # the package gives the function of this name

REQUEST = TransferRequest(CONTENT, (STYLE,), changed(iterations=20))


class Spoiler:
    """Stands before the real step, and spoils what some of its calls give. Counts from 1."""

    def __init__(self, *calls: int) -> None:
        self.rates: list[float] = []  #: of the optimiser, at each call
        self._step: Callable[..., Any] = stylize.step
        self._calls = calls

    def __call__(self, picture: tf.Tensor, state: Any, function: Any, optimizer: Any, recipe: Any) -> Any:
        self.rates.append(float(optimizer.rate))
        moved, state, evaluation = self._step(picture, state, function, optimizer, recipe)
        if len(self.rates) in self._calls:
            moved, state = tf.nest.map_structure(lambda part: part * np.nan, (moved, state))
        return moved, state, evaluation


def spoil(monkeypatch: pytest.MonkeyPatch, *calls: int) -> Spoiler:
    spoiler = Spoiler(*calls)
    monkeypatch.setattr(stylize, "step", spoiler)
    return spoiler


# --- once -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("spoiled", "back_to"), [(3, 0), (10, 0), (14, 10), (20, 10)])
def test_trouble_is_told_and_mended_by_going_back_with_smaller_steps(
    monkeypatch: pytest.MonkeyPatch, spoiled: int, back_to: int
) -> None:
    spoiler = spoil(monkeypatch, spoiled)
    events = list(run(REQUEST, reporting=SILENT))
    [notice], result = of_type(events, Notice), finish(events)
    assert notice.trouble is Trouble.NOT_FINITE
    assert notice.iteration == back_to
    assert str(back_to) in notice.message
    assert result.figures.iterations == 20
    assert np.isfinite(pixels(result)).all()
    noticed = math.ceil(spoiled / 10) * 10
    assert len(spoiler.rates) == noticed + 20 - back_to
    assert spoiler.rates[noticed] < 1.05 * MORE_CAUTION * spoiler.rates[back_to]


@pytest.mark.parametrize("optimizer", list(OptimizerName))
def test_every_optimiser_can_be_mended(monkeypatch: pytest.MonkeyPatch, optimizer: OptimizerName) -> None:
    spoil(monkeypatch, 14)
    events = list(run(replace(REQUEST, settings=changed(iterations=20, optimizer=optimizer))))
    assert len(of_type(events, Notice)) == 1
    assert finish(events).figures.style_residual < 1


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
    """One of whose layers makes everything NaN."""
    learn = self_taught.learn

    def poisoned(*arguments: Any, **others: Any) -> vgg16.Filters:
        filters = learn(*arguments, **others)
        kernel, bias = filters.by_layer["relu2_1"]
        broken = vgg16.Filter(kernel, tf.fill(bias.shape, np.nan))
        return filters._replace(by_layer={**filters.by_layer, "relu2_1": broken})

    monkeypatch.setattr(self_taught, "learn", poisoned)


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
    """Stopped after the iteration that spoils the picture, before anybody has looked."""
    stop = StopSignal()
    spoiler = spoil(monkeypatch, 4)

    def step(*arguments: Any) -> Any:
        if len(spoiler.rates) == 3:
            stop.request(keep=keep)
        return spoiler(*arguments)

    monkeypatch.setattr(stylize, "step", step)
    return list(run(REQUEST, stop=stop))


def test_a_picture_that_is_not_finite_is_not_kept_when_the_run_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFinite):
        stopped_in_trouble(monkeypatch, keep=True)


def test_a_cancel_needs_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stopped_in_trouble(monkeypatch, keep=False)[-1] == Cancelled()


# --- line searches ----------------------------------------------------------------------------------------------------


class Misleading:
    """Stands before the real step, and has L-BFGS believe that it was at a lower loss than any trial can bring."""

    def __init__(self) -> None:
        self._step: Callable[..., Any] = stylize.step

    def __call__(self, picture: tf.Tensor, state: Any, *others: Any) -> Any:
        lower = state.evaluation._replace(total=state.evaluation.total - 1e6)
        return self._step(picture, state._replace(evaluation=lower), *others)


def test_searches_that_are_given_up_are_told_once_at_each_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    request = replace(REQUEST, settings=changed(TWO_SCALES, iterations=60, optimizer=OptimizerName.LBFGS))
    with monkeypatch.context() as patch:
        patch.setattr(stylize, "step", Misleading())
        events = list(run(request, reporting=TALKATIVE))
    [started], notices, result = of_type(events, Started), of_type(events, Notice), finish(events)
    first = started.scales[0].iterations
    assert min(first, 60 - first) >= 20  # more than one look at each
    assert [notice.trouble for notice in notices] == [Trouble.LINE_SEARCH] * 2
    assert [notice.iteration for notice in notices] == [10, first + 10]
    assert result.figures.iterations == 60
    later = of_type(events[: events.index(notices[1])], Checkpoint)[-15]  # after the first was told
    assert later.iteration > 10
    with monkeypatch.context() as patch:
        patch.setattr(stylize, "step", Misleading())
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
