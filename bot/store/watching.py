"""Events of the store for monitoring. Nothing in them says whose a job is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.jobs.model import JobState


@dataclass(frozen=True, kw_only=True)
class JobEnd:
    """A job that has ended."""

    state: JobState  #: done, failed or canceled
    error_code: str | None  #: why it failed, or why it was painted smaller
    waited: float | None  #: seconds from its arrival to its latest start; None where it never began


class StoreWatcher(Protocol):
    """Called after the commit. It must neither raise nor take long."""

    def committed(self, seconds: float) -> None:
        """A transaction was written; the COMMIT alone, with its fsync, took so long."""

    def job_ended(self, end: JobEnd) -> None:
        """A job ended."""

    def job_told(self, seconds: float) -> None:
        """The chat shows the end of a job, so many seconds after it."""


class Unwatched:
    """For a store that nobody watches."""

    def committed(self, seconds: float) -> None:
        """See StoreWatcher."""

    def job_ended(self, end: JobEnd) -> None:
        """See StoreWatcher."""

    def job_told(self, seconds: float) -> None:
        """See StoreWatcher."""
