"""The coarse-to-fine schedule, as properties that hold for every picture and every setting."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine import pyramid
from engine.limits import MAX_RATIO
from engine.settings import RANGES

EDGES = st.integers(64, 10_000)
#: Height and width as pictures have them: at most MAX_RATIO to 1.
SHAPES = st.tuples(EDGES, EDGES).filter(lambda shape: max(shape) <= MAX_RATIO * min(shape))
SIZES = st.integers(int(RANGES["size"].low), int(RANGES["size"].high))
ITERATIONS = st.integers(int(RANGES["iterations"].low), int(RANGES["iterations"].high))


def least(height: int, width: int) -> int:
    """The longer edge at which the shorter is as short as it may be."""
    return math.ceil(16 * max(height, width) / min(height, width))


@given(SHAPES, SIZES, ITERATIONS)
def test_the_scales_share_out_all_iterations_and_each_gets_one(
    shape: tuple[int, int], size: int, iterations: int
) -> None:
    counts = [scale.iterations for scale in pyramid.scales(*shape, size, iterations)]
    assert sum(counts) == iterations
    assert min(counts) >= 1


@given(SHAPES, SIZES, ITERATIONS)
def test_the_scales_grow_by_limited_steps_up_to_the_size_asked_for(
    shape: tuple[int, int], size: int, iterations: int
) -> None:
    edges = [max(scale.height, scale.width) for scale in pyramid.scales(*shape, size, iterations)]
    assert edges[-1] == pyramid.rounded(max(size, least(*shape)))
    assert edges[0] <= pyramid.rounded(max(pyramid.COARSEST_EDGE, int(RANGES["size"].low), least(*shape)))
    for smaller, larger in itertools.pairwise(edges):
        assert smaller < larger
        assert larger <= smaller * pyramid.LARGEST_STEP + pyramid.grid(larger)  # both are rounded


@given(SHAPES, SIZES, ITERATIONS)
@example((4713, 2607), 988, 10)
def test_every_scale_keeps_the_ratio_up_to_the_grid(shape: tuple[int, int], size: int, iterations: int) -> None:
    longer = max(shape)
    scales = pyramid.scales(*shape, size, iterations)
    last = max(size, least(*shape))
    for edge, scale in ((last, scales[-1]), *((max(scale.height, scale.width), scale) for scale in scales[:-1])):
        for length, given_length in zip((scale.height, scale.width), shape, strict=True):
            exact = given_length * edge / longer
            assert length % 8 == 0
            off_by_edge = pyramid.grid(edge) / 2 * given_length / longer  # both lengths are rounded, from the same edge
            assert abs(length - exact) <= pyramid.grid(length) / 2 + off_by_edge + 1


@pytest.mark.parametrize("size", [128, 192, 320, 768])
def test_a_picture_of_twenty_to_one_is_nowhere_squashed(size: int) -> None:
    for scale in pyramid.scales(64, 1280, size, 100):
        assert scale.width / scale.height == pytest.approx(20, rel=0.21)  # 16 is the grid's step, 25.6 becomes 24
    height, width = pyramid.full(64, 1280, size)
    assert width == size
    assert abs(height - width / 20) < 1
    assert width <= MAX_RATIO * height
    assert pyramid.fitted(64, 1280, size) == (max(16, round(size / 20)), max(320, size))


@given(st.integers(1, 4096))
def test_rounding_changes_no_length_by_much(length: int) -> None:
    rounded = pyramid.rounded(length)
    assert rounded % pyramid.grid(rounded) == 0
    assert pyramid.rounded(rounded) == rounded
    assert abs(rounded - length) <= max(4, 0.09 * length) or rounded == 16


@given(SHAPES, SIZES)
def test_the_finished_picture_keeps_the_ratio_to_the_pixel(shape: tuple[int, int], size: int) -> None:
    full = pyramid.full(*shape, size)
    assert max(full) == size
    assert max(full) <= MAX_RATIO * min(full)
    for length, given_length in zip(full, shape, strict=True):
        exact = given_length * size / max(shape)
        assert abs(length - exact) <= 0.5 or (length == math.ceil(size / MAX_RATIO) and length - exact < 1)


@pytest.mark.parametrize("size", [512, 1024, 2048, 4096])
def test_the_finest_scale_gets_enough_iterations_to_be_sharp(size: int) -> None:
    counts = [planned.iterations for planned in pyramid.scales(3, 4, size, 300)]
    assert counts[-1] >= 0.05 * 300
    assert counts[0] > 5 * counts[-1]  # and most are spent where they are cheap


def test_the_smallest_size_is_one_scale() -> None:
    [only] = pyramid.scales(60, 80, pyramid.COARSEST_EDGE, 25)
    assert (only.height, only.width, only.iterations) == (
        round(pyramid.COARSEST_EDGE * 0.75),
        pyramid.COARSEST_EDGE,
        25,
    )


@given(SHAPES, EDGES)
def test_fitting_never_enlarges_and_keeps_the_ratio(shape: tuple[int, int], edge: int) -> None:
    fitted = pyramid.fitted(*shape, edge)
    scale = max(fitted) / max(shape)
    assert max(fitted) == min(max(edge, least(*shape)), max(shape))
    assert min(fitted) >= 16
    for length, given_length in zip(fitted, shape, strict=True):
        assert abs(length - given_length * scale) <= 0.5


@given(st.integers(1, 50).flatmap(lambda parts: st.tuples(st.integers(parts, 5000), st.just(parts))), st.data())
def test_sharing_out_is_whole_complete_and_near_to_the_shares(counts: tuple[int, int], data: st.DataObject) -> None:
    total, parts = counts
    shares = data.draw(st.lists(st.floats(0.01, 100), min_size=parts, max_size=parts))
    found = pyramid.shared_out(total, shares)
    assert sum(found) == total
    for count, share in zip(found, shares, strict=True):
        assert count >= 1
        assert abs(count - (1 + (total - parts) * share / sum(shares))) <= 1 + 1e-6
