"""What a tap under a result makes of its job: one thing changes, all the rest stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from bot.jobs.follow_ups import MORE_ITERATIONS, Bound, FollowUp, FollowUpKind, follow_up_of
from bot.jobs.model import Job
from bot.jobs.setting_limits import UserLimits
from engine.presets import CLASSIC, PRESETS
from engine.settings import Colors, Faces, FeatureSource, InitialImage, TransferSettings
from engine.strength import target_ratio
from tests.bot.delivery.test_card_view import RESULT
from tests.support.jobs import FIGURES, altered

LIMITS = UserLimits()
INSTANT = PRESETS["instant"]
UNUSUAL = TransferSettings(
    iterations=400,
    size=640,
    strength=60,
    colors=Colors.MATCH,
    style_scale=0.75,
    init=InitialImage.NOISE,
    features=FeatureSource.SELF_TAUGHT,
    seed=7,
)


def job(**changes: Any) -> Job:
    """A finished job with unusual settings, save for these."""
    return altered(RESULT, settings=replace(UNUSUAL, **changes))


def granted(kind: FollowUpKind, parent: Job, limits: UserLimits = LIMITS) -> FollowUp:
    follow_up = follow_up_of(parent, kind, limits)
    assert isinstance(follow_up, FollowUp)
    return follow_up


@pytest.mark.parametrize(
    ("kind", "changes", "goes_on"),
    [
        (FollowUpKind.STRONGER, {"strength": 80}, True),
        (FollowUpKind.SOFTER, {"strength": 40}, True),
        (FollowUpKind.COLORS, {"colors": Colors.KEEP}, False),
        (FollowUpKind.FACES, {"faces": Faces.PAINTED}, False),
        (FollowUpKind.BIGGER, {"size": 960}, True),
        (FollowUpKind.MORE, {"iterations": 600}, True),
        (FollowUpKind.AGAIN, {"seed": 8}, False),
    ],
)
def test_a_follow_up_changes_one_thing_and_goes_on_from_the_result_where_that_saves_time(
    kind: FollowUpKind, changes: dict[str, object], goes_on: bool
) -> None:
    follow_up = granted(kind, job())
    before, after = asdict(UNUSUAL), asdict(follow_up.settings)
    assert {name: value for name, value in after.items() if before[name] != value} == changes
    assert (follow_up.steps is not None) is goes_on


def test_more_iterations_are_just_those_and_a_change_takes_those_of_the_full_size() -> None:
    assert granted(FollowUpKind.MORE, job()).steps == MORE_ITERATIONS
    stronger = granted(FollowUpKind.STRONGER, job()).steps
    assert stronger is not None
    assert 10 <= stronger < UNUSUAL.iterations / 2


def test_without_a_strength_it_is_the_one_that_the_picture_came_out_with() -> None:
    parent = altered(job(strength=None), figures=replace(FIGURES, style_to_content=target_ratio(45)))
    assert granted(FollowUpKind.STRONGER, parent).settings.strength == 65
    assert granted(FollowUpKind.SOFTER, parent).settings.strength == 25
    assert granted(FollowUpKind.SOFTER, altered(parent, figures=None)).settings.strength == 30


def test_strength_goes_to_its_end_and_no_further() -> None:
    assert granted(FollowUpKind.STRONGER, job(strength=90)).settings.strength == 100
    assert granted(FollowUpKind.SOFTER, job(strength=10)).settings.strength == 0
    assert follow_up_of(job(strength=100), FollowUpKind.STRONGER, LIMITS) is Bound.STRONGEST
    assert follow_up_of(job(strength=0), FollowUpKind.SOFTER, LIMITS) is Bound.SOFTEST


def test_colors_go_there_and_back() -> None:
    kept = granted(FollowUpKind.COLORS, job())
    assert granted(FollowUpKind.COLORS, altered(RESULT, settings=kept.settings)).settings.colors is Colors.STYLE


def test_faces_go_there_and_back() -> None:
    painted = granted(FollowUpKind.FACES, job())
    assert granted(FollowUpKind.FACES, altered(RESULT, settings=painted.settings)).settings.faces is Faces.NATURAL


def test_the_operators_limits_hold() -> None:
    limits = UserLimits(max_iterations=500, max_size=800)
    assert granted(FollowUpKind.BIGGER, job(), limits).settings.size == 800
    assert follow_up_of(job(size=800), FollowUpKind.BIGGER, limits) is Bound.LARGEST
    assert follow_up_of(job(), FollowUpKind.MORE, limits) is Bound.MOST
    lowered = UserLimits(max_iterations=200, max_size=256)
    again = granted(FollowUpKind.AGAIN, job(), lowered).settings
    assert (again.iterations, again.size) == (200, 256)


def test_the_classic_preset_has_no_strength_but_all_the_rest() -> None:
    parent = altered(RESULT, settings=CLASSIC)
    assert follow_up_of(parent, FollowUpKind.STRONGER, LIMITS) is Bound.BALANCED
    assert granted(FollowUpKind.BIGGER, parent).steps == CLASSIC.iterations


def test_the_last_seed_is_followed_by_the_first() -> None:
    assert granted(FollowUpKind.AGAIN, job(seed=2**31 - 1)).settings.seed == 0


@given(st.sampled_from(FollowUpKind), st.integers(10, 2000), st.integers(128, 2048), st.none() | st.integers(0, 100))
def test_whatever_is_granted_is_work_that_the_engine_takes(
    kind: FollowUpKind, iterations: int, size: int, strength: int | None
) -> None:
    follow_up = follow_up_of(job(iterations=iterations, size=size, strength=strength), kind, LIMITS)
    if isinstance(follow_up, FollowUp):
        work = altered(RESULT, settings=follow_up.settings, steps=follow_up.steps, initial="ab" * 32).request.work
        if follow_up.steps is not None:
            assert work.iterations == follow_up.steps
            assert work.init is InitialImage.PICTURE
            assert not work.coarse_to_fine
        else:
            assert work == follow_up.settings


@pytest.mark.parametrize("initial", [None, "ab" * 32])
def test_what_failed_is_the_same_request_once_more(initial: str | None) -> None:
    failed = altered(job(), png=None, initial=initial, steps=60 if initial else None, error_code="engine_lost")
    assert granted(FollowUpKind.RETRY, failed) == FollowUp(
        settings=failed.request.settings, initial=initial, steps=failed.request.steps
    )


def test_what_ran_out_of_bounds_gets_other_numbers() -> None:
    follow_up = granted(FollowUpKind.RETRY, altered(job(), png=None, error_code="not_finite"))
    assert follow_up.settings == replace(UNUSUAL, seed=8)


def test_an_instant_painting_is_painted_properly_with_its_colors_and_pictures() -> None:
    parent = altered(RESULT, settings=replace(INSTANT, size=256, colors=Colors.KEEP))
    follow_up = granted(FollowUpKind.PAINT, parent)
    assert follow_up == FollowUp(settings=TransferSettings(colors=Colors.KEEP))
    assert granted(FollowUpKind.PAINT, parent, UserLimits(max_size=300)).settings.size == 300


def test_an_instant_painting_is_made_larger_and_recolored_in_an_instant() -> None:
    parent = altered(RESULT, settings=INSTANT)
    assert granted(FollowUpKind.BIGGER, parent) == FollowUp(settings=replace(INSTANT, size=768))
    assert granted(FollowUpKind.COLORS, parent) == FollowUp(settings=replace(INSTANT, colors=Colors.KEEP))


@pytest.mark.parametrize(
    "kind",
    [
        FollowUpKind.STRONGER,
        FollowUpKind.SOFTER,
        FollowUpKind.FACES,
        FollowUpKind.MORE,
        FollowUpKind.AGAIN,
        FollowUpKind.VARIANTS,
    ],
)
def test_what_makes_no_other_instant_painting_is_said_to(kind: FollowUpKind) -> None:
    assert follow_up_of(altered(RESULT, settings=INSTANT), kind, LIMITS) is Bound.INSTANT
