"""The parts of the running bot, as tasks that are watched."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.transport.errors import CannotServe

log = logging.getLogger(__name__)


class PartEnded(Exception):
    """A part of the bot ended that should have gone on."""


class TaskMonitor:
    """Tasks by name. When one of them fails, or ends that should not, the bot stops."""

    def __init__(self, stop: asyncio.Event) -> None:
        self.stop = stop
        self.failure: BaseException | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def begin(self, name: str, work: Coroutine[Any, Any, None], *, endless: bool = True) -> None:
        """Start a part."""
        task = self._tasks[name] = asyncio.create_task(work, name=name)
        task.add_done_callback(lambda _: self._ended(name, task, endless))

    async def end(self, *names: str) -> None:
        """Cancel these parts, or all, and wait until they are gone."""
        tasks = [self._tasks.pop(name) for name in names or list(self._tasks) if name in self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def fail(self, error: BaseException) -> None:
        """Stop the bot for this reason; the first one is the one that `run` raises."""
        self.failure = self.failure or error
        self.stop.set()

    def _ended(self, name: str, task: asyncio.Task[None], endless: bool) -> None:
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            if not isinstance(error, CannotServe):  # which is for the operator, and said at the end
                log.critical("%s failed: %r", name, error)
            self.fail(error)
        elif endless:
            self.fail(PartEnded(f"{name} ended"))
