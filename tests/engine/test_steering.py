"""Runs that are steered: when a change takes effect, and that a crash or a repetition changes nothing about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from engine.errors import InvalidSettings
from engine.events import AnyEvent, Canceled, Checkpoint, Progress, Started, Steered
from engine.run.control import Control, SteeringChange
from engine.run.request import Segment, TransferRequest
from engine.run.steering import schedule_of
from engine.settings import TransferSettings
from tests.support.runs import (
    CONTENT,
    OTHER_STYLE,
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

HEAVIER = changed(TWO_SCALES, style_weight=50.0)
REQUEST = TransferRequest(CONTENT, (STYLE,), TWO_SCALES)
AT = 4  #: iterations after which these runs are steered


def steered(change: SteeringChange, request: TransferRequest = REQUEST, *, at: int = AT) -> list[AnyEvent]:
    """The events of a run that is asked for a change once it has told of iteration `at`."""
    control, events = Control(), []
    for event in run(request, control=control, reporting=TALKATIVE):
        events.append(event)
        if isinstance(event, Progress) and event.iteration == at:
            control.steer(change)
    return events


def request_of(*earlier: Segment, settings: TransferSettings = HEAVIER, style: Floats = STYLE) -> TransferRequest:
    return TransferRequest(CONTENT, (style,), settings, earlier=earlier)


def style_weights(events: Sequence[AnyEvent]) -> dict[int, float]:
    return {event.iteration: event.losses.style.weight for event in of_type(events, Progress)}


@pytest.fixture(scope="module")
def heavier() -> list[AnyEvent]:
    return steered(SteeringChange(1, HEAVIER))


@pytest.fixture(scope="module")
def in_another_style() -> list[AnyEvent]:
    return steered(SteeringChange(1, TWO_SCALES, (OTHER_STYLE,)))


def test_the_next_iteration_follows_the_change_and_the_run_says_so(heavier: list[AnyEvent]) -> None:
    assert of_type(heavier, Steered) == [Steered(iteration=AT, number=1)]
    weights = style_weights(heavier)
    assert {weights[done] for done in range(1, AT + 1)} == {TWO_SCALES.style_weight}
    assert {weights[done] for done in range(AT + 1, TWO_SCALES.iterations + 1)} == {HEAVIER.style_weight}


def test_another_style_takes_over_without_starting_anew(in_another_style: list[AnyEvent]) -> None:
    assert of_type(in_another_style, Steered) == [Steered(iteration=AT, number=1)]
    counted = [event.iteration for event in of_type(in_another_style, Progress)]
    assert counted == list(range(1, TWO_SCALES.iterations + 1))
    painted = pixels(finish(in_another_style))
    in_the_other_from_the_start = pixels(finish(run(replace(REQUEST, styles=(OTHER_STYLE,)))))
    in_the_first = pixels(finish(run(REQUEST)))
    distances = [np.square(one - in_the_other_from_the_start).mean() for one in (painted, in_the_first)]
    assert distances[0] < 0.8 * distances[1]


def test_a_strength_is_steered_to_from_the_weight_that_the_run_has_come_to() -> None:
    events = steered(SteeringChange(1, changed(TWO_SCALES, strength=80.0)), replace(REQUEST, settings=weaker()))
    weights = style_weights(events)
    assert weights[AT + 1] > 1.5 * weights[AT]


def weaker() -> TransferSettings:
    return changed(TWO_SCALES, strength=40.0)


@pytest.mark.parametrize("style", [STYLE, OTHER_STYLE], ids=["weights", "style"])
def test_a_repetition_makes_the_same_change_at_the_same_place(style: Floats) -> None:
    is_same = style is STYLE
    settings = HEAVIER if is_same else TWO_SCALES
    live = steered(SteeringChange(1, settings, () if is_same else (style,)))
    again = list(run(request_of(Segment(TWO_SCALES, (STYLE,), AT), settings=settings, style=style)))
    assert of_type(again, Steered) == [Steered(iteration=AT, number=1)]
    np.testing.assert_array_equal(pixels(finish(again)), pixels(finish(live)))


@pytest.mark.parametrize("resumed_at", [AT - 2, AT, AT + 2])
def test_a_run_goes_on_from_a_checkpoint_before_or_after_its_change(heavier: list[AnyEvent], resumed_at: int) -> None:
    state = next(event.state for event in of_type(heavier, Checkpoint) if event.iteration == resumed_at)
    request = replace(request_of(Segment(TWO_SCALES, (STYLE,), AT)), checkpoint=state)
    again = list(run(request, reporting=TALKATIVE))
    assert of_type(again, Started)[0].resumed_at == resumed_at
    np.testing.assert_array_equal(pixels(finish(again)), pixels(finish(heavier)))


def test_a_change_that_nobody_noted_is_made_where_the_run_goes_on() -> None:
    checkpoints = of_type(run(REQUEST, reporting=TALKATIVE), Checkpoint)
    state = next(event.state for event in checkpoints if event.iteration == AT)
    events = list(run(replace(request_of(Segment(TWO_SCALES, (STYLE,), None)), checkpoint=state), reporting=TALKATIVE))
    assert of_type(events, Steered) == [Steered(iteration=AT, number=1)]
    assert set(style_weights(events).values()) == {HEAVIER.style_weight}


def test_a_change_before_the_first_iteration_leaves_nothing_of_what_was_before() -> None:
    events = list(run(request_of(Segment(TWO_SCALES, (OTHER_STYLE,), None))))
    assert of_type(events, Steered) == [Steered(iteration=0, number=1)]
    np.testing.assert_array_equal(pixels(finish(events)), pixels(finish(run(request_of()))))


def test_changes_that_were_made_are_not_made_again(heavier: list[AnyEvent]) -> None:
    request = request_of(Segment(TWO_SCALES, (STYLE,), AT))
    events = steered(SteeringChange(1, changed(TWO_SCALES, style_weight=999.0)), request, at=AT + 2)
    assert max(style_weights(events).values()) == HEAVIER.style_weight


def test_a_run_that_learns_another_style_can_be_canceled() -> None:
    control, events = Control(), []
    for event in run(REQUEST, control=control, reporting=TALKATIVE):
        events.append(event)
        if isinstance(event, Progress) and event.iteration == AT:
            control.steer(SteeringChange(1, TWO_SCALES, (OTHER_STYLE,)))
            control.request()
    assert events[-1] == Canceled()


def test_what_would_be_another_painting_is_refused() -> None:
    with pytest.raises(InvalidSettings, match="strength, weights and styles"):
        steered(SteeringChange(1, changed(TWO_SCALES, size=256)))


def test_a_change_of_the_strength_keeps_the_style_of_one_that_was_not_made_yet() -> None:
    control = Control()
    control.steer(SteeringChange(1, TWO_SCALES, (OTHER_STYLE,)))
    control.steer(SteeringChange(2, HEAVIER))
    assert control.change == SteeringChange(2, HEAVIER, (OTHER_STYLE,))


@pytest.mark.parametrize(
    ("ends", "made", "coming"),
    [((5,), 0, [5]), ((0,), 1, []), ((None,), 1, []), ((0, None, 7), 2, [7])],
)
def test_the_course_of_a_run_without_a_checkpoint(
    ends: tuple[int | None, ...], made: int, coming: list[int | None]
) -> None:
    earlier = [
        Segment(changed(TWO_SCALES, style_weight=1.0 + number), (STYLE,), end) for number, end in enumerate(ends)
    ]
    found = schedule_of(request_of(*earlier))
    assert (found.made, [begins for begins, _ in found.coming]) == (made, coming)
    assert found.now.settings == [*(one.settings for one in earlier), HEAVIER][made]
