"""The distance to matched hypercolumns against a naive formula, and its gradient against differences."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine.networks import block_of, width_of
from engine.objective import NeighborTarget, neighbors

Floats = NDArray[np.float32]

RANDOM = np.random.default_rng(0)
ROWS, COLUMNS, CANDIDATES = 4, 8, 11
LAYERS = ("relu3_3", "relu4_2", "relu5_1")
MATCHES = RANDOM.integers(0, CANDIDATES, (1, ROWS, COLUMNS)).astype(np.int32)


def maps_of(layer: str) -> Floats:
    """Two pictures' feature maps, 16 × 32 pixels large."""
    stride = 2 ** (block_of(layer) - 1)
    return RANDOM.random((2, 16 // stride, 32 // stride, width_of(layer)), np.float32)


MAPS = {layer: maps_of(layer) for layer in LAYERS}
WHOLE = RANDOM.random((CANDIDATES, sum(map(width_of, LAYERS))), np.float32)
UNITS = WHOLE / np.linalg.norm(WHOLE, axis=1, keepdims=True)
PARTS = np.split(UNITS, np.cumsum([width_of(layer) for layer in LAYERS])[:-1], axis=1)


def target(guide: Floats | None = None) -> NeighborTarget:
    candidates = {layer: tf.constant(part) for layer, part in zip(LAYERS, PARTS, strict=True)}
    return NeighborTarget(candidates, tf.constant(MATCHES), None if guide is None else tf.constant(guide))


def distance(maps: dict[str, tf.Tensor], aim: NeighborTarget) -> tf.Tensor:
    return neighbors.distance([neighbors.attend(layer, maps[layer], aim)[1] for layer in LAYERS], aim.guide)


def naive_columns(picture: int) -> Floats:
    """Hypercolumns (rows, columns, channels) by loops."""
    found = np.zeros((ROWS, COLUMNS, UNITS.shape[1]), np.float64)
    for row in range(ROWS):
        for column in range(COLUMNS):
            parts = []
            for layer in LAYERS:
                maps = MAPS[layer][picture]
                side = maps.shape[0] / ROWS  # positions for each hypercolumn
                parts.append(maps[int(row * side), int(column * side)] / width_of(layer))
            found[row, column] = np.concatenate(parts)
    return found


def naive_distance(picture: int, guide: Floats | None = None) -> float:
    total = 0.0
    columns = naive_columns(picture)
    for row in range(ROWS):
        for column in range(COLUMNS):
            own, wanted = columns[row, column], UNITS[MATCHES[0, row, column]]
            away = 1 - own @ wanted / np.linalg.norm(own)
            total += away * (1.0 if guide is None else float(guide[0, row, column, 0]))
    return total / (ROWS * COLUMNS)


@pytest.mark.parametrize("guide", [None, RANDOM.random((1, ROWS, COLUMNS, 1), np.float32)], ids=["plain", "guided"])
def test_the_distance_is_that_of_a_naive_loop(guide: Floats | None) -> None:
    found = distance({layer: tf.constant(maps) for layer, maps in MAPS.items()}, target(guide))
    np.testing.assert_allclose(found, [naive_distance(0, guide), naive_distance(1, guide)], rtol=1e-5)


def test_hypercolumns_that_are_what_they_are_to_be_like_have_no_distance() -> None:
    columns = np.concatenate([neighbors.part_of(layer, tf.constant(MAPS[layer]))[:1] for layer in LAYERS], 3)
    flat = columns.reshape(-1, columns.shape[3])
    units = flat / np.linalg.norm(flat, axis=1, keepdims=True)
    parts = np.split(units, np.cumsum([width_of(layer) for layer in LAYERS])[:-1], axis=1)
    own = np.arange(ROWS * COLUMNS, dtype=np.int32).reshape(1, ROWS, COLUMNS)
    aim = NeighborTarget(dict(zip(LAYERS, map(tf.constant, parts), strict=True)), tf.constant(own), None)
    found = distance({layer: tf.constant(maps[:1]) for layer, maps in MAPS.items()}, aim)
    np.testing.assert_allclose(found, [0], atol=1e-5)


@pytest.mark.parametrize("layer", LAYERS)
def test_the_gradient_is_that_of_differences(layer: str) -> None:
    """Along the gradient itself, of each layer's maps."""
    aim = target(RANDOM.random((1, ROWS, COLUMNS, 1), np.float32))
    maps = {name: tf.constant(one[:1]) for name, one in MAPS.items()}
    with tf.GradientTape() as tape:
        tape.watch(maps[layer])
        value = distance(maps, aim)
    gradient = tape.gradient(value, maps[layer])
    step = 0.5 * gradient / tf.norm(gradient)
    above, below = (distance({**maps, layer: maps[layer] + sign * step}, aim) for sign in (1, -1))
    np.testing.assert_allclose(above - below, tf.norm(gradient)[tf.newaxis], rtol=0.02)


def test_the_maps_go_on_unchanged_with_the_gradient_of_what_is_deeper() -> None:
    layer = "relu3_3"
    maps = tf.constant(MAPS[layer])
    with tf.GradientTape() as tape:
        tape.watch(maps)
        passed, _ = neighbors.attend(layer, maps, target())
        whole = tf.reduce_sum(3 * passed)
    np.testing.assert_array_equal(passed, maps)
    np.testing.assert_allclose(tape.gradient(whole, maps), np.full(maps.shape, 3), rtol=1e-6)


@pytest.mark.parametrize("at_once", [1, 20, 64])
def test_the_numbers_are_the_same_however_many_rows_are_taken_at_once(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def distance_and_gradients() -> list[tf.Tensor]:
        maps = {layer: tf.constant(one) for layer, one in MAPS.items()}
        with tf.GradientTape() as tape:
            tape.watch(maps)
            value = distance(maps, target())
        return [value, *tape.gradient(value, maps).values()]

    whole = distance_and_gradients()
    monkeypatch.setattr(neighbors, "AT_ONCE", at_once)
    for found, wanted in zip(distance_and_gradients(), whole, strict=True):
        np.testing.assert_array_equal(found, wanted)
