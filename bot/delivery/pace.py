"""How often a card may change: pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.delivery.card import Face
from bot.jobs.model import FINISHED, Job, JobState

#: A long job's card changes more seldom: this many pictures and this many changes of words in all.
PREVIEWS = 12
WORDS = 60


@dataclass(frozen=True, kw_only=True)
class Spacing:
    """Least seconds between two edits of one card."""

    private: float = 5.0
    group: float = 15.0
    after_sending: float = 1.0  #: the first edit of a new card need not wait so long

    def of(self, chat_id: int) -> float:
        """For the cards in this chat."""
        return self.group if chat_id < 0 else self.private


@dataclass
class CardMemory:
    """What the deliverer remembers of a card; losing it costs an edit more or less, nothing else."""

    touched_at: float | None = None  #: when the card last changed, on the monotonic clock
    edited: bool = False  #: and whether that was an edit
    picture: str | None = None  #: the picture that it shows, where known
    pictured_at: float | None = None  #: since when, on the monotonic clock
    running_since: float | None = None  #: since when the job is known to run, on the monotonic clock

    def note(self, picture: str | None, now: float, *, edited: bool) -> None:
        """The card was sent or edited, and shows this picture."""
        self.touched_at, self.edited = now, edited
        if picture != self.picture:
            self.picture, self.pictured_at = picture, now


def cannot_wait(job: Job) -> bool:
    """Whoever stops a job sees at once that it stops, and nobody waits for an end: these edits are few, and the
    messenger's gates hold to what Telegram allows.
    """
    return job.state in FINISHED or job.stop_request is not None


def shown_now(job: Job, face: Face, memory: CardMemory, spacing: float, now: float) -> Face | None:
    """What of the face to show at this moment: all, only its words, or (None) nothing yet."""
    if cannot_wait(job) or job.state is JobState.QUEUED:
        return face
    if job.progress is None:
        return None  # that it starts is said in the same moment as what it does first
    left = job.progress.seconds_left
    if left is None or job.progress.losses is None or memory.touched_at is None:
        return face
    total = left if memory.running_since is None else now - memory.running_since + left
    if left < spacing and 2 * job.progress.iteration > job.progress.iterations:
        return None  # the result comes sooner than the next edit after this one might
    if face.picture is not None and face.picture != memory.picture:
        since = memory.pictured_at
        if since is None or now - since >= total / PREVIEWS:
            return face
    if now - memory.touched_at >= total / WORDS:
        return Face(words=face.words, buttons=face.buttons)
    return None


def seconds_until_free(job: Job, memory: CardMemory, spacing: Spacing, now: float) -> float:
    """For how long the card must be left alone."""
    if memory.touched_at is None or cannot_wait(job):
        return 0.0
    usual = spacing.of(job.place.chat_id)
    gap = usual if memory.edited else min(spacing.after_sending, usual)
    return max(0.0, memory.touched_at + gap - now)
