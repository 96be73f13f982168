"""What a run may take of the memory, and how large its windows may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BeyondMemory
from engine.events import PlannedScale
from engine.machine import budget
from engine.objective.windows import SMALLEST_EDGE, STRIDE
from engine.settings import OptimizerName, Precision

LARGE = PlannedScale(height=1536, width=2048, iterations=10)
LEAST_LIMIT = 1.3e9  #: of STYLEGRAM_MEMORY_LIMIT
KINDS = st.tuples(st.sampled_from([Precision.FLOAT32, Precision.BFLOAT16]), st.sampled_from(OptimizerName))


@given(KINDS, st.floats(1e9, 30e9))
def test_the_windows_are_the_largest_that_fit_and_only_where_they_are_needed(
    kind: tuple[Precision, OptimizerName], limit: float
) -> None:
    sure = budget.SURE_SHARE * limit
    try:
        edge = budget.edge_for(LARGE, *kind, limit)
    except BeyondMemory:
        assert budget.needed(LARGE, *kind, SMALLEST_EDGE) > sure
        return
    assert budget.needed(LARGE, *kind, edge) <= sure
    if edge is None:
        return
    assert budget.needed(LARGE, *kind) > sure
    assert edge % STRIDE == 0
    if edge + STRIDE < LARGE.width:
        assert budget.needed(LARGE, *kind, edge + STRIDE) > sure


def test_what_cannot_fit_is_refused_in_words() -> None:
    with pytest.raises(BeyondMemory, match=r"2048 pixels need about .* GB of memory, and 1\.0 GB are allowed"):
        budget.edge_for(LARGE, Precision.FLOAT32, OptimizerName.LBFGS, 1e9)


@given(KINDS)
def test_the_least_limit_of_the_bot_is_enough_for_a_small_painting(kind: tuple[Precision, OptimizerName]) -> None:
    small = PlannedScale(height=256, width=256, iterations=10)
    assert budget.edge_for(small, *kind, LEAST_LIMIT) is None
