"""Seconds of calls that take turns, so that a machine that slows down slows all of them down."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

import tensorflow as tf


def seconds(call: Callable[[], object]) -> float:
    """The seconds of one call, including the work that it left to an accelerator."""
    began = time.perf_counter()
    call()
    tf.test.experimental.sync_devices()
    return time.perf_counter() - began


def medians(calls: Mapping[str, Callable[[], object]], rounds: int, rest: float = 0.0) -> dict[str, float]:
    """The median seconds of each call over `rounds` in which every one has its turn, after one round that traces.

    Before each call, the machine has a `rest` of so many seconds.
    """
    for call in calls.values():
        call()
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            time.sleep(rest)
            taken[name].append(seconds(call))
    return {name: statistics.median(each) for name, each in taken.items()}
