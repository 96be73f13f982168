"""A job and its states: frozen data, no effects.

        queued → running → done → delivered
           ↓        ↓
       cancelled, failed

`running → queued` when the engine or the bot dies in mid-job; every start raises `attempt`, which fences out late
results of an earlier start.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import msgspec

from engine.events import Figures, Losses
from engine.pyramid import COARSEST_EDGE
from engine.settings import Colours, InitialImage, TransferSettings

#: Iterations of one sketch: see engine.sketches.
SKETCH_ITERATIONS = 50


class JobState(StrEnum):
    QUEUED = "queued"  #: waits for a free engine
    RUNNING = "running"  #: an engine works on it
    DONE = "done"  #: the result is on disk, the chat does not show it yet
    DELIVERED = "delivered"  #: the card shows the result
    CANCELLED = "cancelled"  #: stopped by its owner
    FAILED = "failed"  #: given up; `error_code` says why


#: States in which nothing more is computed.
FINISHED = frozenset({JobState.DONE, JobState.DELIVERED, JobState.CANCELLED, JobState.FAILED})
#: Finished without a painting.
CAME_TO_NOTHING = frozenset({JobState.CANCELLED, JobState.FAILED})


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


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """Settings that somebody chose; None means the preset's. Kept per chat and user, or sent in one caption."""

    preset: str | None = None  #: a name of engine.presets.PRESETS; None: standard
    iterations: int | None = None
    size: int | None = None  #: longer edge, in pixels
    strength: int | None = None  #: 0 to 100
    colors: Colours | None = None
    stroke: int | None = None  #: size of the strokes, in percent of the usual
    begin: InitialImage | None = None  #: any but PICTURE
    seed: int | None = None  #: in a recipe only


@dataclass(frozen=True, kw_only=True)
class JobProgress:
    """The latest word of the engine on a running job."""

    iteration: int
    iterations: int
    losses: Losses | None
    seconds_left: float | None
    preview: str | None  #: sha256 of a JPEG in the picture files


@dataclass(frozen=True, kw_only=True)
class Phase:
    """How a painting was made until it was given a turn."""

    settings: TransferSettings
    styles: tuple[str, ...]  #: pictures
    until: int | None  #: iteration of the turn; None until the engine has said it


@dataclass(frozen=True, kw_only=True)
class Job:
    """One picture to paint. Pictures are named by the sha256 of their file."""

    id: str
    place: Place
    state: JobState
    settings: TransferSettings  #: of the whole painting, also where it goes on from an earlier one
    content: str  #: picture
    styles: tuple[str, ...]  #: pictures, at least one; several are blended
    parent_id: str | None  #: the job under whose result this one was asked for
    wish: str | None = None  #: and what was asked
    initial: str | None = None  #: picture to go on from, such as the parent's result; None: it begins anew
    steps: int | None = None  #: iterations from there; None without such a picture
    film: bool = False  #: whether a film of the painting is wanted
    masks: tuple[str | None, ...] = ()  #: where each style goes; None: what no other covers; none at all: everywhere
    protected: str | None = None  #: mask of what stays as it is
    phases: tuple[Phase, ...] = ()  #: what came before its settings and styles, oldest first
    sketches: tuple[TransferSettings, ...] = ()  #: of the paintings that it begins, if it is not one itself
    sketch_states: tuple[str, ...] = ()  #: their checkpoints in the picture files, once it is done
    sketched_at: int = 0  #: the iteration of these
    borrowed: int | None = None  #: number of the shared style that was asked for, where it is somebody else's
    series_id: str | None = None  #: the series that it is a picture of: then it has no card of its own
    attempt: int  #: 0 before the first start
    engine_deaths: int  #: how often an engine died during this job
    stop_request: StopRequest | None
    checkpoint: str | None  #: file to go on from
    checkpoint_iteration: int
    progress: JobProgress | None
    result_png: str | None  #: picture
    result_jpeg: str | None  #: picture
    result_film: str | None = None  #: a GIF in the picture files
    figures: Figures | None
    error_code: str | None  #: why it failed, or why it is painted smaller than it was asked for
    reply_to_message_id: int | None  #: the content photo's message
    card_message_id: int | None  #: None until the card is in the chat
    revision: int  #: rises with every change that the card shows
    card_revision: int  #: the revision that the card in the chat shows
    created_at: float  #: Unix seconds, as the other times
    started_at: float | None
    finished_at: float | None
    told_at: float | None  #: when the owner was told the end
    expired_at: float | None = None  #: when its pictures were deleted: what it names may be gone

    @property
    def work(self) -> TransferSettings:
        """What the engine is to do."""
        return work_of(self.settings, self.steps, len(self.sketches))

    @property
    def file_stem(self) -> str:
        """The name under which its files are sent, but for the ending."""
        return f"stylegram-{self.id[:8]}"


def work_of(settings: TransferSettings, steps: int | None = None, sketches: int = 0) -> TransferSettings:
    """What the engine is to do for a painting: all of it, or only these steps at the full size, from a picture. For so
    many sketches: as many iterations of the coarsest size as they take together.
    """
    if sketches:
        iterations = sketches * min(SKETCH_ITERATIONS, settings.iterations)
        size = min(COARSEST_EDGE, settings.size)
        return msgspec.structs.replace(settings, size=size, iterations=iterations, coarse_to_fine=False)
    if steps is None:
        return settings
    return msgspec.structs.replace(settings, iterations=steps, initial_image=InitialImage.PICTURE, coarse_to_fine=False)


def of_size(phases: tuple[Phase, ...], size: int) -> tuple[Phase, ...]:
    """The same turns in a painting of another size."""
    return tuple(replace(phase, settings=msgspec.structs.replace(phase.settings, size=size)) for phase in phases)
