"""What the engine gives back: a stream of events that ends with exactly one terminal event."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from engine.settings import FeatureSource, Precision


class Event(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Base of all events. The library leaves the address blank; the worker fills it in."""

    job_id: str = ""
    attempt: int = 0
    sequence: int = 0  #: counts from 0 within one attempt


class PlannedScale(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the coarse-to-fine schedule."""

    height: int  #: pixels
    width: int  #: pixels
    iterations: int


class Started(Event, frozen=True, kw_only=True):
    """The pictures are decoded and the plan is made; the first iteration follows."""

    features: FeatureSource  #: never AUTO
    precision: Precision  #: never AUTO
    scales: tuple[PlannedScale, ...]
    iterations: int  #: in all
    resumed_at: int = 0  #: iterations that a checkpoint had already done
    memory_bytes: int = 0  #: what the run is expected to take at its peak


class QuickLook(Event, frozen=True, kw_only=True):
    """A first look, painted small and in haste before the run: the only event that may come before Started."""

    preview: bytes  #: a JPEG, as large as the previews that follow


class LossTerm(msgspec.Struct, frozen=True, kw_only=True):
    """One term of the objective: the total is the sum of weight · value."""

    value: float
    weight: float


class Losses(msgspec.Struct, frozen=True, kw_only=True):
    """The three terms of the objective at one iteration, each relative to its target."""

    content: LossTerm
    style: LossTerm
    denoise: LossTerm


class Progress(Event, frozen=True, kw_only=True):
    """Where the run stands; lossy, so a consumer that is late may skip to the latest."""

    iteration: int  #: done so far, over all scales
    iterations: int  #: in all
    height: int  #: pixels of the current scale
    width: int
    losses: Losses
    seconds_left: float | None  #: estimate from the time that the iterations took so far; None before one was timed
    preview: bytes | None = None  #: a JPEG, long edge up to 1280


class RunWarning(StrEnum):
    """What a run noticed about itself. The value is the stable code."""

    NOT_FINITE = "not_finite"  #: NaN or infinity
    STALLED = "stalled"  #: the losses rose well above their lowest and stayed there
    SATURATED = "saturated"  #: most pixels are at the ends of their range
    LINE_SEARCH = "line_search"  #: L-BFGS gave up line searches; the optimizer mended it itself


class Notice(Event, frozen=True, kw_only=True):
    """Something went wrong and was mended: the run goes on, where it had to go back with smaller steps."""

    warning: RunWarning
    iteration: int  #: that the run goes on from
    message: str  #: for the log


class Steered(Event, frozen=True, kw_only=True):
    """From here on the run follows other settings or styles, as it was steered to."""

    iteration: int  #: done before
    number: int  #: of changes made in all: the length of `JobSpec.earlier` from now on


#: Bytes of a checkpoint's state: an engine keeps to it, and pipes let it through. Room for a picture of 4096 pixels
#: squared in float32.
LARGEST_STATE = 255 * 2**20


class Checkpoint(Event, frozen=True, kw_only=True):
    """Opaque state from which the same job goes on after a crash: see `JobSpec.checkpoint`."""

    iteration: int
    state: bytes  #: at most LARGEST_STATE


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A finished picture."""

    png: bytes  #: full size, lossless
    jpeg: bytes  #: for the chat, long edge up to 1280
    height: int  #: pixels of the PNG
    width: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What `--json` prints about a finished run."""

    content_residual: float  #: ‖F−P‖²/‖P‖² over the content layers; 0 with INSTANT, which has no layers
    style_residual: float  #: mean over the style layers of ‖G−A‖²/‖A‖², G and A being Gram matrices; 0 with INSTANT
    seconds: float
    iterations: int
    style_to_content: float  #: style term over content term of the result: what a strength steers; 0 with INSTANT
    peak_memory_bytes: int
    features: FeatureSource
    precision: Precision
    height: int
    width: int
    scales: tuple[PlannedScale, ...]
    seed: int
    faces: int = 0  #: that were found in the content; 0 too where nobody looked for them
    faces_retouched: int = 0  #: that were worked on once more, because the painting had all but lost them
    face_score: float | None = None  #: the least of the result's scores over the photo's; None: there is no face
    recipe_version: int = 1  #: engine.settings.RECIPE_VERSION as it was; those of version 1 did not say


class Result(Event, frozen=True, kw_only=True):
    """Terminal: the painting."""

    pictures: tuple[Picture, ...]  #: exactly one
    figures: Figures
    stopped_early: bool = False  #: ended by stop-and-keep
    film: bytes | None = None  #: an animated GIF of the run, where `JobSpec.stills` asked for one


class Sketched(Event, frozen=True, kw_only=True):
    """Terminal: the beginnings of several paintings, from which each can be taken on."""

    sheet: bytes  #: a JPEG of all, two in a row, long edge up to 1280
    states: tuple[bytes, ...]  #: `Checkpoint.state` of each, at `iteration`
    iteration: int


class Learned(Event, frozen=True, kw_only=True):
    """Terminal: what the network that paints in an instant knows of a style, after a lesson or a part of it."""

    state: bytes  #: to go on from, and to paint by: `JobSpec.learned`
    iteration: int  #: steps done
    iterations: int  #: in all; fewer are done where the lesson was broken off


class Canceled(Event, frozen=True, kw_only=True):
    """Terminal: stopped on request, nothing kept."""


class Failed(Event, frozen=True, kw_only=True):
    """Terminal: an error. `kind` is the stable `code` of an EngineError, or "internal"."""

    kind: str
    message: str  #: for the log, never for the chat
    retryable: bool = False


AnyEvent = (
    Started | QuickLook | Progress | Notice | Steered | Checkpoint | Result | Sketched | Learned | Canceled | Failed
)
TERMINAL = (Result, Sketched, Learned, Canceled, Failed)


class EngineFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What an engine is and what its work costs."""

    version: str
    device: str  #: for people: "CPU, 2 threads", "NVIDIA H200"
    features: FeatureSource  #: what AUTO means there
    precision: Precision  #: what AUTO means there
    seconds_per_iteration: float  #: part of an iteration's cost that does not depend on the size, measured at start
    seconds_per_megapixel: float  #: the part that grows with the size
    seconds_to_start: float  #: decoding, learning the filters, tracing
    seconds_to_set_up_megapixel: float = 0.0  #: a scale's targets and its search for neighbors, by its size
    bytes_base: float  #: peak memory of a run, but for what grows with the size of its picture
    bytes_per_megapixel: float  #: what that is

    def seconds_of_iteration(self, scale: PlannedScale) -> float:
        """Predicted seconds of one iteration at this scale: a fixed part, and one in proportion to the pixels."""
        return self.seconds_per_iteration + self.seconds_per_megapixel * scale.height * scale.width / 1e6

    def seconds_of_set_up(self, scale: PlannedScale) -> float:
        """Predicted seconds before the first iteration at this scale."""
        return self.seconds_to_set_up_megapixel * scale.height * scale.width / 1e6
