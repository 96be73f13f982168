"""A painting is given a turn while it is being painted: pure."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from bot.jobs.children import STRENGTH_STEP, Bound
from bot.jobs.limits import takes_strength
from bot.jobs.model import Job, JobState
from engine.settings import RANGES, TransferSettings
from engine.strength import strength_of, turned_weight

MOST_TURNS: Final = 20  #: of one painting: each is kept, and painted again in its film


def can_turn(job: Job) -> bool:
    """Whether it is at work, and on a painting that may still go another way."""
    return (
        job.state in (JobState.QUEUED, JobState.RUNNING)
        and job.stop_request is None
        and not (job.film or job.sketches)
        and len(job.phases) < MOST_TURNS
    )


def takes_style(job: Job) -> bool:
    """Whether it may be given another style. Several are blended, or have regions: which one would it replace?"""
    return can_turn(job) and len(job.styles) == 1 and not job.masks


def with_more_style(settings: TransferSettings, steps: int) -> TransferSettings | Bound:
    """So many steps of strength more, or less below 0. Where no strength was asked for, what a step changes of the
    weight for most pairs.
    """
    if not takes_strength(settings):
        return Bound.BALANCED
    by = steps * STRENGTH_STEP
    bound = Bound.STRONGEST if steps > 0 else Bound.SOFTEST
    if settings.strength is not None:
        strength = _within("strength", settings.strength + by)
        return bound if strength == settings.strength else replace(settings, strength=strength)
    weight = _within("style_weight", turned_weight(settings.style_weight, 50.0, 50.0 + by))
    return bound if weight == settings.style_weight else replace(settings, style_weight=weight)


def as_it_came_out(job: Job) -> TransferSettings:
    """The settings in words that others can repeat: a weight that was steered to has none, but the strength that the
    painting came out with has.
    """
    if not job.phases or job.settings.strength is not None or job.figures is None:
        return job.settings
    strength = float(round(strength_of(job.figures.style_to_content)))
    return replace(job.settings, style_weight=job.phases[0].settings.style_weight, strength=strength)


def _within(name: str, value: float) -> float:
    allowed = RANGES[name]
    return min(max(value, allowed.low), allowed.high)
