"""A strength that means the same for every pair of pictures: not a weight, but a ratio of losses to steer towards.

Pairs differ by orders of magnitude in the style weight that gives the same look. What looks the same has about the same
ratio of style loss to content loss (both relative to their targets), so that is what is fixed, and the weight follows.
"""

from __future__ import annotations

import math

#: Style loss over content loss at strength 0 and 100. In between, equal steps of strength are equal factors.
WEAKEST_RATIO, STRONGEST_RATIO = 0.4, 0.015

STEER_EVERY = 2  #: iterations between two corrections
#: The style weight that usually leads to a ratio r is about USUAL_WEIGHT / r^USUAL_SLOPE: by six pairs at 512 pixels.
USUAL_WEIGHT, USUAL_SLOPE = 0.30, 0.66
#: Exponent by which the weight answers to a ratio that is off. The ratio itself falls with the weight's power 1.4, so
#: a pair that needs three times another's weight ends a sixth beside its target.
GAIN = 4.0
#: How many times the usual weight, or what part of it, the answer may be. Where a scale begins, all ratios are far off,
#: and a run of nothing but style would lose the content.
FURTHEST = 30.0
#: What part of the way to its answer, in factors, the weight goes at each correction. With all of it, runs swing: one
#: pair ended a fifth or two fifths beside its target, as chance would have it.
SWIFTNESS = 0.3


def target_ratio(strength: float) -> float:
    """Style loss over content loss that `strength`, from 0 to 100, asks for."""
    return float(WEAKEST_RATIO * (STRONGEST_RATIO / WEAKEST_RATIO) ** (strength / 100))


def style_weight(now: float, ratio: float, target: float) -> float:
    """The style weight after the one that it is `now` (above 0), to bring a measured ratio nearer to `target`.

    It goes towards an answer that depends on the ratio alone, so that it cannot wind up.
    """
    return float(now ** (1 - SWIFTNESS) * answer(ratio, target) ** SWIFTNESS)


def turned_weight(now: float, before: float, after: float) -> float:
    """The style weight for another strength, from the one that it is `now` and both strengths: for pairs that answer as
    most do, the very one that the steering would come to.
    """
    return float(now * (target_ratio(before) / target_ratio(after)) ** USUAL_SLOPE)


def answer(ratio: float, target: float) -> float:
    """The style weight that a measured ratio asks for: the usual one where it is at its target."""
    usual = USUAL_WEIGHT / target**USUAL_SLOPE
    return float(usual * min(max((ratio / target) ** GAIN, 1 / FURTHEST), FURTHEST))


def strength_of(ratio: float) -> float:
    """The strength, from 0 to 100, whose target is this ratio: what a picture came out as when none was asked for."""
    if ratio <= 0:
        return 100.0
    asked = 100 * math.log(ratio / WEAKEST_RATIO) / math.log(STRONGEST_RATIO / WEAKEST_RATIO)
    return min(max(asked, 0.0), 100.0)
