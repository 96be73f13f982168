"""Coarse to fine: which sizes a run goes through, and how its iterations are shared out between them.

Sizes are rounded, because each new one costs a warm process memory, and a GPU a compilation. The finished picture is
resized from the last scale by the few pixels that it lacks.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from engine.events import PlannedScale
from engine.limits import MAX_RATIO

COARSEST_EDGE = 128  #: pixels of the longer edge where a run begins: large forms are drawn there
SHORTEST_EDGE = 16  #: pixels: of less, the network's deepest layers see nothing
LARGEST_STEP = 1.9  #: from one scale to the next; larger steps lose strokes, smaller ones spend time on set-up
#: Iterations at a scale go with its edge to this power: coarse scales are cheap, and settle forms and colors.
SHARE_EXPONENT = -1.6
SMALLEST_SHARE = 0.06  #: of all iterations, before rounding: a fine scale needs some to be sharp


def scales(
    height: int, width: int, size: int, iterations: int, coarse_to_fine: bool = True
) -> tuple[PlannedScale, ...]:
    """The schedule for a content picture of height × width pixels (any size; only the ratio counts).

    Longer edges grow by about equal factors from COARSEST_EDGE to `size`; each scale gets at least one iteration, and
    together they get `iterations`. Without `coarse_to_fine` there is only the last scale. All lengths are `rounded`.
    Long pictures are painted larger where they would be squashed otherwise: no shorter edge is below SHORTEST_EDGE.
    """
    least = _least(height, width)
    size, coarsest = max(size, least), max(COARSEST_EDGE, least)
    growth = math.log(rounded(size) / rounded(coarsest)) / math.log(LARGEST_STEP)
    steps = max(0, math.ceil(growth - 1e-9)) if coarse_to_fine else 0
    edges = [round(size * (coarsest / size) ** (1 - step / max(1, steps))) for step in range(steps)] + [size]
    powers = [edge**SHARE_EXPONENT for edge in edges]
    counts = shared_out(iterations, [max(power / sum(powers), SMALLEST_SHARE) for power in powers])
    longer = max(height, width)
    return tuple(
        PlannedScale(
            height=rounded(scaled(height, edge, longer)), width=rounded(scaled(width, edge, longer)), iterations=count
        )
        for edge, count in zip(edges, counts, strict=True)
    )


def grid(length: int) -> int:
    """Lengths like this, in pixels, are rounded to multiples of it: few sizes, but none far from what it should be."""
    return 8 if length < 96 else 16 if length < 512 else 32


def rounded(length: int) -> int:
    """The nearest length, in pixels, on the grid; at least SHORTEST_EDGE."""
    return max(SHORTEST_EDGE, grid(length) * round(length / grid(length)))


def scaled(length: int, edge: int, longer: int) -> int:
    """`length` in a picture whose longer side shrinks or grows from `longer` to `edge` pixels; at least 1."""
    return max(1, round(length * edge / longer))


def full(height: int, width: int, size: int) -> tuple[int, int]:
    """Height and width of the finished picture: the ratio to the pixel, and a longer edge of `size`.

    It is never longer than MAX_RATIO to 1, which rounding could make it: chats refuse that.
    """
    longer, least = max(height, width), math.ceil(size / MAX_RATIO)
    return max(scaled(height, size, longer), least), max(scaled(width, size, longer), least)


def fitted(height: int, width: int, edge: int) -> tuple[int, int]:
    """Height and width with the same ratio and a longer side of at most `edge` pixels; never larger than it is.

    The longer side is more than `edge` where the shorter would be below SHORTEST_EDGE.
    """
    longer = max(height, width)
    edge = min(max(edge, _least(height, width)), longer)
    return scaled(height, edge, longer), scaled(width, edge, longer)


def _least(height: int, width: int) -> int:
    """The longer edge, in pixels, at which the shorter is SHORTEST_EDGE."""
    return math.ceil(SHORTEST_EDGE * min(max(height, width) / min(height, width), MAX_RATIO))


def shared_out(total: int, shares: Sequence[float]) -> list[int]:
    """`total` in whole parts, at least 1 each, as near to the proportions of `shares` as rounding allows."""
    spare = total - len(shares)
    whole = sum(shares)
    bounds = [round(spare * sum(shares[:index]) / whole) for index in range(len(shares) + 1)]
    return [1 + after - before for before, after in itertools.pairwise(bounds)]
