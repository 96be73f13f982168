"""Steering: changing a painting while it is painted. Pure."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from bot.jobs.follow_ups import STRENGTH_STEP, Bound
from bot.jobs.model import Job, JobState, PaintingRequest, Segment
from bot.jobs.setting_limits import takes_strength
from engine.settings import RANGES, TransferSettings
from engine.strength import steered_weight, strength_of

MOST_CHANGES: Final = 20  #: of one painting: each is kept, and painted again in its film


def can_steer(job: Job) -> bool:
    """Whether the job runs, and its painting may still be changed."""
    return (
        job.state in (JobState.QUEUED, JobState.RUNNING)
        and job.status.stop_request is None
        and not (job.request.film or job.request.sketches or job.request.settings.is_instant)
        and len(job.request.earlier) < MOST_CHANGES
    )


def takes_style(job: Job) -> bool:
    """Whether it may get another style. Where several are blended or have regions, nobody knows which to replace."""
    return can_steer(job) and len(job.request.styles) == 1 and not job.request.masks


def with_more_style(settings: TransferSettings, steps: int) -> TransferSettings | Bound:
    """The settings so many steps of strength higher (negative: lower). Without a strength, the weight changes by as
    much as a step changes it for most pairs.
    """
    if not takes_strength(settings):
        return Bound.BALANCED
    by = steps * STRENGTH_STEP
    bound = Bound.STRONGEST if steps > 0 else Bound.SOFTEST
    if settings.strength is not None:
        strength = _within("strength", settings.strength + by)
        return bound if strength == settings.strength else replace(settings, strength=strength)
    weight = _within("style_weight", steered_weight(settings.style_weight, 50.0, 50.0 + by))
    return bound if weight == settings.style_weight else replace(settings, style_weight=weight)


def went(before: Segment, after: Segment | PaintingRequest) -> int | None:
    """The direction of a change: 1 to more of the style, -1 to less of it; None for another style."""
    if before.styles != after.styles:
        return None
    return 1 if _weight(after.settings) > _weight(before.settings) else -1


def _weight(settings: TransferSettings) -> tuple[float, float]:
    return settings.strength or 0.0, settings.style_weight


def as_it_came_out(job: Job) -> TransferSettings:
    """The settings in words that others can repeat: a weight that was steered to becomes the strength that the painting
    came out with.
    """
    if not job.request.earlier or job.request.settings.strength is not None or job.result.figures is None:
        return job.request.settings
    strength = float(round(strength_of(job.result.figures.style_to_content)))
    return replace(job.request.settings, style_weight=job.request.earlier[0].settings.style_weight, strength=strength)


def _within(name: str, value: float) -> float:
    allowed = RANGES[name]
    return min(max(value, allowed.low), allowed.high)
