"""`python -m engine.instant.train`: how large the crops are."""

from __future__ import annotations

from engine.instant import network, photographs
from engine.instant.train import CROPS, crop_side


def test_crops_grow_and_the_last_are_as_large_as_they_can_be() -> None:
    sides = [crop_side(step, 1000) for step in range(1000)]
    assert sides == sorted(sides)
    assert sorted(set(sides)) == [side for _, side in CROPS]
    assert sides[-1] <= photographs.SHORTER_EDGES[0]
    assert all(side % network.STRIDE == 0 for side in sides)
