"""Tells watchers, such as the open pages, of every change."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bot.sandbox.objects import Json

#: An event, or None at the end of the server's life.
EventQueue = asyncio.Queue[Json | None]


class Live:
    """Hands every event to every watcher. An event has `chat_id` unless it concerns all chats."""

    def __init__(self) -> None:
        self._revision = int(time.time() * 1000)  # beyond any of an earlier server
        self._of_all = self._revision
        self._of_chat: dict[int, int] = {}
        self._watchers: dict[EventQueue, int | None] = {}
        self._closed = False

    def revision(self, chat_id: int) -> int:
        """Rises with each event that concerns the chat."""
        return max(self._of_all, self._of_chat.get(chat_id, 0))

    def publish(self, event: Json) -> None:
        self._revision += 1
        chat_id = event.get("chat_id")
        if chat_id is None:
            self._of_all = self._revision
        else:
            self._of_chat[chat_id] = self._revision
        for queue, watched in self._watchers.items():
            if chat_id is None or watched in (None, chat_id):
                queue.put_nowait(event)

    @contextmanager
    def watching(self, chat_id: int | None = None) -> Iterator[EventQueue]:
        """A queue of everything published from now on, or only of what concerns one chat; None ends it."""
        queue = EventQueue()
        if self._closed:
            queue.put_nowait(None)
        self._watchers[queue] = chat_id
        try:
            yield queue
        finally:
            del self._watchers[queue]

    async def wait_beyond(self, chat_id: int, revision: int, timeout: float) -> None:
        """Return when the chat has something newer than `revision`, or after `timeout` seconds, or at the end."""
        with self.watching(chat_id) as queue:
            if self.revision(chat_id) > revision:
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
