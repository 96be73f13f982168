"""Graphs that serve pictures of all sizes from their first call on.

TensorFlow traces a graph for the shapes that it is given, and relaxes those that have differed by then. The gradients
of a graph for one size differ in their last bits from those of a graph for all, and iterations make more of it: what a
process had painted before showed in the next picture. Besides, a second graph takes a second to trace.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import numpy as np
import tensorflow as tf

P = ParamSpec("P")
R = TypeVar("R")

KERNEL = (3, 3)  #: how the shapes of a convolution's kernels begin; those of pictures begin with the batch
CHANNELS = 64  #: of the network's layers, at least: what has fewer columns is no list of places


def for_all_sizes(function: Callable[P, R]) -> Callable[P, R]:
    """The function as a graph in which some lengths are open: the heights and widths of pictures and maps
    (…, height, width, channels), the rows and columns of indices (batch, rows, columns), and the number of places in
    lists of them (places, channels). All else in its arguments, which may be nested, is traced as it is.
    """
    graph: Any = tf.function(function, autograph=False)
    traced = set[tuple[Any, ...]]()

    @functools.wraps(function)
    def call(*arguments: P.args, **named: P.kwargs) -> R:
        if not tf.inside_function():
            kinds = tuple(map(_kind, tf.nest.flatten((arguments, named))))
            if kinds not in traced:
                specs, named_specs = tf.nest.map_structure(_spec, (arguments, named))
                graph.get_concrete_function(*specs, **named_specs)
                traced.add(kinds)
        result: R = graph(*arguments, **named)
        return result

    return call


def _kind(leaf: Any) -> Any:
    """What a graph depends on: of an array its open shape and number format, else the value."""
    return (*_open_shape(leaf), leaf.dtype) if _is_array(leaf) else leaf


def _spec(leaf: Any) -> Any:
    return tf.TensorSpec(_open_shape(leaf), leaf.dtype) if _is_array(leaf) else leaf


def _is_array(leaf: Any) -> bool:
    return tf.is_tensor(leaf) or isinstance(leaf, np.ndarray)


def _open_shape(array: Any) -> tuple[int | None, ...]:
    shape = tuple(array.shape)
    if len(shape) >= 4 and shape[:2] != KERNEL:
        return (*shape[:-3], None, None, shape[-1])
    if len(shape) == 3 and tf.as_dtype(array.dtype).is_integer:
        return (shape[0], None, None)
    if len(shape) == 2 and 1 < shape[0] != shape[1] >= CHANNELS:
        return (None, shape[1])
    return shape
