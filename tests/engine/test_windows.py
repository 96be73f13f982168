"""Windows: that their cores cover a picture once, and that features and moments by windows are those of the whole."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from engine.features import self_taught, vgg16
from engine.objective import losses
from engine.objective.windows import (
    HALO,
    PLAY,
    SMALLEST_EDGE,
    STRIDE,
    core_of,
    cut,
    features,
    least_edge,
    moments,
    window_spans,
    windows,
)
from engine.settings import Pooling, Precision

LENGTHS = st.integers(16, 256).map(lambda count: STRIDE * count)
EDGES = st.integers(SMALLEST_EDGE // STRIDE, 128).map(lambda count: STRIDE * count)
RANDOM = np.random.default_rng(0)
PICTURE = tf.constant(RANDOM.random((1, 448, 320, 3), np.float32))
LAYERS = ["relu1_1", "relu3_1"]


@pytest.fixture(scope="module")
def filters() -> vgg16.Filters:
    learned_from = PICTURE[0, :64, :64].numpy()
    return self_taught.learn(learned_from, [learned_from], Precision.FLOAT32, layers=vgg16_layers())


def vgg16_layers() -> list[str]:
    return ["relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1"]


@given(LENGTHS, EDGES, st.floats(0, 1))
def test_the_cores_cover_an_axis_once_and_lie_well_within_their_windows(length: int, edge: int, shift: float) -> None:
    found = window_spans(length, edge, shift)
    cuts = [0, *(span.core_end for span in found)]
    assert cuts[-1] == length
    for span, (start, end) in zip(found, itertools.pairwise(cuts), strict=True):
        assert (span.core_start, span.core_end) == (start, end)
        assert start < end
        assert span.start % STRIDE == start % STRIDE == 0
        assert 0 <= span.start <= max(0, length - edge)
        # At the picture's own border there is nothing more to see.
        assert span.start == 0 or start - span.start >= HALO
        assert span.start + edge >= length or span.start + edge - end >= HALO


@given(LENGTHS, EDGES)
def test_the_cuts_can_be_moved_by_what_hides_them(length: int, edge: int) -> None:
    first, last = window_spans(length, edge, 0.0), window_spans(length, edge, 1.0)
    if len(first) > 1:
        assert last[0].core_end - first[0].core_end >= PLAY - STRIDE


@given(LENGTHS, EDGES)
def test_windows_are_no_larger_than_their_number_asks_for(length: int, edge: int) -> None:
    least = least_edge(length, edge)
    assert least <= edge
    assert len(window_spans(length, least, 0.5)) == len(window_spans(length, edge, 0.5))
    if length > edge and len(window_spans(length, edge, 0.5)) > 2:
        assert len(window_spans(length, least - STRIDE, 0.5)) > len(window_spans(length, edge, 0.5))


def test_the_cuts_move_from_iteration_to_iteration_and_the_size_of_windows_does_not() -> None:
    several = [windows(1024, 1536, 512, iteration) for iteration in range(8)]
    assert len({(one[0].core_height, one[0].core_width) for one in several}) > 4
    assert {(window.height, window.width) for one in several for window in one} == {(480, 512)}
    assert windows(1024, 1536, 512, 3) == several[3]


def test_a_picture_that_fits_is_one_window() -> None:
    [whole] = windows(100, 60, None)
    assert whole == (0, 0, 100, 60, 0, 0, 100, 60)


@pytest.mark.parametrize("stride", [1, 2, 16])
def test_the_cores_of_maps_cover_them_once(stride: int) -> None:
    maps = RANDOM.random((1, 448 // stride, 320 // stride, 2), np.float32)
    painted = np.zeros_like(maps)
    for window in windows(448, 320, 256, 5):
        rows = slice(window.top // stride, (window.top + window.height) // stride)
        columns = slice(window.left // stride, (window.left + window.width) // stride)
        painted[:, rows, columns] += core_of(window, stride) * cut(maps, window, stride)
    np.testing.assert_array_equal(painted, maps)


def test_features_and_moments_from_windows_are_those_of_the_whole(filters: vgg16.Filters) -> None:
    whole = vgg16.features(PICTURE, filters, LAYERS)
    in_parts = features(PICTURE, filters, LAYERS, Pooling.AVERAGE, 256)
    seen = moments(PICTURE, filters, LAYERS, Pooling.AVERAGE, 256)
    for layer in LAYERS:
        np.testing.assert_allclose(in_parts[layer], whole[layer], atol=1e-4)
        expected = losses.moments(whole[layer])
        np.testing.assert_allclose(seen[layer].second, expected.second, rtol=1e-3, atol=1e-4)
        np.testing.assert_allclose(seen[layer].mean, expected.mean, rtol=1e-3, atol=1e-5)
