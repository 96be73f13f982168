"""Quotas: what a job costs, and when enough is free again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.jobs.quota import DAY, LEAST, Spending, cost_of, free, seconds_until
from engine.presets import PRESETS
from engine.settings import TransferSettings

NOW = 1_000_000.0


def spent(cost: float, seconds_ago: float) -> Spending:
    return Spending(cost=cost, spent_at=NOW - seconds_ago)


@pytest.mark.parametrize(
    ("size", "iterations", "cost"), [(512, 300, 1), (1024, 300, 4), (512, 600, 2), (256, 300, 0.25)]
)
def test_a_job_costs_its_pixels_times_its_iterations(size: int, iterations: int, cost: float) -> None:
    assert cost_of(TransferSettings(size=size, iterations=iterations)) == pytest.approx(cost)


@pytest.mark.parametrize("size", [512, 2048])
def test_what_takes_an_instant_costs_the_least(size: int) -> None:
    assert cost_of(replace(PRESETS["instant"], size=size)) == pytest.approx(max(LEAST, (size / 512) ** 2 / 300))


def test_who_has_spent_nothing_need_not_wait() -> None:
    assert seconds_until(1, [], 1, NOW) == 0
    assert free([], 5, NOW) == 5


def test_the_wait_ends_when_enough_of_the_oldest_spendings_is_a_day_old() -> None:
    spendings = [spent(3, seconds_ago=100), spent(1, seconds_ago=5000), spent(1, seconds_ago=3000)]
    assert seconds_until(1, spendings, 5, NOW) == DAY - 5000
    assert seconds_until(2, spendings, 5, NOW) == DAY - 3000
    assert seconds_until(3, spendings, 5, NOW) == DAY - 100
    assert free(spendings, 6, NOW) == 1


def test_what_was_spent_a_day_ago_is_free_again() -> None:
    assert seconds_until(5, [spent(5, seconds_ago=DAY)], 5, NOW) == 0
    assert free([spent(5, seconds_ago=DAY)], 5, NOW) == 5


def test_what_costs_more_than_a_whole_day_never_has_its_turn() -> None:
    assert seconds_until(5.1, [], 5, NOW) is None


@given(
    st.lists(st.tuples(st.floats(0.01, 10), st.floats(0, 2 * DAY)), max_size=8),
    st.floats(0.01, 10),
    st.floats(10, 30),
)
def test_after_the_wait_it_is_free_and_a_moment_earlier_it_is_not(
    raw: list[tuple[float, float]], cost: float, quota: float
) -> None:
    spendings = [spent(each, ago) for each, ago in raw]
    wait = seconds_until(cost, spendings, quota, NOW)
    assert wait is not None
    assert free(spendings, quota, NOW + wait + 1e-3) >= cost - 1e-6
    if wait > 1e-2:
        assert free(spendings, quota, NOW + wait - 1e-2) < cost + 1e-6


def test_even_the_smallest_job_costs_something() -> None:
    assert cost_of(TransferSettings(size=128, iterations=10)) == LEAST
