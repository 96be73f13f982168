"""Which way a painting goes when somebody steers it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from bot.jobs.follow_ups import Bound
from bot.jobs.model import Job, JobState, Segment, StopRequest, work_of
from bot.jobs.steering import MOST_CHANGES, as_it_came_out, can_steer, with_more_style
from bot.jobs.variants import APART, variants
from engine.presets import PRESETS
from engine.settings import Colors, TransferSettings
from engine.strength import strength_of
from tests.bot.delivery.test_card_view import BASE
from tests.support.jobs import FIGURES, altered

STANDARD, CLASSIC = PRESETS["standard"], PRESETS["classic"]
PHASE = Segment(settings=STANDARD, styles=("a" * 64,), until=90)
RUNNING = altered(BASE, state=JobState.RUNNING, attempt=1)


@pytest.mark.parametrize(
    ("job", "may"),
    [
        (RUNNING, True),
        (altered(RUNNING, state=JobState.QUEUED), True),
        (altered(RUNNING, state=JobState.DONE), False),
        (altered(RUNNING, stop_request=StopRequest.KEEP), False),
        (altered(RUNNING, film=True), False),
        (altered(RUNNING, sketches=(STANDARD,)), False),
        (altered(RUNNING, settings=PRESETS["instant"]), False),
        (altered(RUNNING, earlier=(PHASE,) * (MOST_CHANGES - 1)), True),
        (altered(RUNNING, earlier=(PHASE,) * MOST_CHANGES), False),
    ],
)
def test_what_is_at_work_on_a_painting_can_be_steered(job: Job, may: bool) -> None:
    assert can_steer(job) is may


def test_steps_of_strength_end_at_its_bounds() -> None:
    assert with_more_style(TransferSettings(strength=50), 1) == TransferSettings(strength=70)
    assert with_more_style(TransferSettings(strength=90), 1) == TransferSettings(strength=100)
    assert with_more_style(TransferSettings(strength=100), 1) is Bound.STRONGEST
    assert with_more_style(TransferSettings(strength=0), -1) is Bound.SOFTEST
    assert with_more_style(CLASSIC, 1) is Bound.BALANCED


def test_without_a_strength_a_step_there_and_back_changes_nothing() -> None:
    stronger = with_more_style(STANDARD, 1)
    assert isinstance(stronger, TransferSettings)
    assert 1.3 < stronger.style_weight / STANDARD.style_weight < 2
    back = with_more_style(stronger, -1)
    assert isinstance(back, TransferSettings)
    assert back.style_weight == pytest.approx(STANDARD.style_weight)


def test_a_weight_that_was_steered_to_is_told_as_the_strength_it_came_out_with() -> None:
    stronger = with_more_style(STANDARD, 1)
    assert isinstance(stronger, TransferSettings)
    job = altered(BASE, settings=stronger, earlier=(PHASE,), figures=FIGURES)
    expected = changed(STANDARD, strength=round(strength_of(FIGURES.style_to_content)))
    assert as_it_came_out(job) == expected
    assert as_it_came_out(altered(job, earlier=())) == stronger
    asked = TransferSettings(strength=70)
    assert as_it_came_out(altered(job, settings=asked)) == asked


@given(
    st.builds(
        TransferSettings,
        strength=st.none() | st.floats(0, 100),
        colors=st.sampled_from(Colors),
        style_scale=st.floats(0.1, 4),
    )
    | st.just(CLASSIC)
)
def test_four_variants_are_four_different_ways_and_the_first_is_as_asked(settings: TransferSettings) -> None:
    each = variants(settings)
    assert each[0] == settings
    assert len(each) == 4
    assert all(one != other for index, one in enumerate(each) for other in each[:index])
    for other in each[1:]:
        recolored, broader = other.colors is not settings.colors, other.style_scale != settings.style_scale
        stronger = abs((other.strength or 0) - (settings.strength or 0)) >= APART
        heavier = other.style_weight != settings.style_weight
        assert recolored or broader or stronger or heavier or settings.strength is None
    assert {(one.size, one.iterations, one.seed) for one in each} == {
        (settings.size, settings.iterations, settings.seed)
    }


def test_sketches_take_the_engine_a_small_part_of_a_painting() -> None:
    work = work_of(TransferSettings(size=1024, iterations=300), sketches=4)
    assert (work.size, work.iterations, work.coarse_to_fine) == (128, 200, False)
