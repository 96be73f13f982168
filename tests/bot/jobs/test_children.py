"""What a tap under a result makes of its job: one thing changes, all the rest stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from bot.jobs.children import MORE_ITERATIONS, Bound, Child, Wish, child_of
from bot.jobs.limits import UserLimits
from bot.jobs.model import Job
from engine.presets import CLASSIC
from engine.settings import Colors, Faces, FeatureSource, InitialImage, TransferSettings
from engine.strength import target_ratio
from tests.bot.delivery.test_card_view import RESULT
from tests.support.jobs import FIGURES, altered

LIMITS = UserLimits()
UNUSUAL = TransferSettings(
    iterations=400,
    size=640,
    strength=60,
    colors=Colors.MATCH,
    style_scale=0.75,
    initial_image=InitialImage.NOISE,
    features=FeatureSource.SELF_TAUGHT,
    seed=7,
)


def job(**changes: Any) -> Job:
    """A finished job with unusual settings, save for these."""
    return altered(RESULT, settings=replace(UNUSUAL, **changes))


def granted(wish: Wish, parent: Job, limits: UserLimits = LIMITS) -> Child:
    child = child_of(parent, wish, limits)
    assert isinstance(child, Child)
    return child


@pytest.mark.parametrize(
    ("wish", "changes", "goes_on"),
    [
        (Wish.STRONGER, {"strength": 80}, True),
        (Wish.SOFTER, {"strength": 40}, True),
        (Wish.COLORS, {"colors": Colors.KEEP}, False),
        (Wish.FACES, {"faces": Faces.PAINTED}, False),
        (Wish.BIGGER, {"size": 960}, True),
        (Wish.MORE, {"iterations": 600}, True),
        (Wish.AGAIN, {"seed": 8}, False),
    ],
)
def test_a_wish_changes_one_thing_and_goes_on_from_the_result_where_that_saves_time(
    wish: Wish, changes: dict[str, object], goes_on: bool
) -> None:
    child = granted(wish, job())
    before, after = asdict(UNUSUAL), asdict(child.settings)
    assert {name: value for name, value in after.items() if before[name] != value} == changes
    assert (child.steps is not None) is goes_on


def test_more_iterations_are_just_those_and_a_change_takes_those_of_the_full_size() -> None:
    assert granted(Wish.MORE, job()).steps == MORE_ITERATIONS
    stronger = granted(Wish.STRONGER, job()).steps
    assert stronger is not None
    assert 10 <= stronger < UNUSUAL.iterations / 2


def test_without_a_strength_it_is_the_one_that_the_picture_came_out_with() -> None:
    parent = altered(job(strength=None), figures=replace(FIGURES, style_to_content=target_ratio(45)))
    assert granted(Wish.STRONGER, parent).settings.strength == 65
    assert granted(Wish.SOFTER, parent).settings.strength == 25
    assert granted(Wish.SOFTER, altered(parent, figures=None)).settings.strength == 30


def test_strength_goes_to_its_end_and_no_further() -> None:
    assert granted(Wish.STRONGER, job(strength=90)).settings.strength == 100
    assert granted(Wish.SOFTER, job(strength=10)).settings.strength == 0
    assert child_of(job(strength=100), Wish.STRONGER, LIMITS) is Bound.STRONGEST
    assert child_of(job(strength=0), Wish.SOFTER, LIMITS) is Bound.SOFTEST


def test_colors_go_there_and_back() -> None:
    kept = granted(Wish.COLORS, job())
    assert granted(Wish.COLORS, altered(RESULT, settings=kept.settings)).settings.colors is Colors.STYLE


def test_faces_go_there_and_back() -> None:
    painted = granted(Wish.FACES, job())
    assert granted(Wish.FACES, altered(RESULT, settings=painted.settings)).settings.faces is Faces.NATURAL


def test_the_operators_limits_hold() -> None:
    limits = UserLimits(max_iterations=500, max_size=800)
    assert granted(Wish.BIGGER, job(), limits).settings.size == 800
    assert child_of(job(size=800), Wish.BIGGER, limits) is Bound.LARGEST
    assert child_of(job(), Wish.MORE, limits) is Bound.MOST
    lowered = UserLimits(max_iterations=200, max_size=256)
    again = granted(Wish.AGAIN, job(), lowered).settings
    assert (again.iterations, again.size) == (200, 256)


def test_the_classic_preset_has_no_strength_but_all_the_rest() -> None:
    parent = altered(RESULT, settings=CLASSIC)
    assert child_of(parent, Wish.STRONGER, LIMITS) is Bound.BALANCED
    assert granted(Wish.BIGGER, parent).steps == CLASSIC.iterations


def test_the_last_seed_is_followed_by_the_first() -> None:
    assert granted(Wish.AGAIN, job(seed=2**31 - 1)).settings.seed == 0


@given(st.sampled_from(Wish), st.integers(10, 2000), st.integers(128, 2048), st.none() | st.integers(0, 100))
def test_whatever_is_granted_is_work_that_the_engine_takes(
    wish: Wish, iterations: int, size: int, strength: int | None
) -> None:
    child = child_of(job(iterations=iterations, size=size, strength=strength), wish, LIMITS)
    if isinstance(child, Child):
        work = altered(RESULT, settings=child.settings, steps=child.steps, initial="ab" * 32).request.work
        if child.steps is not None:
            assert work.iterations == child.steps
            assert work.initial_image is InitialImage.PICTURE
            assert not work.coarse_to_fine
        else:
            assert work == child.settings


@pytest.mark.parametrize("initial", [None, "ab" * 32])
def test_what_failed_is_the_same_request_once_more(initial: str | None) -> None:
    failed = altered(job(), png=None, initial=initial, steps=60 if initial else None, error_code="engine_lost")
    assert granted(Wish.RETRY, failed) == Child(
        settings=failed.request.settings, initial=initial, steps=failed.request.steps
    )


def test_what_ran_out_of_bounds_gets_other_numbers() -> None:
    child = granted(Wish.RETRY, altered(job(), png=None, error_code="not_finite"))
    assert child.settings == replace(UNUSUAL, seed=8)
