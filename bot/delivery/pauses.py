"""The pauses of whoever serves a card: they end early for what cannot wait."""

from __future__ import annotations

import asyncio
import contextlib

from bot.delivery.pace import cannot_wait
from bot.jobs.model import Job


class Pauses:
    """Of one card."""

    def __init__(self) -> None:
        self._over = asyncio.Event()
        self._called_for = 0
        self._hurries = False

    def call(self, job: Job) -> None:
        """The job has changed. The same change calls once: it shall not break into the pauses after failures."""
        if cannot_wait(job) and job.revision > self._called_for:
            self._called_for = job.revision
            self._over.set()

    def hurry(self) -> None:
        """End this pause and those to come: the bot is about to stop."""
        self._hurries = True
        self._over.set()

    async def rest(self, seconds: float) -> None:
        """Wait so long, or less."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()
        if self._hurries:
            await asyncio.sleep(min(seconds, 0.1))  # in a hurry, too, failures must not repeat without a pause
        else:
            self._over.clear()
