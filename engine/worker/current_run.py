"""What a supervisor knows of the job that its child works on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TypedDict

from engine.settings import JobSpec
from engine.worker.mailbox import Mailbox
from engine.worker.watchdog import Watchdog


class EventAddress(TypedDict):
    """The fields that every event begins with."""

    job_id: str
    attempt: int
    sequence: int


@dataclass
class CurrentRun:
    """The job that the child works on, and how it stands."""

    job: JobSpec
    watchdog: Watchdog
    mailbox: Mailbox = field(default_factory=Mailbox)
    sequence: int = 0  #: of the next event
    canceled: bool = False
    over: bool = False
    end: str = "died"  #: of the child, if it ends now
    timers: list[asyncio.TimerHandle] = field(default_factory=list)

    @property
    def address(self) -> EventAddress:
        """The address of the next event."""
        return EventAddress(job_id=self.job.job_id, attempt=self.job.attempt, sequence=self.sequence)
