"""A strength that means the same for every pair of pictures: a target for a ratio of residuals.

The style weight that gives the same look differs by orders of magnitude between pairs. Pictures that look alike have
about the same ratio of residuals, of style ‖G − A‖²/‖A‖² to content ‖F − P‖²/‖P‖², whatever the style loss. So a
strength fixes that ratio, and the weight follows.
"""

from __future__ import annotations

import math

#: Style residual over content residual at strength 0 and 100. In between, equal steps of strength are equal factors.
WEAKEST_RATIO, STRONGEST_RATIO = 1.0, 0.025

STEER_EVERY = 2  #: iterations between two corrections
#: The style weight that usually leads to a ratio r is about USUAL_WEIGHT / r^USUAL_SLOPE: by six pairs at 224 pixels.
USUAL_WEIGHT, USUAL_SLOPE = 0.36, 0.80
#: Exponent by which the weight answers to a ratio that is off. The ratio itself falls with the weight's power 1.2, so
#: a pair that needs three times another's weight misses its target by a sixth. With 7, some runs swing.
GAIN = 5.0
#: How many times the usual weight, or what part of it, the answer may be. Where a scale begins, all ratios are far off,
#: and a run of nothing but style would lose the content.
FURTHEST = 30.0
#: What part of the way to its answer, in factors, the weight goes at each correction. With all of it, runs swing: one
#: pair missed its target by a fifth or by two fifths, by chance.
SWIFTNESS = 0.3
#: How many corrections ahead the trend of the ratio is followed. A scale begins with a ratio two or three times its
#: target, which falls by a third from one correction to the next. A weight that looks only at where the ratio is
#: rises until it is there, and too much style has been painted by then for the few iterations of the last scale.
FORESIGHT = 2.0


def target_ratio(strength: float) -> float:
    """Style residual over content residual that `strength`, from 0 to 100, asks for."""
    return float(WEAKEST_RATIO * (STRONGEST_RATIO / WEAKEST_RATIO) ** (strength / 100))


def style_weight(now: float, ratio: float, before: float, target: float) -> float:
    """The next style weight, from the current one `now` (above 0), to bring a measured ratio nearer to `target`.

    `before` is what the ratio was a correction ago. The answer depends on these two alone, so the control cannot wind
    up.
    """
    return float(now ** (1 - SWIFTNESS) * answer(expected(ratio, before), target) ** SWIFTNESS)


def expected(ratio: float, before: float) -> float:
    """What the ratio will soon be, if it goes on by the factor by which it came here from `before`."""
    return float(ratio * (ratio / before) ** FORESIGHT) if before > 0 else ratio


def steered_weight(now: float, before: float, after: float) -> float:
    """The style weight for another strength, from the current weight `now` and both strengths. For pairs that answer as
    most do, it is the weight that the steering would reach.
    """
    return float(now * (target_ratio(before) / target_ratio(after)) ** USUAL_SLOPE)


def answer(ratio: float, target: float) -> float:
    """The style weight for a measured ratio: the usual one where the ratio is at its target."""
    usual = USUAL_WEIGHT / target**USUAL_SLOPE
    return float(usual * min(max((ratio / target) ** GAIN, 1 / FURTHEST), FURTHEST))


def strength_of(ratio: float) -> float:
    """The strength, from 0 to 100, whose target is this ratio: the strength of a picture for which none was asked."""
    if ratio <= 0:
        return 100.0
    asked = 100 * math.log(ratio / WEAKEST_RATIO) / math.log(STRONGEST_RATIO / WEAKEST_RATIO)
    return min(max(asked, 0.0), 100.0)
