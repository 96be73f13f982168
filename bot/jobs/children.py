"""What becomes of a job when somebody taps a button under its result: pure."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum

from msgspec.structs import replace

from bot.jobs.limits import SIZE_GRID, UserLimits, takes_strength
from bot.jobs.model import Job, Phase, of_size
from bot.jobs.variants import variants
from engine.errors import NotFinite
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
    VARIANTS = "variants"  #: four small pictures of its photo and style, to choose from
    RETRY = "retry"  #: what came to nothing


#: What can be asked of a result; the others are asked of what came to nothing.
OF_RESULTS = tuple(wish for wish in Wish if wish is not Wish.RETRY)
#: What is asked of sketches, with the number of the one that is to be painted on.
TAKE = "take"


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
    initial: str | None = None  #: picture that it goes on from; None: from the beginning
    steps: int | None = None  #: iterations from there; None from the beginning
    film: bool = False
    phases: tuple[Phase, ...] = ()  #: turns that it takes again
    sketches: tuple[TransferSettings, ...] = ()  #: that it makes, instead of a painting
    checkpoint: str | None = None  #: file that it goes on from,
    checkpoint_iteration: int = 0  #: which was made at this iteration


def child_of(job: Job, wish: Wish, limits: UserLimits) -> Child | Bound:
    """The child that grants a wish about a job with a result (RETRY: about one without), within the limits as they
    are now.
    """
    match wish:
        case Wish.STRONGER:
            child = _of_strength(job, STRENGTH_STEP, Bound.STRONGEST)
        case Wish.SOFTER:
            child = _of_strength(job, -STRENGTH_STEP, Bound.SOFTEST)
        case Wish.COLORS:
            child = _in_other_colours(job.settings)
        case Wish.BIGGER:
            child = _bigger(job, limits)
        case Wish.MORE:
            child = _with_more_iterations(job, limits)
        case Wish.AGAIN:
            child = Child(settings=_with_another_seed(job.settings))
        case Wish.RETRY:
            child = _retried(job)
        case Wish.FILM:
            size = min(job.settings.size, FILM_SIZE)
            child = Child(settings=replace(job.settings, size=size), film=True, phases=of_size(job.phases, size))
        case Wish.VARIANTS:
            child = Child(settings=job.settings, sketches=variants(job.settings))
    if isinstance(child, Bound):
        return child
    return dataclasses.replace(child, settings=limits.clamped(child.settings))


def taken(job: Job, number: int, limits: UserLimits) -> Child | None:
    """One of a job's sketches, counted from 0, is to be painted on; None where it has no such sketch."""
    if number >= len(job.sketch_states):
        return None
    return Child(
        settings=limits.clamped(job.sketches[number]),
        checkpoint=job.sketch_states[number],
        checkpoint_iteration=job.sketched_at,
    )


def _of_strength(job: Job, step: int, bound: Bound) -> Child | Bound:
    """On from the result: a step from the strength that was asked for, or from the one that it came out with."""
    if not takes_strength(job.settings):
        return Bound.BALANCED
    now = job.settings.strength
    if now is None:
        now = UNKNOWN_STRENGTH if job.figures is None else strength_of(job.figures.style_to_content)
    allowed = RANGES["strength"]
    wanted = min(max(round(now) + step, allowed.low), allowed.high)
    if wanted == round(now):
        return bound
    return _going_on(job, replace(job.settings, strength=wanted))


def _in_other_colours(settings: TransferSettings) -> Child:
    other = Colours.STYLE if settings.colours is Colours.KEEP else Colours.KEEP
    return Child(settings=replace(settings, colours=other))


def _bigger(job: Job, limits: UserLimits) -> Child | Bound:
    size = job.settings.size
    larger = min(SIZE_GRID * round(LARGER * size / SIZE_GRID), int(limits.size.high))
    return _going_on(job, replace(job.settings, size=larger)) if larger > size else Bound.LARGEST


def _with_more_iterations(job: Job, limits: UserLimits) -> Child | Bound:
    iterations = job.settings.iterations + MORE_ITERATIONS
    if iterations > limits.iterations.high:
        return Bound.MOST
    settings = replace(job.settings, iterations=iterations)
    return Child(settings=settings, initial=job.result_png, steps=MORE_ITERATIONS)


def _with_another_seed(settings: TransferSettings) -> TransferSettings:
    return replace(settings, seed=(settings.seed + 1) % (int(RANGES["seed"].high) + 1))


def _retried(job: Job) -> Child:
    """The same request. Numbers that ran out of bounds would do so again with the same seed."""
    settings = _with_another_seed(job.settings) if job.error_code == NotFinite.code else job.settings
    if job.sketches:
        return Child(settings=settings, sketches=variants(settings))
    phases = () if settings.seed != job.settings.seed else job.phases
    return Child(settings=settings, initial=job.initial, steps=job.steps, film=job.film, phases=phases)


def _going_on(job: Job, settings: TransferSettings) -> Child:
    """On from a result, with as many iterations as a painting from the beginning would spend at the full size."""
    last = scales(1, 1, settings.size, settings.iterations, settings.coarse_to_fine)[-1]  # the same for all proportions
    steps = max(int(RANGES["iterations"].low), last.iterations)
    return Child(settings=settings, initial=job.result_png, steps=steps)
