"""Pictures that are moved by a few pixels, and gradients that are moved back."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import tensorflow as tf

from engine.objective import jitter

PICTURES = np.random.default_rng(0).random((2, 7, 9, 3)).astype(np.float32)


@pytest.mark.parametrize("offset", jitter.OFFSETS)
def test_a_pixel_comes_from_so_far_down_and_right_and_beyond_the_border_from_a_mirror(offset: tuple[int, int]) -> None:
    mirrored = np.pad(PICTURES, ((0, 0), (4, 4), (4, 4), (0, 0)), "symmetric")
    top, left = 4 + offset[0], 4 + offset[1]
    moved = jitter.moved(tf.constant(PICTURES), tf.constant(offset))
    np.testing.assert_array_equal(moved, mirrored[:, top : top + 7, left : left + 9])


@pytest.mark.parametrize("offset", jitter.OFFSETS)
def test_the_gradient_goes_back_to_the_pixels_that_were_seen(offset: tuple[int, int]) -> None:
    upstream = tf.constant(np.random.default_rng(1).normal(size=PICTURES.shape).astype(np.float32))
    with tf.GradientTape() as tape:
        pictures = tf.constant(PICTURES)
        tape.watch(pictures)
        moved = jitter.moved(pictures, tf.constant(offset))
    expected = tape.gradient(moved, pictures, output_gradients=upstream)
    np.testing.assert_allclose(jitter.moved_back(upstream, tf.constant(offset)), expected, atol=1e-6)


def test_modulo_4_every_row_and_every_column_begins_a_pooling_once() -> None:
    rows, columns = zip(*jitter.OFFSETS, strict=True)
    assert {row % 4 for row in rows} == {column % 4 for column in columns} == {0, 1, 2, 3}
    assert max(map(abs, rows + columns)) == jitter.REACH


@pytest.mark.parametrize(("iterations", "turns"), [(1, 1), (4, 1), (9, 1), (10, 2), (16, 3), (23, 4), (153, 4)])
def test_each_offset_has_its_turn_once_in_order_and_stays_a_while(iterations: int, turns: int) -> None:
    found = [jitter.offset_at(iteration, iterations) for iteration in range(iterations)]
    counts = Counter(found)
    assert list(counts) == list(jitter.OFFSETS[:turns])
    assert found == [offset for offset, count in counts.items() for _ in range(count)]  # each in one piece
    assert min(counts.values()) >= min(iterations, jitter.LEAST_TURN)
