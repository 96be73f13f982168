"""Strength as a target, and the weight that follows from what is measured."""

from __future__ import annotations

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from engine import strength

STRENGTHS = st.floats(0, 100)
RATIOS = st.floats(1e-6, 1e3)


@given(STRENGTHS, STRENGTHS)
def test_more_strength_asks_for_a_lower_ratio(one: float, other: float) -> None:
    weaker, stronger = sorted((one, other))
    assert strength.target_ratio(stronger) <= strength.target_ratio(weaker)
    if stronger - weaker > 0.01:
        assert strength.target_ratio(stronger) < strength.target_ratio(weaker)


def test_the_ends_are_the_stated_ratios_and_equal_steps_are_equal_factors() -> None:
    ratios = [strength.target_ratio(value) for value in (0, 25, 50, 75, 100)]
    assert math.isclose(ratios[0], strength.WEAKEST_RATIO)
    assert math.isclose(ratios[-1], strength.STRONGEST_RATIO)
    factors = [after / before for before, after in itertools.pairwise(ratios)]
    assert all(math.isclose(factor, factors[0]) for factor in factors)


@given(RATIOS, STRENGTHS)
def test_the_weight_stays_within_its_bounds(ratio: float, wanted: float) -> None:
    target = strength.target_ratio(wanted)
    share = strength.answer(ratio, target) / strength.answer(target, target)
    assert 0.999 / strength.FURTHEST <= share <= 1.001 * strength.FURTHEST


def test_nothing_of_style_left_to_gain_gives_the_lowest_weight() -> None:
    usual = strength.answer(0.2, 0.2)
    assert math.isclose(strength.answer(0.0, 0.2), usual / strength.FURTHEST)


@given(RATIOS, RATIOS, STRENGTHS)
def test_a_ratio_that_is_too_high_raises_the_weight_and_one_that_is_too_low_lowers_it(
    one: float, other: float, wanted: float
) -> None:
    target = strength.target_ratio(wanted)
    lower, higher = sorted((one, other))
    assert strength.answer(lower, target) <= strength.answer(higher, target)
    usual = strength.answer(target, target)
    if higher > 1.01 * target:
        assert strength.answer(higher, target) > usual
    if lower < 0.99 * target:
        assert strength.answer(lower, target) < usual


@given(STRENGTHS, STRENGTHS)
def test_at_the_target_a_greater_strength_has_a_greater_weight(one: float, other: float) -> None:
    weaker, stronger = (strength.target_ratio(value) for value in sorted((one, other)))
    assert strength.answer(weaker, weaker) <= strength.answer(stronger, stronger)


@given(STRENGTHS)
def test_the_strength_of_a_ratio_is_the_one_whose_target_it_is(asked: float) -> None:
    assert math.isclose(strength.strength_of(strength.target_ratio(asked)), asked, abs_tol=1e-9)


def test_a_picture_beyond_the_ends_has_the_strength_of_the_end() -> None:
    assert strength.strength_of(5.0) == 0
    assert strength.strength_of(0.001) == 100
    assert strength.strength_of(0.0) == 100


@given(st.floats(1e-3, 1e3), RATIOS, STRENGTHS)
def test_each_correction_goes_part_of_the_way_and_repeated_ones_arrive(now: float, ratio: float, wanted: float) -> None:
    target = strength.target_ratio(wanted)
    goal = strength.answer(ratio, target)
    distance = abs(math.log(now / goal))
    after = strength.style_weight(now, ratio, ratio, target)
    assert math.isclose(abs(math.log(after / goal)), (1 - strength.SWIFTNESS) * distance, abs_tol=1e-9)
    for _ in range(60):
        after = strength.style_weight(after, ratio, ratio, target)
    assert math.isclose(after, goal, rel_tol=1e-6)


@given(st.floats(1e-3, 1e3), RATIOS, RATIOS, STRENGTHS)
def test_a_ratio_that_falls_is_taken_to_fall_further(now: float, one: float, other: float, wanted: float) -> None:
    target = strength.target_ratio(wanted)
    lower, higher = sorted((one, other))
    falling = strength.style_weight(now, lower, higher, target)
    assert falling <= strength.style_weight(now, lower, lower, target)
    assert strength.style_weight(now, higher, lower, target) >= strength.style_weight(now, higher, higher, target)
    if lower < 0.9 * higher and higher / lower < 10 and 0.5 < lower / target < 2:  # within the bounds of the answer
        assert falling < strength.style_weight(now, lower, lower, target)


def test_where_there_was_nothing_of_style_there_is_no_trend() -> None:
    assert strength.expected(0.3, 0.0) == 0.3
    assert strength.expected(0.0, 0.3) == 0.0


def replayed(first: float, settling: float) -> list[float]:
    """The ratios at nine looks, in targets, of a picture with inertia like that of Adam, which answers to its weight as
    pictures do: it settles at `settling` with the usual weight, and falls with the weight's power 1.2.
    """
    target = strength.target_ratio(100)
    weight = usual = strength.answer(target, target)
    before = ratio = first * target
    pace, ratios = 0.0, []
    for _ in range(9):
        weight = strength.style_weight(weight, ratio, before, target)
        settled = settling * target * (weight / usual) ** -1.2
        pace = 0.5 * pace + 0.2 * math.log(settled / ratio)
        before, ratio = ratio, ratio * math.exp(pace)
        ratios.append(ratio / target)
    return ratios


def test_a_strength_is_met_in_the_few_corrections_of_the_last_scale() -> None:
    for settling in (0.7, 1.0, 1.4):
        assert all(0.8 < ratio < 1.2 for ratio in replayed(first=3.0, settling=settling)[-3:])
