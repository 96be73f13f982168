"""When a card may be edited, and what of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.delivery.card_view import CardView
from bot.jobs.model import FINISHED, Job, JobState

#: The card of a long job changes less often: it shows about this many previews and this many changes of words in all.
PREVIEWS = 12
WORDS = 60


@dataclass(frozen=True, kw_only=True)
class Spacing:
    """Least seconds between two edits of one card."""

    private: float = 5.0
    group: float = 15.0
    after_sending: float = 1.0  #: before the first edit of a new card

    def of(self, chat_id: int) -> float:
        """For cards in this chat. Groups have negative ids."""
        return self.group if chat_id < 0 else self.private


@dataclass
class CardMemory:
    """What is remembered of a card. It may be lost at any time: that costs at most one needless edit."""

    touched_at: float | None = None  #: when the card last changed, on the monotonic clock
    edited: bool = False  #: and whether that was an edit
    picture: str | None = None  #: the picture that it shows, where known
    pictured_at: float | None = None  #: since when, on the monotonic clock; None for a pair, which any preview replaces
    pair: tuple[str, bytes] | None = None  #: name and JPEG of the sheet that shows photo and style
    may_show_pictures: bool = True  #: False once the chat has refused one
    former_had_picture: bool | None = None  #: whether the card before this one showed one, where known
    held_since: float | None = None  #: since when a card that is not sent yet waits for a picture, on that clock
    running_since: float | None = None  #: since when the job is known to run, on the monotonic clock

    def note(self, picture: str | None, now: float, *, edited: bool) -> None:
        """Note that the card was sent or edited, and shows this picture now."""
        self.touched_at, self.edited = now, edited
        if picture != self.picture:
            shows_pair = self.pair is not None and self.pair[0] == picture
            self.picture, self.pictured_at = picture, None if shows_pair else now


def cannot_wait(job: Job) -> bool:
    """Whether the card has to change at once: the job has ended, or somebody has stopped it.

    Such edits are few, and the rate limits of the messenger still apply to them.
    """
    return job.state in FINISHED or job.status.stop_request is not None


def shown_now(job: Job, view: CardView, memory: CardMemory, spacing: float, now: float) -> CardView | None:
    """What to show at this moment: the whole view, its words alone, or nothing yet (None)."""
    if cannot_wait(job) or job.state is JobState.QUEUED:
        return view
    if job.status.progress is None:
        return None  # the first report comes at once and says that it has started
    left = job.status.progress.seconds_left
    if left is None or job.status.progress.losses is None or memory.touched_at is None:
        return view
    total = left if memory.running_since is None else now - memory.running_since + left
    if left < spacing and 2 * job.status.progress.iteration > job.status.progress.iterations:
        return None  # the result comes sooner than the next edit after this one might
    if view.picture is not None and view.picture != memory.picture:
        since = memory.pictured_at
        if since is None or now - since >= total / PREVIEWS:
            return view
    if now - memory.touched_at >= total / WORDS:
        return CardView(words=view.words, buttons=view.buttons)
    return None


def seconds_until_free(job: Job, memory: CardMemory, spacing: Spacing, now: float) -> float:
    """Seconds until the card may be edited."""
    if memory.touched_at is None or cannot_wait(job):
        return 0.0
    usual = spacing.of(job.place.chat_id)
    gap = usual if memory.edited else min(spacing.after_sending, usual)
    return max(0.0, memory.touched_at + gap - now)
