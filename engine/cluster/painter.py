"""What Ray runs on a node: an actor that holds one warm engine process, and answers for it.

The engine is the very one of a single machine (engine.backends.local): what hangs, dies or does not heed a cancel is
dealt with on the node. When the actor is gone, so is its pipe, and with that the engine's process.
"""

from __future__ import annotations

import asyncio
import os
import platform
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing

import msgspec

from engine.backends.local import LocalEngine
from engine.events import EngineFacts
from engine.settings import JobSpec
from engine.worker.protocol import PROTOCOL_VERSION, Steer

LEASE = 20.0  #: seconds without a word of the gateway's after which a painter ends: its machine may be gone

_EVENTS = msgspec.msgpack.Encoder()
_JOBS = msgspec.msgpack.Decoder(JobSpec)
_TURNS = msgspec.msgpack.Decoder(Steer)


class Introduction(msgspec.Struct, frozen=True, kw_only=True):
    """What the gateway learns first."""

    facts: EngineFacts
    node: str
    protocol: int = PROTOCOL_VERSION


class Painter:
    """The actor. All that comes and goes is msgpack."""

    def __init__(self, command: Sequence[str] | None, threads: int | None) -> None:
        """`command` and `threads`: see LocalEngine."""
        self._engine = LocalEngine(command=command, threads=threads)
        self._lease: asyncio.TimerHandle | None = None

    async def introduce(self) -> bytes:
        """Start the engine. Raises EngineLost when it cannot be started."""
        await self.renew()
        return _EVENTS.encode(Introduction(facts=await self._engine.describe(), node=platform.node()))

    async def paint(self, job: bytes) -> AsyncIterator[bytes]:
        """The events of one job. Raises EngineLost."""
        async with aclosing(self._engine.run(_JOBS.decode(job))) as events:  # type: ignore[type-var]
            async for event in events:
                yield _EVENTS.encode(event)

    async def cancel(self, job_id: str, attempt: int, keep: bool) -> None:
        """See engine.backends.base.Engine."""
        await self._engine.cancel(job_id, attempt, keep=keep)

    async def steer(self, turn: bytes) -> None:
        """See engine.backends.base.Engine; it is a Steer."""
        asked = _TURNS.decode(turn)
        await self._engine.steer(
            asked.job_id, asked.attempt, turns=asked.turns, settings=asked.settings, styles=asked.styles
        )

    async def renew(self) -> None:
        """The gateway lives."""
        if self._lease is not None:
            self._lease.cancel()
        self._lease = asyncio.get_running_loop().call_later(LEASE, os._exit, 1)  # its engine ends with its pipe
