"""The gateway to a Ray cluster: to the bot an engine process like any other, and one warm painter behind it.

It is engine.worker.child with another kind of work, so the bot starts, watches and ends it as it does a local engine.
When the painter or its node is lost, the gateway ends: the bot puts the job back, and the next gateway gets a painter
on whatever node has room. It holds nothing that matters.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import msgspec

from engine.cluster.joining import Refused, join
from engine.cluster.painter import Introduction, Painter
from engine.events import AnyEvent
from engine.settings import JobSpec
from engine.worker.child import Work
from engine.worker.protocol import PROTOCOL_VERSION

log = logging.getLogger(__name__)

RENEW_EVERY = 1.0  #: seconds; see engine.cluster.painter.LEASE

_EVENTS = msgspec.msgpack.Decoder(AnyEvent)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a painter goes, and what it starts there."""

    address: str  #: host:port of Ray's head
    cpus: int | None = None  #: cores for each painter; None: a GPU for each
    command: Sequence[str] | None = None  #: in the place of `python -m engine.worker`


class RemoteControl:
    """Carries what is asked of a run to the painter; engine.worker.child asks it from its own thread."""

    def __init__(self, painter: Any) -> None:
        self._painter = painter
        self._lock = threading.Lock()
        self._job: JobSpec | None = None
        self._asked: list[Callable[[JobSpec], None]] = []  # before the job had begun

    def request(self, *, keep: bool = False) -> None:
        """See engine.worker.child.Control."""
        self._ask(lambda job: self._painter.cancel.remote(job.job_id, job.attempt, keep))

    def steer(self, turn: bytes, /) -> None:
        """See engine.worker.child.Control; it is a Steer as msgpack."""
        self._ask(lambda _: self._painter.steer.remote(turn))

    def begins(self, job: JobSpec) -> None:
        """The painter knows the job now."""
        with self._lock:
            self._job = job
            for ask in self._asked:
                ask(job)

    def _ask(self, ask: Callable[[JobSpec], None]) -> None:
        with self._lock:
            if self._job is None:
                self._asked.append(ask)
            else:
                ask(self._job)


def painting(place: Place) -> Work[RemoteControl]:
    """Join the cluster, and wait until a painter is warm: as long as it takes until a node has room for one."""
    try:
        ray = join(place.address)
    except Refused as refusal:
        log.critical("%s", refusal)
        sys.exit(1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # Ray has put its own in the place of the worker's
    resources = {"num_gpus": 1, "num_cpus": 1} if place.cpus is None else {"num_cpus": place.cpus}
    painter = ray.remote(Painter).options(**resources, max_restarts=0).remote(place.command, place.cpus)
    log.info("waiting for a node with room for %s", resources)
    # Before the engine is warm, which may take longer than a lease lasts.
    threading.Thread(target=_keep_lease, args=(painter,), name="lease", daemon=True).start()
    try:
        introduction = msgspec.msgpack.decode(ray.get(painter.introduce.remote()), type=Introduction)
    except ray.exceptions.RayError as error:
        _leave(f"the painter could not begin: {error}")
    if introduction.protocol != PROTOCOL_VERSION:
        log.critical(
            "node %s has another version of Stylegram: its engine speaks protocol %d, this one %d; install the same",
            introduction.node,
            introduction.protocol,
            PROTOCOL_VERSION,
        )
        sys.exit(1)
    log.info("a painter on %s: %s", introduction.node, introduction.facts.device)

    def run(job: JobSpec, control: RemoteControl) -> Iterator[AnyEvent]:
        events = painter.paint.options(num_returns="streaming").remote(msgspec.msgpack.encode(job))
        control.begins(job)
        try:
            for event in events:
                yield _EVENTS.decode(ray.get(event))
        except ray.exceptions.RayError as error:
            _leave(f"the painter on {introduction.node} was lost: {error}")

    return Work(
        facts=introduction.facts,
        new_control=lambda: RemoteControl(painter),
        run=run,
        turn=msgspec.msgpack.encode,
    )


def _keep_lease(painter: Any) -> None:
    """Renew it; when the painter is gone, even while there is no job, there is no use in this gateway."""
    import ray

    while True:
        try:
            ray.get(painter.renew.remote())
        except ray.exceptions.RayError as error:
            _leave(f"the painter was lost: {error}")
        time.sleep(RENEW_EVERY)


def _leave(reason: str) -> NoReturn:
    """End the process, and with it, by Ray, the painter: the bot sees to the job."""
    log.error("%s", reason.strip().splitlines()[0])
    sys.stderr.flush()
    os._exit(1)
