"""Windows: how to cut a picture that is too large for the memory. They overlap; their cores cover it exactly once."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

import tensorflow as tf

from engine.features import vgg16
from engine.networks import block_of
from engine.objective import losses
from engine.objective.losses import Moments
from engine.settings import Pooling

#: Windows and cores begin at multiples of so many pixels, so that their poolings meet those of the whole picture.
STRIDE = 16
#: Context around a core, in pixels. relu5_1 reaches 73 pixels far, but the last of them hardly count.
HALO = 64
#: By so many pixels at least can the cuts move, so that no place of the picture always lies at one.
PLAY = 128
SMALLEST_EDGE = 256  #: of a window; in smaller ones, hardly anything but halo would be left
#: Longer edge above which features are made window by window where nothing else asks for it: no more is gained by
#: larger windows, and a style picture may be much larger than the content.
FORWARD_EDGE = 1024


class Window(NamedTuple):
    """A part of a picture, in pixels: the area that is computed, and the core that counts."""

    top: int
    left: int
    height: int
    width: int
    core_top: int  #: in the picture, as the others
    core_left: int
    core_height: int
    core_width: int


class WindowSpan(NamedTuple):
    """A window along one axis."""

    start: int
    core_start: int
    core_end: int


def windows(height: int, width: int, edge: int | None, iteration: int = 0) -> list[Window]:
    """Windows of at most edge × edge pixels, for a picture whose sides are multiples of STRIDE; None: one window.

    All have one size, the least with which no more are needed. The cuts move with `iteration`, deterministically.
    """
    edge = edge or max(height, width)
    tall, wide = least_edge(height, edge), least_edge(width, edge)
    # The fractions of the golden ratio's multiples, and of its cousin's for two dimensions, spread evenly.
    down, across = (iteration * ratio % 1 for ratio in (0.7548776662, 0.5698402910))
    rows, columns = window_spans(height, tall, down), window_spans(width, wide, across)
    return [
        Window(
            row.start,
            column.start,
            tall,
            wide,
            row.core_start,
            column.core_start,
            row.core_end - row.core_start,
            column.core_end - column.core_start,
        )
        for row, column in itertools.product(rows, columns)
    ]


def least_edge(length: int, edge: int) -> int:
    """The smallest windows that cover an axis of `length` pixels with no more of them than those of `edge` pixels."""
    if length <= edge:
        return length
    core = math.ceil(_to_cover(length) / _count(length, edge))
    return STRIDE * math.ceil((core + 2 * HALO) / STRIDE)


def _count(length: int, edge: int) -> int:
    return max(2, math.ceil(_to_cover(length) / (edge - 2 * HALO)))


def _to_cover(length: int) -> int:
    """What the cores and the play take; windows at the borders need a halo on one side only."""
    return length + PLAY - 2 * HALO


def window_spans(length: int, edge: int, shift: float) -> list[WindowSpan]:
    """Windows of `edge` pixels along an axis of `length`; `shift` from 0 to 1 moves the cuts as far as they can be."""
    if length <= edge:
        return [WindowSpan(0, 0, length)]
    core = edge - 2 * HALO
    count = _count(length, edge)
    most = min(edge - HALO, length - (count - 2) * core - STRIDE)
    least = max(STRIDE, length - (count - 2) * core - (edge - HALO))
    first = least + STRIDE * round(shift * (most - least) / STRIDE)
    cuts = [0, *(first + number * core for number in range(count - 1)), length]
    return [WindowSpan(min(max(start - HALO, 0), length - edge), start, end) for start, end in itertools.pairwise(cuts)]


def cut(maps: tf.Tensor, window: Window, stride: int = 1) -> tf.Tensor:
    """The window's part of maps (batch, height, width, channels) that have a position for every `stride` pixels."""
    top, left = window.top // stride, window.left // stride
    return maps[:, top : top + window.height // stride, left : left + window.width // stride]


def core_of(window: Window, stride: int = 1) -> tf.Tensor:
    """1 in the window's core and 0 in its halo: (1, height, width, 1)."""
    rows = _between(window.height // stride, window.core_top - window.top, window.core_height, stride)
    columns = _between(window.width // stride, window.core_left - window.left, window.core_width, stride)
    return (rows[:, tf.newaxis] * columns)[tf.newaxis, :, :, tf.newaxis]


def _between(count: int, start: int, length: int, stride: int) -> tf.Tensor:
    position = tf.range(count) * stride
    return tf.cast((position >= start) & (position < start + length), tf.float32)


def stride_of(layer: str) -> int:
    """Pixels for each position of a layer's maps: every block but the first begins with a pooling."""
    return int(2 ** (block_of(layer) - 1))


def features(
    picture: tf.Tensor, filters: vgg16.Filters, layers: Sequence[str], pooling: Pooling, edge: int | None = None
) -> dict[str, tf.Tensor]:
    """Feature maps of a picture (1, height, width, 3), from windows of at most `edge` pixels where it is larger."""
    found = list(features_of_cores(picture, filters, layers, pooling, edge))
    if len(found) == 1:
        return found[0][1]
    across = len({window.core_left for window, _ in found})
    cores = [core for _, core in found]
    rows = [cores[start : start + across] for start in range(0, len(cores), across)]
    return {layer: tf.concat([tf.concat([core[layer] for core in row], 2) for row in rows], 1) for layer in layers}


def features_of_cores(
    picture: tf.Tensor, filters: vgg16.Filters, layers: Sequence[str], pooling: Pooling, edge: int | None = None
) -> Iterator[tuple[Window, dict[str, tf.Tensor]]]:
    """The same, window by window: each with the feature maps of its core."""
    places = _forward(picture, edge)
    for window in places:
        found = vgg16.features(cut(picture, window), filters, layers, pooling)
        if len(places) > 1:
            found = {layer: _core(maps, window, stride_of(layer)) for layer, maps in found.items()}
        yield window, found


def _core(maps: tf.Tensor, window: Window, stride: int) -> tf.Tensor:
    """The core's part of a window's maps."""
    top, left = (window.core_top - window.top) // stride, (window.core_left - window.left) // stride
    return maps[:, top : top + window.core_height // stride, left : left + window.core_width // stride]


def moments(
    picture: tf.Tensor, filters: vgg16.Filters, layers: Sequence[str], pooling: Pooling, edge: int | None = None
) -> dict[str, Moments]:
    """Moments of a picture's feature maps (1, height, width, 3), from windows likewise."""
    places = _forward(picture, edge)
    if len(places) == 1:
        found = vgg16.features(picture, filters, layers, pooling)
        return {layer: losses.moments(maps) for layer, maps in found.items()}

    def of_core(window: Window) -> dict[str, Moments]:
        found = vgg16.features(cut(picture, window), filters, layers, pooling)
        seen = {layer: losses.moments(maps, core_of(window, stride_of(layer))) for layer, maps in found.items()}
        return cast(dict[str, Moments], scaled(seen, share_of(window, picture)))

    return cast(dict[str, Moments], summed(map(of_core, places)))


def _forward(picture: tf.Tensor, edge: int | None) -> list[Window]:
    _, height, width, _ = picture.shape
    return windows(height, width, min(edge or FORWARD_EDGE, FORWARD_EDGE))


def share_of(window: Window, pictures: tf.Tensor) -> float:
    """The window's share of the picture's positions: averages × shares sum to the picture's average."""
    _, height, width, _ = pictures.shape
    return float(window.height * window.width / (height * width))


def scaled(tensors: Any, factor: float) -> Any:
    """A structure of tensors, all multiplied."""
    return tf.nest.map_structure(lambda tensor: factor * tensor, tensors)


def summed(parts: Iterable[Any]) -> Any:
    """Structures of tensors, added up; at least one."""
    return functools.reduce(lambda first, second: tf.nest.map_structure(tf.add, first, second), parts)
