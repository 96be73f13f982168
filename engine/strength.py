"""A strength that means the same for every pair of pictures: not a weight, but a ratio of losses to steer towards.

Pairs differ by orders of magnitude in the style weight that gives the same look. What looks the same has about the same
ratio of style loss to content loss (both relative to their targets), so that is what is fixed, and the weight follows.
"""

from __future__ import annotations

import math

#: Style loss over content loss at strength 0 and 100. In between, equal steps of strength are equal factors.
WEAKEST_RATIO, STRONGEST_RATIO = 0.8, 0.06

STEER_EVERY = 5  #: iterations between two corrections
SETTLING = 0.3  #: share of a scale's iterations before the first: losses fall steeply there, whatever the weight
GAIN = 1.5  #: exponent by which the weight follows the ratio, which itself follows about the fourth root of the weight
LARGEST_FACTOR = 3.0  #: by which one correction changes the weight
LOWEST_WEIGHT, HIGHEST_WEIGHT = 1e-3, 1e5


def target_ratio(strength: float) -> float:
    """Style loss over content loss that `strength`, from 0 to 100, asks for."""
    share = strength / 100
    return math.exp((1 - share) * math.log(WEAKEST_RATIO) + share * math.log(STRONGEST_RATIO))


def is_due(iteration: int, iterations: int) -> bool:
    """Whether to correct after this one of a scale's iterations."""
    return iteration % STEER_EVERY == 0 and iteration >= SETTLING * iterations


def steered(weight: float, ratio: float, target: float) -> float:
    """The style weight that brings a measured `ratio` nearer to `target`."""
    if not ratio > 0:
        return weight
    factor = _within(math.pow(ratio / target, GAIN), 1 / LARGEST_FACTOR, LARGEST_FACTOR)
    return _within(weight * factor, LOWEST_WEIGHT, HIGHEST_WEIGHT)


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
