"""Checks of a run: losses and pictures in, a trouble or none out. Pure.

A run on its way to a good picture must pass all of these checks, whatever its pictures are: going back costs
iterations, and smaller steps reach less.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import tensorflow as tf

from engine.events import Losses, LossTerm, RunWarning
from engine.optimizers.lbfgs import LBFGSState
from engine.settings import LossScale, OptimizerName, TransferSettings, Weighting

MORE_CAUTION = 0.25  #: what steps are multiplied by after each trouble that a run had to go back for

#: How far above their lowest the losses have to be, as a share of it, to count as risen. At the first look of a scale
#: Adam's first steps may have raised them by two thirds; ten iterations later they are back.
RISE = 0.5
#: Added to the lowest, as a share of the weights: near 0, as where a run starts from its content and asks for no style,
#: the mere size of the steps multiplies the losses.
NEGLIGIBLE = 0.05
LOOKS_RISEN = 3  #: in a row make a run that has stalled
#: The least share by which losses that have risen must fall from look to look to be on their way back. The first steps
#: toward a nearly gray style may multiply them by hundreds, and thirty iterations later they are at a new low.
FALLING = 0.1

SATURATED = 0.6  #: share of a picture's values at the ends of their range that is too much,
MORE_SATURATED = 0.3  #: if it is also above that of the pictures it is made from by this: some are black and white


class LossMonitor(NamedTuple):
    """What the checks at this scale have seen so far."""

    last: Losses | None = None  #: at the last look
    lowest: Losses | None = None  #: at a look, or at the scale's first picture
    above: bool = False  #: whether the losses were well above the lowest at the last look
    risen: int = 0  #: looks in a row, up to the last one, at which they were, and not on their way back
    given_up: int = 0  #: line searches, by the last look


def seen(monitor: LossMonitor, now: Losses, state: Any, settings: TransferSettings) -> LossMonitor:
    """The monitor after one more check, at these losses and this state of the optimizer."""
    higher = 0.0 if monitor.lowest is None else rise(monitor.lowest, now)
    is_above = higher > RISE and _shall_fall(settings)
    is_falling = monitor.last is not None and rise(monitor.last, now) < -FALLING
    return LossMonitor(
        last=now,
        lowest=now if monitor.lowest is None or higher < 0 else monitor.lowest,
        above=is_above,
        risen=monitor.risen + 1 if is_above and not is_falling else 0,
        given_up=max(monitor.given_up, _given_up(state)),
    )


def found(monitor: LossMonitor, saturation: float, sources: float) -> RunWarning | None:
    """The trouble for which a run should go back, or None. `sources` is the highest saturation of the pictures that the
    result is made from.
    """
    if saturation > max(SATURATED, sources + MORE_SATURATED):
        return RunWarning.SATURATED
    return RunWarning.STALLED if monitor.risen >= LOOKS_RISEN else None


def description(warning: RunWarning, saturation: float) -> str:
    """The warning in words, for the log."""
    if warning is RunWarning.SATURATED:
        return f"{saturation:.0%} of the picture's values are at the ends of their range"
    return f"the losses rose and stayed more than {RISE:.0%} above their lowest for {LOOKS_RISEN} looks"


def has_settled(before: LossMonitor, after: LossMonitor, min_improvement: float) -> bool:
    """Whether the losses fell by less than the share `min_improvement` since the last check; never if it is 0."""
    if min_improvement == 0 or before.last is None or after.last is None or after.above:
        return False
    # By the weights that they had before: adaptive ones keep the sum as it is.
    was, now = _total(before.last, before.last), _total(after.last, before.last)
    return 1 - now / max(was, 1e-12) < min_improvement


def rise(lowest: Losses, now: Losses) -> float:
    """How far the losses are above the lowest, as a share of it; negative where they fell.

    Steering changes the weights. The rise is computed with the old and the new weights, and the smaller one counts:
    what fell under the weights that it was optimized for has not gone wrong.
    """
    return min(_rise(lowest, now, weights) for weights in (lowest, now))


def _rise(lowest: Losses, now: Losses, weights: Losses) -> float:
    before, after = _total(lowest, weights), _total(now, weights)
    negligible = NEGLIGIBLE * sum(term.weight for term in _terms(weights))
    return (after - before) / max(before + negligible, 1e-12)


def _total(losses: Losses, weights: Losses) -> float:
    """The weighted sum of the values of `losses`, with the weights of `weights`."""
    return sum(weight.weight * term.value for weight, term in zip(_terms(weights), _terms(losses), strict=True))


def _terms(losses: Losses) -> tuple[LossTerm, ...]:
    return losses.content, losses.style, losses.denoise


def _shall_fall(settings: TransferSettings) -> bool:
    """Whether the losses should fall and have a known size. Steps along the normalized gradient never settle."""
    is_relative = settings.weighting is Weighting.RELATIVE and settings.loss_scale is LossScale.TARGET
    return is_relative and settings.optimizer is not OptimizerName.GRADIENT


def saturation(pictures: Iterable[Any]) -> float:
    """The share of values at exactly 0 or 1, from 0 to 1, in the picture that has most of them."""
    return max(float(tf.reduce_mean(tf.cast((one <= 0) | (one >= 1), tf.float32))) for one in pictures)


def at_rest(picture: tf.Tensor, state: Any) -> tf.Tensor:
    """The picture of an iteration. A trial of L-BFGS is none: it may be far off, and is then rejected."""
    return state.position if isinstance(state, LBFGSState) else picture


def _given_up(state: Any) -> int:
    return int(tf.reduce_sum(state.failures)) if isinstance(state, LBFGSState) else 0
