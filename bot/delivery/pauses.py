"""The pauses of the task that serves a card: they end early for a change that cannot wait."""

from __future__ import annotations

import asyncio
import contextlib


class Pauses:
    """The pauses of one card."""

    def __init__(self) -> None:
        self._over = asyncio.Event()
        self._called_for = 0
        self._hurries = False

    def call(self, revision: int) -> None:
        """End the pause for this urgent change. A change calls only once, so that retries keep their back-off."""
        if revision > self._called_for:
            self._called_for = revision
            self._over.set()

    def hurry(self) -> None:
        """End this pause and those to come: the bot is about to stop."""
        self._hurries = True
        self._over.set()

    async def rest(self, seconds: float) -> None:
        """Wait for this time, or less."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()
        if self._hurries:
            await asyncio.sleep(min(seconds, 0.1))  # in a hurry, too, failures must not repeat without a pause
        else:
            self._over.clear()
