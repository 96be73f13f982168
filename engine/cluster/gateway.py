"""The gateway to a Ray cluster: to the bot an engine process like any other, and one warm painter behind it.

It is engine.worker.child with another kind of work, so the bot watches and ends it as it does a local engine. It
belongs to the cluster: what nodes return to Ray is unpickled here, and whoever is a member can run code on the node
beside it. So it has nothing of the bot's (see engine.cluster.meeting), and passes on to it msgpack alone.

When the painter or its node is lost, the gateway ends: the bot puts the job back, and the next gateway gets a painter
on whatever node has room. It holds nothing that matters.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

import msgspec

from engine.cluster.head import HeadLost, check_same, cluster_joined, until_answered
from engine.cluster.joining import JoinRefusal, JoinRefused, join
from engine.cluster.painter import Greeting, Introduction, Orders, Painter
from engine.events import AnyEvent
from engine.settings import JobSpec, Precision
from engine.worker.child import Work
from engine.worker.protocol import PROTOCOL_VERSION

log = logging.getLogger(__name__)

RENEW_EVERY = 0.25  #: seconds; see engine.cluster.painter.PAUSE

_EVENTS = msgspec.msgpack.Decoder(AnyEvent)


@dataclass(frozen=True, kw_only=True)
class RayTarget:
    """Where a painter goes, and what it starts there."""

    address: str  #: host:port of Ray's head
    cpus: int | None = None  #: cores for each painter; None: a GPU for each
    gpus: float | None = None  #: GPUs for each painter, or the part of one
    precision: Precision = Precision.AUTO
    command: Sequence[str] | None = None  #: in the place of `python -m engine.worker`

    def resources(self) -> dict[str, float]:
        """What a painter takes of its node, as Ray counts it."""
        if self.gpus is None and self.cpus is not None:
            return {"num_cpus": self.cpus}
        return {"num_gpus": self.gpus or 1, "num_cpus": self.cpus or 1}

    def orders(self) -> Orders:
        """The orders for a painter of this target."""
        command = None if self.command is None else tuple(self.command)
        shares_gpu = self.gpus is not None and self.gpus < 1
        return Orders(command=command, precision=self.precision, threads=self.cpus, shares_gpu=shares_gpu)


class RemoteControl:
    """Carries what is asked of a run to the painter; engine.worker.child asks it from its own thread."""

    def __init__(self, painter: Any) -> None:
        self._painter = painter
        self._lock = threading.Lock()
        self._job: JobSpec | None = None
        self._asked: list[Callable[[JobSpec], None]] = []  # before the job had begun

    def request(self, *, keep: bool = False) -> None:
        """See engine.worker.child.RunControl."""
        self._ask(lambda job: self._painter.cancel.remote(job.job_id, job.attempt, keep))

    def steer(self, change: bytes, /) -> None:
        """See engine.worker.child.RunControl; it is a Steer as msgpack."""
        self._ask(lambda _: self._painter.steer.remote(change))

    def begins(self, job: JobSpec) -> None:
        """The painter has got the job: pass on what was asked before."""
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


def painting(target: RayTarget) -> Work[RemoteControl]:
    """Join the cluster, and wait until a painter is warm: as long as it takes until a node has room for one."""
    try:
        ray = join(target.address)
    except JoinRefused as refusal:
        log.critical("%s", refusal)
        sys.exit(1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # Ray has put its own in the place of the worker's
    resources, orders = target.resources(), msgspec.msgpack.encode(target.orders())
    painter = ray.remote(Painter).options(**resources, max_restarts=0).remote(orders)
    log.info("waiting for a node with room for %s", resources)
    # Before the engine is warm, which may take longer than a lease lasts.
    check_head = partial(check_same, target.address, cluster_joined(ray))
    threading.Thread(target=_keep_lease, args=(painter, check_head), name="lease", daemon=True).start()
    try:
        introduction = _introduction(checked(ray.get(painter.introduce.remote())))
    except ray.exceptions.RayError as error:
        _leave(_reason("the painter could not begin", error))
    except JoinRefused as refusal:
        log.critical("%s", refusal)
        sys.exit(1)
    log.info("a painter on %s: %s", introduction.node, introduction.facts.device)

    def run(job: JobSpec, control: RemoteControl) -> Iterator[AnyEvent]:
        events = painter.paint.options(num_returns="streaming").remote(msgspec.msgpack.encode(job))
        control.begins(job)
        log.info("job %s is painted on %s", job.job_id, introduction.node)
        try:
            for event in events:
                yield _EVENTS.decode(checked(ray.get(event)))
        except (ray.exceptions.RayError, JoinRefused, msgspec.MsgspecError) as error:
            _leave(_reason(f"the painter on {introduction.node} was lost", error))

    return Work(
        facts=introduction.facts,
        new_control=lambda: RemoteControl(painter),
        run=run,
        change_of=msgspec.msgpack.encode,
    )


def checked(said: object) -> bytes:
    """The bytes that a painter returned. Raises JoinRefused for any other type."""
    if type(said) is not bytes:
        raise JoinRefused(JoinRefusal.REFUSED, f"a painter returned {type(said).__name__} instead of bytes")
    return said


def _introduction(said: bytes) -> Introduction:
    """Raises JoinRefused when the painter is of another version of Stylegram, whose introduction may hold anything."""
    greeting = msgspec.msgpack.decode(said, type=Greeting)
    if greeting.protocol != PROTOCOL_VERSION:
        raise JoinRefused(
            JoinRefusal.VERSIONS,
            f"node {greeting.node} has another version of Stylegram ({greeting.version}): its engine speaks protocol "
            f"{greeting.protocol}, the bot's {PROTOCOL_VERSION}; install the same there and start the node again",
        )
    return msgspec.msgpack.decode(said, type=Introduction)


def _keep_lease(painter: Any, check_head: Callable[[], None]) -> None:
    """Renew the painter's lease again and again. End the gateway when the painter is gone, even while there is no job,
    or when the head is gone while it waits for a node with room: Ray itself would wait for ever for an answer.
    """
    import ray

    while True:
        renewed = painter.renew.remote()
        try:
            until_answered(partial(_is_there, ray, renewed), check_head)
            ray.get(renewed)
        except HeadLost as error:
            _leave(str(error))
        except ray.exceptions.RayError as error:
            _leave(_reason("the painter was lost", error))
        time.sleep(RENEW_EVERY)


def _is_there(ray: Any, answer: Any, seconds: float) -> bool:
    """Whether Ray has an answer, or gets it within so many seconds."""
    return bool(ray.wait([answer], timeout=seconds)[0])


def _reason(what: str, error: Exception) -> str:
    """A line for the log. A node that cannot even make a painter mostly has another Stylegram, or none."""
    said = str(error).strip().splitlines()
    if "in its creation task" not in said[0]:
        return f"{what}: {said[-1] if 'ray::Painter' in said[0] else said[0]}"  # its own traceback, or Ray's word
    address = re.search(r"ip=([^,)]+)", said[0])
    node = address[1] if address else "one"
    if said[-1].startswith("ValueError: "):
        return f"node {node} cannot begin: {said[-1].removeprefix('ValueError: ')} [{JoinRefusal.NODE}]"
    return (
        f"node {node} cannot begin ({said[-1]}): install the same Stylegram there as for the bot, let PYTHONPATH name "
        f"its folder, and start the node again [{JoinRefusal.VERSIONS}]"
    )


def _leave(reason: str) -> NoReturn:
    """End the process, and with it, by Ray, the painter: the bot sees to the job."""
    log.error("%s", reason)
    sys.stderr.flush()
    os._exit(1)
