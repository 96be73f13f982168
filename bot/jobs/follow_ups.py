"""Follow-up jobs: what becomes of a job when somebody taps a button under its result. Pure."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum

from msgspec.structs import replace

from bot.jobs.model import Job, Segment
from bot.jobs.setting_limits import SIZE_GRID, UserLimits, takes_strength
from bot.jobs.variants import variants
from bot.texts.recipe import STANDARD
from engine.errors import NotFinite
from engine.presets import PRESETS
from engine.pyramid import scales
from engine.settings import RANGES, Colors, Faces, TransferSettings
from engine.strength import strength_of

STRENGTH_STEP = 20  #: of 100
UNKNOWN_STRENGTH = 50.0  #: of a result without figures
MORE_ITERATIONS = 200
LARGER = 1.5  #: one further scale for the engine, which loses strokes in longer steps


class FollowUpKind(StrEnum):
    """What the owner asks for. Everything that it does not name stays the same. Jobs and buttons keep the values."""

    STRONGER = "stronger"
    SOFTER = "softer"
    COLORS = "colors"  #: the photo's colors; where it has them already, the style's
    FACES = "faces"  #: painted more freely; where they are so already, more natural
    BIGGER = "bigger"
    MORE = "more"  #: iterations
    AGAIN = "again"  #: with another seed
    PAINT = "paint"  #: by the standard preset, what was painted in an instant
    VARIANTS = "variants"  #: four small pictures of its photo and style, to choose from
    RETRY = "retry"  #: what came to nothing


#: What can be asked of a result; the others are asked of what came to nothing.
OF_RESULTS = tuple(kind for kind in FollowUpKind if kind is not FollowUpKind.RETRY)
#: What can be asked of a painting that took an instant, which comes out the same each time.
OF_INSTANT = frozenset({FollowUpKind.PAINT, FollowUpKind.COLORS, FollowUpKind.BIGGER, FollowUpKind.RETRY})
_TAKE = "take."  #: what is asked of sketches begins so; the number of the one that is to be painted on follows


class Bound(StrEnum):
    """Why there is no follow-up: the setting is at its limit. The value is the key of a sentence."""

    STRONGEST = "tap-strongest"
    SOFTEST = "tap-softest"
    LARGEST = "tap-largest"
    MOST = "tap-most-iterations"
    BALANCED = "tap-balanced"
    INSTANT = "tap-instant"


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """The follow-up job to be made."""

    settings: TransferSettings  #: of the whole painting
    initial: str | None = None  #: picture that it goes on from; None: from the beginning
    steps: int | None = None  #: iterations from there; None from the beginning
    earlier: tuple[Segment, ...] = ()  #: steering changes that it makes again
    sketches: tuple[TransferSettings, ...] = ()  #: that it makes, instead of a painting
    checkpoint: tuple[str, int] | None = None  #: file that it goes on from, and the iteration of that


def follow_up_of(job: Job, kind: FollowUpKind, limits: UserLimits) -> FollowUp | Bound:
    """The follow-up of a job with a result (RETRY: without one), within the limits of now."""
    if job.request.settings.is_instant and kind not in OF_INSTANT:
        return Bound.INSTANT
    match kind:
        case FollowUpKind.STRONGER:
            follow_up = _of_strength(job, STRENGTH_STEP, Bound.STRONGEST)
        case FollowUpKind.SOFTER:
            follow_up = _of_strength(job, -STRENGTH_STEP, Bound.SOFTEST)
        case FollowUpKind.COLORS:
            follow_up = _in_other_colors(job.request.settings)
        case FollowUpKind.FACES:
            follow_up = _with_other_faces(job.request.settings)
        case FollowUpKind.BIGGER:
            follow_up = _bigger(job, limits)
        case FollowUpKind.MORE:
            follow_up = _with_more_iterations(job, limits)
        case FollowUpKind.AGAIN:
            follow_up = FollowUp(settings=_with_another_seed(job.request.settings))
        case FollowUpKind.PAINT:
            follow_up = FollowUp(settings=replace(PRESETS[STANDARD], colors=job.request.settings.colors))
        case FollowUpKind.RETRY:
            follow_up = _retried(job)
        case FollowUpKind.VARIANTS:
            follow_up = FollowUp(settings=job.request.settings, sketches=variants(job.request.settings))
    if isinstance(follow_up, Bound):
        return follow_up
    return dataclasses.replace(follow_up, settings=limits.clamped(follow_up.settings))


def taken(job: Job, number: int, limits: UserLimits) -> FollowUp | None:
    """The job that paints one of the sketches on, counted from 0; None where there is no such sketch."""
    if number >= len(job.result.sketch_states):
        return None
    return FollowUp(
        settings=limits.clamped(job.request.sketches[number]),
        checkpoint=(job.result.sketch_states[number], job.result.sketched_at),
    )


def _of_strength(job: Job, step: int, bound: Bound) -> FollowUp | Bound:
    """Go on from the result: one step from the strength that was asked for, or from the one that it came out with."""
    if not takes_strength(job.request.settings):
        return Bound.BALANCED
    now = job.request.settings.strength
    if now is None:
        now = UNKNOWN_STRENGTH if job.result.figures is None else strength_of(job.result.figures.style_to_content)
    allowed = RANGES["strength"]
    wanted = min(max(round(now) + step, allowed.low), allowed.high)
    if wanted == round(now):
        return bound
    return _going_on(job, replace(job.request.settings, strength=wanted))


def _in_other_colors(settings: TransferSettings) -> FollowUp:
    other = Colors.STYLE if settings.colors is Colors.KEEP else Colors.KEEP
    return FollowUp(settings=replace(settings, colors=other))


def _with_other_faces(settings: TransferSettings) -> FollowUp:
    other = Faces.PAINTED if settings.faces is Faces.NATURAL else Faces.NATURAL
    return FollowUp(settings=replace(settings, faces=other))


def _bigger(job: Job, limits: UserLimits) -> FollowUp | Bound:
    size = job.request.settings.size
    larger = min(SIZE_GRID * round(LARGER * size / SIZE_GRID), int(limits.size.high))
    if larger <= size:
        return Bound.LARGEST
    settings = replace(job.request.settings, size=larger)
    return FollowUp(settings=settings) if settings.is_instant else _going_on(job, settings)


def _with_more_iterations(job: Job, limits: UserLimits) -> FollowUp | Bound:
    iterations = job.request.settings.iterations + MORE_ITERATIONS
    if iterations > limits.iterations.high:
        return Bound.MOST
    settings = replace(job.request.settings, iterations=iterations)
    return FollowUp(settings=settings, initial=job.result.png, steps=MORE_ITERATIONS)


def _with_another_seed(settings: TransferSettings) -> TransferSettings:
    return replace(settings, seed=(settings.seed + 1) % (int(RANGES["seed"].high) + 1))


def _retried(job: Job) -> FollowUp:
    """The same request. After numerical trouble it gets another seed, because the same one would fail again."""
    request, is_trouble = job.request, job.status.error_code == NotFinite.code
    settings = _with_another_seed(request.settings) if is_trouble else request.settings
    if request.sketches:
        return FollowUp(settings=settings, sketches=variants(settings))
    earlier = () if is_trouble else request.earlier
    return FollowUp(settings=settings, initial=request.initial, steps=request.steps, earlier=earlier)


def _going_on(job: Job, settings: TransferSettings) -> FollowUp:
    """Go on from a result, with as many iterations as a whole painting spends at the full size."""
    last = scales(1, 1, settings.size, settings.iterations, settings.coarse_to_fine)[-1]  # the same for all proportions
    steps = max(int(RANGES["iterations"].low), last.iterations)
    return FollowUp(settings=settings, initial=job.result.png, steps=steps)


def take_key(number: int) -> str:
    """The key of the follow-up that paints the sketch of this index on, as jobs keep it."""
    return f"{_TAKE}{number}"


def taken_number(key: str) -> int | None:
    """The index of the sketch that is painted on; None for other follow-ups."""
    return int(key.removeprefix(_TAKE)) if key.startswith(_TAKE) else None
