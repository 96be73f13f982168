"""Which number format the convolutions are faster in, on this machine."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Mapping

import tensorflow as tf

from engine.settings import Precision

#: A convolution like those that VGG16 spends most of its time in.
_EDGE, _CHANNELS = 48, 256
TURNS = 8


def chosen(wanted: Precision) -> Precision:
    """`wanted`, or, for AUTO, what is faster here."""
    return faster() if wanted is Precision.AUTO else wanted


@functools.cache
def faster() -> Precision:
    """FLOAT32 or BFLOAT16: whichever runs a 3×3 convolution and its gradient faster on this machine."""
    return fastest({precision: _convolution(precision) for precision in (Precision.FLOAT32, Precision.BFLOAT16)})


def fastest(
    calls: Mapping[Precision, Callable[[], object]], clock: Callable[[], float] = time.perf_counter
) -> Precision:
    """The one whose call takes the least seconds by `clock`.

    They take turns, and the best of each counts: other work on the machine makes some calls slower, and none faster.
    """
    least = dict.fromkeys(calls, math.inf)
    for call in calls.values():
        call()  # traces
    for _ in range(TURNS):
        for precision, call in calls.items():
            began = clock()
            call()
            least[precision] = min(least[precision], clock() - began)
    return min(least, key=least.__getitem__)


def _convolution(precision: Precision) -> Callable[[], object]:
    """Runs the convolution and its gradient once."""
    dtype = tf.as_dtype(precision.value)
    maps = tf.ones((1, _EDGE, _EDGE, _CHANNELS), dtype)
    kernel = tf.ones((3, 3, _CHANNELS, _CHANNELS), dtype)

    @tf.function(autograph=False)  # type: ignore[untyped-decorator]  # TensorFlow ships no types
    def forward_and_gradient(maps: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            tape.watch(maps)
            total = tf.reduce_sum(tf.nn.relu(tf.nn.conv2d(maps, kernel, 1, "SAME")))
        return tape.gradient(total, maps)

    return lambda: forward_and_gradient(maps).numpy()
