"""A job and its states: frozen data, no effects.

        queued → running → done → delivered
           ↓        ↓
       canceled, failed

`running → queued` when the engine or the bot dies in mid-job; every start raises `attempt`, which fences out late
results of an earlier start.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from engine.events import Figures, Losses
from engine.pyramid import COARSEST_EDGE
from engine.settings import Colors, Faces, InitialImage, TransferSettings

#: Previews that are kept for a film, spread evenly over the iterations.
MOST_STILLS = 24
#: Iterations of one sketch: see engine.run.sketches.
SKETCH_ITERATIONS = 50


class JobState(StrEnum):
    QUEUED = "queued"  #: waits for a free engine
    RUNNING = "running"  #: an engine works on it
    DONE = "done"  #: the result is on disk, the chat does not show it yet
    DELIVERED = "delivered"  #: the card shows the result
    CANCELED = "cancelled"  #: stopped by its owner
    FAILED = "failed"  #: given up; `error_code` says why


#: States in which nothing more is computed.
FINISHED = frozenset({JobState.DONE, JobState.DELIVERED, JobState.CANCELED, JobState.FAILED})
#: Finished without a painting.
CAME_TO_NOTHING = frozenset({JobState.CANCELED, JobState.FAILED})


class StopRequest(StrEnum):
    """What the owner asked of a running job."""

    CANCEL = "cancel"  #: stop, keep nothing
    KEEP = "keep"  #: stop, deliver what is there


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where in Telegram something lives, and whose it is."""

    chat_id: int
    user_id: int
    topic_id: int = 0  #: message_thread_id of a forum topic; 0 outside topics


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """Settings that somebody chose; None means the preset's. Kept per chat and user, or sent in one caption."""

    preset: str | None = None  #: a name of engine.presets.PRESETS; None: standard
    iterations: int | None = None
    size: int | None = None  #: longer edge, in pixels
    strength: int | None = None  #: 0 to 100
    colors: Colors | None = None
    style_scale: int | None = msgspec.field(default=None, name="stroke")  #: in percent; stored under its old name
    init: InitialImage | None = msgspec.field(default=None, name="begin")  #: any but PICTURE; stored under its old name
    faces: Faces | None = None
    seed: int | None = None  #: in a recipe only


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Settings and styles of a painting up to a steering change."""

    settings: TransferSettings
    styles: tuple[str, ...]  #: pictures
    until: int | None  #: iteration of the change; None until the engine has said it


@dataclass(frozen=True, kw_only=True)
class PaintingRequest:
    """What is asked for: engine.settings.JobSpec with names of files in place of bytes (the sha256 of each)."""

    settings: TransferSettings  #: of the whole painting, also where it goes on from an earlier one
    content: str  #: picture
    styles: tuple[str, ...]  #: pictures, at least one; several are blended
    masks: tuple[str | None, ...] = ()  #: where each style goes; None: what no other covers; none at all: everywhere
    protect: str | None = None  #: mask of what stays as it is
    initial: str | None = None  #: picture to go on from, such as the parent's result; None: it begins anew
    steps: int | None = None  #: iterations from there; None without such a picture
    earlier: tuple[Segment, ...] = ()  #: what came before its settings and styles, oldest first
    sketches: tuple[TransferSettings, ...] = ()  #: of the paintings that it begins, if it is not one itself
    film: bool = False  #: whether a film of the painting is wanted
    borrowed: frozenset[int] = frozenset()  #: numbers of the shared styles of others that its pictures come from

    @property
    def work(self) -> TransferSettings:
        """What the engine is to do."""
        return work_of(self.settings, self.steps, len(self.sketches))


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a job was asked for with."""

    reply_to_message_id: int | None = None  #: the message of the content photo, or of the parent's result
    parent_id: str | None = None  #: the job under whose result it was asked for
    follow_up: str | None = None  #: and what was asked: a FollowUpKind, or the key of a sketch
    series_id: str | None = None  #: the series that it is a picture of: then it has no card of its own


@dataclass(frozen=True, kw_only=True)
class JobProgress:
    """The latest report of the engine on a running job."""

    iteration: int
    iterations: int
    losses: Losses | None
    seconds_left: float | None


@dataclass(frozen=True, kw_only=True)
class JobStatus:
    """Where a job stands."""

    state: JobState = JobState.QUEUED
    attempt: int = 0  #: 0 before the first start
    engine_deaths: int = 0  #: how often an engine died during this job
    stop_request: StopRequest | None = None
    checkpoint: str | None = None  #: file to go on from
    checkpoint_iteration: int = 0
    progress: JobProgress | None = None
    preview: str | None = None  #: a JPEG in the picture files, the latest
    stills: tuple[str, ...] = ()  #: JPEGs in the picture files that were seen on the way, oldest first
    error_code: str | None = None  #: why it failed, or why it is painted smaller than it was asked for
    created_at: float  #: Unix seconds, as the other times
    started_at: float | None = None
    finished_at: float | None = None
    expired_at: float | None = None  #: when its pictures were deleted: what it names may be gone

    def stills_with(self, progress: JobProgress, preview: str | None) -> tuple[str, ...]:
        """The stills and this preview; the stills alone where they are enough for the iterations so far."""
        if preview is None or preview in self.stills:
            return self.stills
        worth = MOST_STILLS * progress.iteration // max(1, progress.iterations)
        return (*self.stills, preview) if len(self.stills) <= worth else self.stills


@dataclass(frozen=True, kw_only=True)
class JobResult:
    """What came of a job; nothing but None before it is done."""

    png: str | None = None  #: picture
    jpeg: str | None = None  #: picture
    film: str | None = None  #: a GIF or MP4 in the picture files
    sketch_states: tuple[str, ...] = ()  #: checkpoints of its sketches in the picture files
    sketched_at: int = 0  #: the iteration of these
    figures: Figures | None = None


@dataclass(frozen=True, kw_only=True)
class JobCard:
    """What the chat shows of a job."""

    message_id: int | None = None  #: None until the card is in the chat; the painting's message once it is announced
    is_announced: bool = False  #: whether the end has a message of its own
    former_message_id: int | None = None  #: the card before that, until it has shrunk
    revision: int = 1  #: rises with every change that the card shows
    shown_revision: int = 0  #: the revision that the card in the chat shows
    told_at: float | None = None  #: when the owner was told the end, in Unix seconds


@dataclass(frozen=True, kw_only=True)
class Job:
    """One picture to paint."""

    id: str
    place: Place
    request: PaintingRequest
    origin: Origin = field(default_factory=Origin)
    status: JobStatus
    result: JobResult = field(default_factory=JobResult)
    card: JobCard = field(default_factory=JobCard)

    @property
    def state(self) -> JobState:
        """The state in its status."""
        return self.status.state

    @property
    def may_swap(self) -> bool:
        """Whether photo and style may still change places: nothing is painted yet, and the owner owns both."""
        request, status = self.request, self.status
        has_begun = status.checkpoint is not None or (status.progress is not None and status.progress.iteration > 0)
        has_regions = bool(request.masks) or request.protect is not None
        return (
            status.state in (JobState.QUEUED, JobState.RUNNING)
            and status.stop_request is None
            and not (has_begun or has_regions or request.borrowed or request.settings.is_instant)
            and request.initial is None
            and len(request.styles) == 1
        )

    @property
    def file_stem(self) -> str:
        """The name of its files when they are sent, without the suffix."""
        return f"stylegram-{self.id[:8]}"


def work_of(settings: TransferSettings, steps: int | None = None, sketches: int = 0) -> TransferSettings:
    """What the engine has to do for a painting: everything, or only `steps` at the full size, going on from a picture.
    For sketches: as many iterations of the coarsest size as they take together.
    """
    if sketches:
        iterations = sketches * min(SKETCH_ITERATIONS, settings.iterations)
        size = min(COARSEST_EDGE, settings.size)
        return msgspec.structs.replace(settings, size=size, iterations=iterations, coarse_to_fine=False)
    if steps is None:
        return settings
    return msgspec.structs.replace(settings, iterations=steps, init=InitialImage.PICTURE, coarse_to_fine=False)
