"""Two helpers for asyncio: an announcement that something changed, and the events of one run."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import msgspec

from engine.errors import EngineError
from engine.events import TERMINAL, AnyEvent, Checkpoint, Progress


class ChangeSignal:
    """Wakes the tasks that wait for a condition; unlike asyncio.Condition it can be announced from plain functions."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def announce(self) -> None:
        """Something changed: every waiter looks at its condition again."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait_for(self, condition: Callable[[], bool]) -> None:
        """Returns once `condition` holds; at once, if it does already."""
        while not condition():
            await self._event.wait()


class Mailbox:
    """The events of one run, between the engine's pipe and a consumer that may be slow.

    It holds four events at most: a new Progress replaces an older one, a new Checkpoint likewise. So the pipe is always
    read and a run never waits for its consumer. A preview is kept in the Progress that follows it.
    """

    def __init__(self) -> None:
        self._events: list[AnyEvent] = []
        self._change = ChangeSignal()
        self._error: EngineError | None = None

    def put(self, event: AnyEvent) -> None:
        """Deliver an event."""
        if isinstance(event, Progress | Checkpoint):
            older = next((held for held in self._events if type(held) is type(event)), None)
            if older is not None:
                self._events.remove(older)
                event = _with_preview_of(older, event)
        self._events.append(event)
        self._change.announce()

    def fail(self, error: EngineError) -> None:
        """End with `error`, once the events so far are consumed."""
        self._error = error
        self._change.announce()

    async def events(self) -> AsyncIterator[AnyEvent]:
        """What is put, up to and with the terminal event. Raises what `fail` was given."""
        while True:
            await self._change.wait_for(lambda: bool(self._events) or self._error is not None)
            if not self._events:
                assert self._error is not None
                raise self._error
            event = self._events.pop(0)
            yield event
            if isinstance(event, TERMINAL):
                return


def _with_preview_of(older: AnyEvent, newer: AnyEvent) -> AnyEvent:
    if isinstance(older, Progress) and isinstance(newer, Progress) and newer.preview is None:
        return msgspec.structs.replace(newer, preview=older.preview)
    return newer
