"""A job and its states: frozen data, no effects.

        queued → running → done → delivered
           ↓        ↓
       cancelled, failed

`running → queued` when the engine or the bot dies in mid-job; every start raises `attempt`, which fences out late
results of an earlier start.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.events import Figures, Losses
from engine.settings import TransferSettings


class JobState(StrEnum):
    QUEUED = "queued"  #: waits for a free engine
    RUNNING = "running"  #: an engine works on it
    DONE = "done"  #: the result is on disk, the chat does not show it yet
    DELIVERED = "delivered"  #: the card shows the result
    CANCELLED = "cancelled"  #: stopped by its owner
    FAILED = "failed"  #: given up; `error_code` says why


#: States in which nothing more is computed.
FINISHED = frozenset({JobState.DONE, JobState.DELIVERED, JobState.CANCELLED, JobState.FAILED})


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
    """Settings that somebody chose; None means the default. Kept per chat and user, or sent in one caption."""

    iterations: int | None = None
    size: int | None = None


@dataclass(frozen=True, kw_only=True)
class JobProgress:
    """The latest word of the engine on a running job."""

    iteration: int
    iterations: int
    losses: Losses | None
    seconds_left: float | None
    preview: str | None  #: sha256 of a JPEG in the picture files


@dataclass(frozen=True, kw_only=True)
class Job:
    """One picture to paint. Pictures are named by the sha256 of their file."""

    id: str
    place: Place
    state: JobState
    settings: TransferSettings
    content: str  #: picture
    style: str  #: picture
    parent_id: str | None  #: the job whose result this one goes on from
    attempt: int  #: 0 before the first start
    engine_deaths: int  #: how often an engine died during this job
    stop_request: StopRequest | None
    checkpoint: str | None  #: file to go on from
    checkpoint_iteration: int
    progress: JobProgress | None
    result_png: str | None  #: picture
    result_jpeg: str | None  #: picture
    figures: Figures | None
    error_code: str | None
    reply_to_message_id: int | None  #: the content photo's message
    card_message_id: int | None  #: None until the card is in the chat
    revision: int  #: rises with every change that the card shows
    card_revision: int  #: the revision that the card in the chat shows
    created_at: float  #: Unix seconds, as the other times
    started_at: float | None
    finished_at: float | None
    told_at: float | None  #: when the owner was told the end
    expired_at: float | None = None  #: when its pictures were deleted: what it names may be gone
