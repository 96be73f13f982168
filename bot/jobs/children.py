"""What becomes of a job when somebody taps a button under its result: pure."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum

from msgspec.structs import replace

from bot.jobs.limits import SIZE_GRID, UserLimits, takes_strength
from bot.jobs.model import Job
from engine.events import Figures
from engine.pyramid import scales
from engine.settings import RANGES, Colours, TransferSettings
from engine.strength import strength_of

STRENGTH_STEP = 20  #: of 100
UNKNOWN_STRENGTH = 50.0  #: of a result without figures
MORE_ITERATIONS = 200
LARGER = 1.5  #: one further scale for the engine, which loses strokes in longer steps
FILM_SIZE = 512  #: pixels of the longer edge at most: a film shows no more, and it shall not take long


class Wish(StrEnum):
    """What the owner asks of a result. Everything that it does not name stays as it is."""

    STRONGER = "stronger"
    SOFTER = "softer"
    COLORS = "colors"  #: the photo's colours; where it has them already, the style's
    BIGGER = "bigger"
    MORE = "more"  #: iterations
    AGAIN = "again"  #: with another seed
    FILM = "film"  #: the same once more, filmed


class Bound(StrEnum):
    """Why a wish cannot be granted: there is nothing beyond. The value is the key of a sentence."""

    STRONGEST = "tap-strongest"
    SOFTEST = "tap-softest"
    LARGEST = "tap-largest"
    MOST = "tap-most-iterations"
    BALANCED = "tap-balanced"


@dataclass(frozen=True, kw_only=True)
class Child:
    """A job to be made of another."""

    settings: TransferSettings  #: of the whole painting
    steps: int | None = None  #: iterations, where it goes on from the other's result; None: from the beginning
    film: bool = False


def child_of(job: Job, wish: Wish, limits: UserLimits) -> Child | Bound:
    """The child that grants a wish about a job with a result, within the limits as they are now."""
    match wish:
        case Wish.STRONGER:
            child = _of_strength(job.settings, job.figures, STRENGTH_STEP, Bound.STRONGEST)
        case Wish.SOFTER:
            child = _of_strength(job.settings, job.figures, -STRENGTH_STEP, Bound.SOFTEST)
        case Wish.COLORS:
            child = _in_other_colours(job.settings)
        case Wish.BIGGER:
            child = _bigger(job.settings, limits)
        case Wish.MORE:
            child = _with_more_iterations(job.settings, limits)
        case Wish.AGAIN:
            child = _with_another_seed(job.settings)
        case Wish.FILM:
            child = Child(settings=replace(job.settings, size=min(job.settings.size, FILM_SIZE)), film=True)
    if isinstance(child, Bound):
        return child
    return dataclasses.replace(child, settings=limits.clamped(child.settings))


def _of_strength(settings: TransferSettings, figures: Figures | None, step: int, bound: Bound) -> Child | Bound:
    """On from the result: a step from the strength that was asked for, or from the one that it came out with."""
    if not takes_strength(settings):
        return Bound.BALANCED
    now = settings.strength
    if now is None:
        now = UNKNOWN_STRENGTH if figures is None else strength_of(figures.style_to_content)
    allowed = RANGES["strength"]
    wanted = min(max(round(now) + step, allowed.low), allowed.high)
    if wanted == round(now):
        return bound
    return _going_on(replace(settings, strength=wanted))


def _in_other_colours(settings: TransferSettings) -> Child:
    other = Colours.STYLE if settings.colours is Colours.KEEP else Colours.KEEP
    return Child(settings=replace(settings, colours=other))


def _bigger(settings: TransferSettings, limits: UserLimits) -> Child | Bound:
    larger = min(SIZE_GRID * round(LARGER * settings.size / SIZE_GRID), int(limits.size.high))
    return _going_on(replace(settings, size=larger)) if larger > settings.size else Bound.LARGEST


def _with_more_iterations(settings: TransferSettings, limits: UserLimits) -> Child | Bound:
    iterations = settings.iterations + MORE_ITERATIONS
    if iterations > limits.iterations.high:
        return Bound.MOST
    return Child(settings=replace(settings, iterations=iterations), steps=MORE_ITERATIONS)


def _with_another_seed(settings: TransferSettings) -> Child:
    return Child(settings=replace(settings, seed=(settings.seed + 1) % (int(RANGES["seed"].high) + 1)))


def _going_on(settings: TransferSettings) -> Child:
    """On from a result, with as many iterations as a painting from the beginning would spend at the full size."""
    last = scales(1, 1, settings.size, settings.iterations, settings.coarse_to_fine)[-1]  # the same for all proportions
    return Child(settings=settings, steps=max(int(RANGES["iterations"].low), last.iterations))
