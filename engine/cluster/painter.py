"""What Ray runs on a node: an actor that holds one warm engine process, and answers for it.

The engine is the very one of a single machine (engine.backends.local): what hangs, dies or does not heed a cancel is
dealt with on the node. When the actor is gone, so is its engine's process.

The gateway renews a lease. Without a word of it the engine is stopped where it stands, soon, because nobody may be
waiting for its work any more; and goes on with the next word, because a busy machine or network may be late. Only after
a long time the painter ends.
"""

from __future__ import annotations

import asyncio
import os
import platform
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import cast

import msgspec
from pydantic import ByteSize, PositiveInt, TypeAdapter, ValidationError

from engine.backends.local import LocalEngine
from engine.events import AnyEvent, EngineFacts
from engine.settings import JobSpec, Precision
from engine.worker.protocol import PROTOCOL_VERSION, Steer

PAUSE = 1.5  #: seconds without a word of the gateway's after which a painter pauses: its machine may be gone
LEASE = 20.0  #: seconds that it pauses before it ends

_COUNT: TypeAdapter[int] = TypeAdapter(PositiveInt)
_BYTES: TypeAdapter[int] = TypeAdapter(ByteSize)
_EVENTS = msgspec.msgpack.Encoder()
_JOBS = msgspec.msgpack.Decoder(JobSpec)
_STEER = msgspec.msgpack.Decoder(Steer)


class Orders(msgspec.Struct, frozen=True, kw_only=True):
    """What is the bot's to say about a painter; the rest is the node's. Later versions may add to it."""

    command: tuple[str, ...] | None = None  #: in the place of `python -m engine.worker`
    precision: Precision = Precision.AUTO
    threads: int | None = None  #: where the node says nothing else
    shares_gpu: bool = False


class Greeting(msgspec.Struct, frozen=True, kw_only=True):
    """The part of an introduction that every version of Stylegram understands."""

    node: str
    version: str  #: of Stylegram
    protocol: int = PROTOCOL_VERSION


class Introduction(Greeting, frozen=True, kw_only=True):
    """What the gateway learns first."""

    facts: EngineFacts


class Painter:
    """The actor. All that comes and goes is msgpack."""

    def __init__(self, orders: bytes) -> None:
        """`orders`: see Orders. Raises ValueError for an environment of the node that makes no sense."""
        self._engine = engine_for(msgspec.msgpack.decode(orders, type=Orders), os.environ)
        self._lease: asyncio.TimerHandle | None = None

    async def introduce(self) -> bytes:
        """Start the engine. Raises EngineLost when it cannot be started."""
        await self.renew()
        facts = await self._engine.describe()
        return _EVENTS.encode(Introduction(facts=facts, node=node_name(), version=facts.version))

    async def paint(self, job: bytes) -> AsyncIterator[bytes]:
        """The events of one job. Raises EngineLost."""
        # The protocol says iterator; every engine has a generator.
        async with aclosing(cast(AsyncGenerator[AnyEvent, None], self._engine.run(_JOBS.decode(job)))) as events:
            async for event in events:
                yield _EVENTS.encode(event)

    async def cancel(self, job_id: str, attempt: int, keep: bool) -> None:
        """See engine.backends.base.Engine."""
        await self._engine.cancel(job_id, attempt, keep=keep)

    async def steer(self, change: bytes) -> None:
        """See engine.backends.base.Engine; it is a Steer."""
        asked = _STEER.decode(change)
        await self._engine.steer(
            asked.job_id, asked.attempt, number=asked.number, settings=asked.settings, styles=asked.styles
        )

    async def renew(self) -> None:
        """The gateway still lives: continue the engine, and count the lease anew."""
        if self._lease is not None:
            self._lease.cancel()
        self._engine.go_on()
        self._lease = asyncio.get_running_loop().call_later(PAUSE, self._pause)

    def _pause(self) -> None:
        """Pause the engine. The lease is counted from here, so that a node that itself stood still first receives what
        it has missed.
        """
        self._engine.pause()
        self._lease = asyncio.get_running_loop().call_later(LEASE, os._exit, 1)  # its engine ends with it


def engine_for(orders: Orders, environment: Mapping[str, str]) -> LocalEngine:
    """The engine as the bot wants it, within what the node allows. Raises ValueError."""
    return LocalEngine(
        command=orders.command,
        precision=orders.precision,
        threads=_number(environment, "STYLEGRAM_THREADS", _COUNT) or orders.threads,
        memory_limit=_number(environment, "STYLEGRAM_MEMORY_LIMIT", _BYTES),
        # Otherwise TensorFlow's first process takes the whole memory of a GPU.
        environment={"TF_FORCE_GPU_ALLOW_GROWTH": "true"} if orders.shares_gpu else {},
    )


def _number(environment: Mapping[str, str], name: str, of: TypeAdapter[int]) -> int | None:
    said = environment.get(name)
    try:
        return int(of.validate_python(said)) if said else None
    except ValidationError as error:
        raise ValueError(f"{name} of the node {node_name()} makes no sense: {said!r}") from error


def node_name() -> str:
    """The operator's name for this node, or else its machine's name."""
    return os.environ.get("STYLEGRAM_NODE") or platform.node()
