"""Which number format the convolutions are faster in, on this machine."""

from __future__ import annotations

import functools
import statistics
import time
from collections.abc import Callable

import tensorflow as tf

from engine.settings import Precision

#: A convolution like those that VGG16 spends most of its time in.
_EDGE, _CHANNELS = 48, 256


def chosen(wanted: Precision) -> Precision:
    """`wanted`, or, for AUTO, what is faster here."""
    return faster() if wanted is Precision.AUTO else wanted


@functools.cache
def faster() -> Precision:
    """FLOAT32 or BFLOAT16: whichever runs a 3×3 convolution and its gradient faster on this machine."""
    return min((Precision.FLOAT32, Precision.BFLOAT16), key=_seconds_of_convolution)


def _seconds_of_convolution(precision: Precision) -> float:
    dtype = tf.as_dtype(precision.value)
    maps = tf.ones((1, _EDGE, _EDGE, _CHANNELS), dtype)
    kernel = tf.ones((3, 3, _CHANNELS, _CHANNELS), dtype)

    @tf.function(autograph=False)  # type: ignore[untyped-decorator]  # TensorFlow ships no types
    def forward_and_gradient(maps: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            tape.watch(maps)
            total = tf.reduce_sum(tf.nn.relu(tf.nn.conv2d(maps, kernel, 1, "SAME")))
        return tape.gradient(total, maps)

    return _median_seconds(lambda: forward_and_gradient(maps).numpy())


def _median_seconds(call: Callable[[], object], repeats: int = 3) -> float:
    call()  # traces
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)
