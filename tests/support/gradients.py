"""Gradients by central differences in float64: slow, naive, and independent of what is tested with them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]


def numerical_gradient(function: Callable[[Doubles], float], at: Doubles, step: float = 1e-5) -> Doubles:
    """How `function` changes with each element of `at`; exact to about 1e-9 for smooth functions of order 1."""
    point = np.array(at, np.float64)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        kept = point[index]
        point[index] = kept + step
        above = function(point)
        point[index] = kept - step
        below = function(point)
        point[index] = kept
        gradient[index] = (above - below) / (2 * step)
    return gradient
