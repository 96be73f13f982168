"""Coarse to fine: which sizes a run goes through, and how its iterations are shared out between them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from engine.events import PlannedScale

COARSEST_EDGE = 128  #: pixels of the longer edge where the first scale begins
#: Iterations at a scale, relative to those at the scale half as large. Coarse ones are cheap, and there the large forms
#: and colours are settled; fine ones only add what no coarser scale can show.
SHARE = 0.66


def scales(height: int, width: int, size: int, iterations: int) -> tuple[PlannedScale, ...]:
    """The schedule for a content picture of height × width pixels (any size; only the ratio counts).

    Longer edges double up to `size`; each scale gets at least one iteration, and together they get `iterations`.
    """
    edges = [size]
    while edges[0] >= 2 * COARSEST_EDGE:
        edges.insert(0, round(edges[0] / 2))
    counts = shared_out(iterations, [SHARE**index for index in range(len(edges))])
    return tuple(
        PlannedScale(height=scaled(height, edge, longer), width=scaled(width, edge, longer), iterations=count)
        for longer in [max(height, width)]
        for edge, count in zip(edges, counts, strict=True)
    )


def scaled(length: int, edge: int, longer: int) -> int:
    """`length` in a picture whose longer side shrinks or grows from `longer` to `edge` pixels; at least 16."""
    return max(16, round(length * edge / longer))


def fitted(height: int, width: int, edge: int) -> tuple[int, int]:
    """Height and width with the same ratio and a longer side of at most `edge`; never larger than it is."""
    longer = max(height, width)
    edge = min(edge, longer)
    return scaled(height, edge, longer), scaled(width, edge, longer)


def shared_out(total: int, shares: Sequence[float]) -> list[int]:
    """`total` in whole parts, at least 1 each, as near to the proportions of `shares` as rounding allows."""
    spare = total - len(shares)
    whole = sum(shares)
    bounds = [round(spare * sum(shares[:index]) / whole) for index in range(len(shares) + 1)]
    return [1 + after - before for before, after in itertools.pairwise(bounds)]
