"""The coarse-to-fine schedule, as properties that hold for every picture and every setting."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from engine import pyramid
from engine.settings import RANGES

EDGES = st.integers(1, 10_000)
SIZES = st.integers(int(RANGES["size"].low), int(RANGES["size"].high))
ITERATIONS = st.integers(int(RANGES["iterations"].low), int(RANGES["iterations"].high))


@given(EDGES, EDGES, SIZES, ITERATIONS)
def test_the_scales_share_out_all_iterations_and_each_gets_one(
    height: int, width: int, size: int, iterations: int
) -> None:
    counts = [scale.iterations for scale in pyramid.scales(height, width, size, iterations)]
    assert sum(counts) == iterations
    assert min(counts) >= 1


@given(EDGES, EDGES, SIZES, ITERATIONS)
def test_the_scales_grow_by_limited_steps_up_to_the_size_asked_for(
    height: int, width: int, size: int, iterations: int
) -> None:
    edges = [max(scale.height, scale.width) for scale in pyramid.scales(height, width, size, iterations)]
    assert edges[-1] == pyramid.rounded(size)
    assert edges[0] <= max(pyramid.COARSEST_EDGE, RANGES["size"].low)
    for smaller, larger in itertools.pairwise(edges):
        assert smaller < larger
        assert larger <= smaller * pyramid.LARGEST_STEP + pyramid.grid(larger)  # both are rounded


@given(EDGES, EDGES, SIZES, ITERATIONS)
def test_every_scale_keeps_the_ratio_up_to_the_grid(height: int, width: int, size: int, iterations: int) -> None:
    longer = max(height, width)
    scales = pyramid.scales(height, width, size, iterations)
    for edge, scale in ((size, scales[-1]), *((max(scale.height, scale.width), scale) for scale in scales[:-1])):
        for length, given_length in ((scale.height, height), (scale.width, width)):
            exact = given_length * edge / longer
            assert length % 8 == 0
            assert abs(length - exact) <= pyramid.grid(length) or (length == 16 and exact < 16)


@given(st.integers(1, 4096))
def test_rounding_changes_no_length_by_much(length: int) -> None:
    rounded = pyramid.rounded(length)
    assert rounded % pyramid.grid(rounded) == 0
    assert pyramid.rounded(rounded) == rounded
    assert abs(rounded - length) <= max(4, 0.09 * length) or rounded == 16


@given(EDGES, EDGES, SIZES)
def test_the_finished_picture_keeps_the_ratio_to_the_pixel(height: int, width: int, size: int) -> None:
    full = pyramid.full(height, width, size)
    assert max(full) == size
    for length, given_length in zip(full, (height, width), strict=True):
        exact = given_length * size / max(height, width)
        assert abs(length - exact) <= 0.5 or (length == 16 and exact < 16)


def test_the_smallest_size_is_one_scale() -> None:
    [only] = pyramid.scales(60, 80, pyramid.COARSEST_EDGE, 25)
    assert (only.height, only.width, only.iterations) == (
        round(pyramid.COARSEST_EDGE * 0.75),
        pyramid.COARSEST_EDGE,
        25,
    )


@given(EDGES, EDGES, EDGES)
def test_fitting_never_enlarges_and_keeps_the_ratio(height: int, width: int, edge: int) -> None:
    fitted_height, fitted_width = pyramid.fitted(height, width, edge)
    longer = max(height, width)
    scale = min(1, edge / longer)
    for fitted, given_length in ((fitted_height, height), (fitted_width, width)):
        assert abs(fitted - given_length * scale) <= 0.5 or (fitted == 16 and given_length * scale < 16)
    assert max(fitted_height, fitted_width) <= max(16, min(edge, longer))


@given(st.integers(1, 50).flatmap(lambda parts: st.tuples(st.integers(parts, 5000), st.just(parts))), st.data())
def test_sharing_out_is_whole_complete_and_near_to_the_shares(counts: tuple[int, int], data: st.DataObject) -> None:
    total, parts = counts
    shares = data.draw(st.lists(st.floats(0.01, 100), min_size=parts, max_size=parts))
    found = pyramid.shared_out(total, shares)
    assert sum(found) == total
    for count, share in zip(found, shares, strict=True):
        assert count >= 1
        assert abs(count - (1 + (total - parts) * share / sum(shares))) <= 1 + 1e-6
