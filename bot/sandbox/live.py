"""Who watches the chat, and how they learn of a change."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bot.sandbox.objects import Json

#: An event, or None at the end of the server's life.
EventQueue = asyncio.Queue[Json | None]


class Live:
    """Hands every event to every watcher. `revision` rises with each event."""

    def __init__(self) -> None:
        self.revision = int(time.time() * 1000)  # beyond any of an earlier server
        self._watchers: set[EventQueue] = set()
        self._closed = False

    def publish(self, event: Json) -> None:
        self.revision += 1
        for queue in self._watchers:
            queue.put_nowait(event)

    @contextmanager
    def watching(self) -> Iterator[EventQueue]:
        """A queue of everything published from now on; None ends it."""
        queue = EventQueue()
        if self._closed:
            queue.put_nowait(None)
        self._watchers.add(queue)
        try:
            yield queue
        finally:
            self._watchers.discard(queue)

    async def wait_beyond(self, revision: int, timeout: float) -> None:
        """Return when there is something newer than `revision`, or after `timeout` seconds, or at the end."""
        with self.watching() as queue:
            if self.revision > revision:
                return
            try:
                async with asyncio.timeout(timeout):
                    await queue.get()
            except TimeoutError:
                return

    def close(self) -> None:
        self._closed = True
        for queue in self._watchers:
            queue.put_nowait(None)
