"""`python -m tests.support.accident_worker`: a light worker that has an accident where the test wants one.

Environment, besides that of the light worker: ACCIDENT, a file that holds an `Accident` as JSON; it is gone once the
accident has begun, so that each happens once.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import IO

import msgspec

from engine.events import AnyEvent, Checkpoint, Progress, Result, Started
from engine.settings import JobSpec
from engine.worker.child import Work, serve
from engine.worker.protocol import REPLIES, Reply
from tests.support import light_worker
from tests.support.fake_engine import FakeControl

FILE = Path(os.environ["ACCIDENT"])
ROOM = 64 * 2**20  #: bytes that a worker with little memory may take on top


class Phase(StrEnum):
    """What the worker is doing then."""

    IMPORT = "import"
    COMPILE = "compile"  #: it has started the job, and iterated not once
    ITERATE = "iterate"  #: a checkpoint is out
    PREVIEW = "preview"  #: half of one is in the pipe
    RESULT = "result"  #: half of it is in the pipe


class Kind(StrEnum):
    """What happens to it."""

    KILL = "kill"
    STOP = "stop"  #: no thread of it gets any time
    STUCK = "stuck"  #: in C, without ever releasing Python's lock
    LATE_WORD = "late-word"  #: it sends an event of an earlier attempt


class Accident(msgspec.Struct, frozen=True, kw_only=True):
    phase: Phase
    kind: Kind = Kind.KILL


def happens_in(phase: Phase) -> Kind | None:
    """The accident that is to happen in this phase, if any. It happens only once."""
    try:
        accident = msgspec.json.decode(FILE.read_bytes(), type=Accident)
    except FileNotFoundError:
        return None
    if accident.phase is not phase:
        return None
    FILE.unlink()
    return accident.kind


def suffer(kind: Kind) -> None:
    if kind is Kind.STUCK:
        ctypes.PyDLL(None).pause()
    os.kill(os.getpid(), signal.SIGKILL if kind is Kind.KILL else signal.SIGSTOP)


def write(stream: IO[bytes], message: Reply) -> None:
    """Stands in for REPLIES.write."""
    phase = Phase.RESULT if isinstance(message, Result) else Phase.PREVIEW
    is_large = isinstance(message, Result) or (isinstance(message, Progress) and message.preview is not None)
    kind = happens_in(phase) if is_large else None
    if kind is Kind.LATE_WORD:
        message = msgspec.structs.replace(message, attempt=message.attempt - 1)  # type: ignore[union-attr]  # a message of a job
        kind = None
    whole = b"".join(REPLIES.encode(message))
    stream.write(whole if kind is None else whole[: len(whole) // 2])
    stream.flush()
    if kind is not None:
        suffer(kind)


def run(job: JobSpec, control: FakeControl) -> Iterator[AnyEvent]:
    """Paint, in little memory if the environment says so, until the accident."""
    taken = []
    if "BYTES_BY_PIXEL" in os.environ:
        taken.append(bytearray(int(os.environ["BYTES_BY_PIXEL"]) * job.settings.size**2))
    for event in light_worker.run(job, control):
        yield event
        phase = {Started: Phase.COMPILE, Checkpoint: Phase.ITERATE}.get(type(event))
        if phase is not None and (kind := happens_in(phase)) is not None:
            suffer(kind)


def load() -> Work[FakeControl]:
    """Start, unless the accident comes here."""
    if (kind := happens_in(Phase.IMPORT)) is not None:
        suffer(kind)
    work = light_worker.load()
    if "BYTES_BY_PIXEL" in os.environ:
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (mapped + ROOM, mapped + ROOM))
    return replace(work, run=run)


if __name__ == "__main__":
    REPLIES.write = write  # type: ignore[method-assign]  # the accident
    serve(load)
