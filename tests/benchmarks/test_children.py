"""What is measured in processes of their own."""

from __future__ import annotations

import math

import pytest

from benchmarks.child import ChildFailed, measured
from benchmarks.growth import grown


def test_growth_compares_the_last_third_with_the_middle_one() -> None:
    assert grown([500, 50, 100, 60, 100, 60, 103, 60]) == pytest.approx(0.03)
    assert grown([500, 400, 100, 90, 100, 100]) == 0
    assert math.isnan(grown([1, 2]))


def test_a_child_that_fails_says_why() -> None:
    with pytest.raises(ChildFailed, match="invalid choice"):
        measured("nothing")
