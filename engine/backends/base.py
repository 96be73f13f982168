"""The seam between bot and engine: the smallest interface that one process and a GPU cluster can both fill."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from engine.events import AnyEvent, EngineFacts
from engine.settings import JobSpec, TransferSettings


class Engine(Protocol):
    """Runs jobs somewhere else. Implementations pass the conformance suite in tests/engine/backends."""

    async def describe(self) -> EngineFacts:
        """Version, device and coefficients of time and memory; waits for the engine to be ready.

        Raises EngineLost when it cannot be started.
        """

    async def capacity(self) -> int:
        """Free slots now: 0 while the engine is starting, restarting or busy."""

    def run(self, job: JobSpec) -> AsyncIterator[AnyEvent]:
        """The events of one job, sequence numbers rising from 0, ending with exactly one terminal event.

        Raises EngineLost when the engine dies before the terminal event. Closing the iterator early cancels the job.
        """

    async def cancel(self, job_id: str, attempt: int, *, keep: bool = False) -> None:
        """End a running job: with Canceled, or, when `keep`, with a Result of what is there. Idempotent;
        unknown jobs and earlier attempts are ignored.
        """

    async def steer(
        self, job_id: str, attempt: int, *, number: int, settings: TransferSettings, styles: tuple[bytes, ...] = ()
    ) -> None:
        """Let a running job follow other settings from its next iteration on, and other styles where any are given; the
        run says so with Steered. `number`: of this change, from 1, as in Steered. Idempotent; unknown jobs and earlier
        attempts are ignored.
        """

    async def aclose(self) -> None:
        """Stop the engine and everything it started. Idempotent."""
