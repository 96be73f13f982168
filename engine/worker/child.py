"""The engine's process: takes jobs on one pipe, answers with events on another, stays warm in between.

The main thread works, because TensorFlow and signals want it. A second thread takes the commands, so that a cancel
reaches a run between two iterations, and the end of the pipe, which is the parent's death, ends the process at once.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import itertools
import logging
import os
import queue
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Generic, NoReturn, Protocol, TypeVar

import msgspec

from engine.errors import EngineError, OutOfMemory, WeightsUnavailable
from engine.events import TERMINAL, AnyEvent, EngineFacts, Failed
from engine.machine import memory
from engine.machine.cgroups import usable_cores
from engine.settings import JobSpec, Precision
from engine.worker.framing import MessageTooLarge, ProtocolError
from engine.worker.protocol import COMMANDS, REPLIES, Cancel, Hello, Ready, Reply, Rested, RunJob, Steer, check_version

if TYPE_CHECKING:
    from engine.run import control
    from engine.run.request import TransferRequest

log = logging.getLogger(__name__)

PARENT_DEATH_SIGNAL = 1  #: PR_SET_PDEATHSIG in Linux's prctl
NICENESS = 10  #: added to the parent's, so that the bot stays quick on a busy machine
LONGEST_MESSAGE = 2000  #: characters of an error that are sent to the parent; the log has all of it


class RunControl(Protocol):
    """How a run is asked to end, or to go another way: see engine.run.control. Callable from any thread."""

    def request(self, *, keep: bool = False) -> None:
        """End."""

    def steer(self, change: Any, /) -> None:
        """Follow other settings or styles; what `Work.change_of` made of the command."""


ControlT = TypeVar("ControlT", bound=RunControl)


@dataclass(frozen=True)
class Work(Generic[ControlT]):
    """The work of the process: the only thing that differs between the engine and the tests' light child."""

    facts: EngineFacts
    new_control: Callable[[], ControlT]
    run: Callable[[JobSpec, ControlT], Iterator[AnyEvent]]  #: ends with a terminal event, or raises
    change_of: Callable[[Steer], Any]  #: what a run is steered by
    out_of_memory: tuple[type[Exception], ...] = (MemoryError,)


def serve(load: Callable[[], Work[ControlT]]) -> NoReturn:
    """Be a worker on this process's standard input and output until the parent goes. `load` does the slow imports."""
    commands, replies = _claim_pipes()
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal: the parent decides what it means
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # dies at once, even within a long operation of TensorFlow
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would leave people's pictures on the disk
    os.nice(NICENESS)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    desk: _Desk[ControlT] = _Desk(commands)
    threading.Thread(target=desk.take_commands, name="commands", daemon=True).start()
    try:
        desk.work = load()
        gc.collect()
        gc.freeze()  # the libraries stay: to look through them after each run takes a sixth of a second
        REPLIES.write(replies, Ready(facts=desk.work.facts))
        while True:
            _work_through(desk, replies)
            gc.collect()  # a run leaves cycles behind; freed now, they do not add to the next run's peak
            REPLIES.write(replies, Rested(held=memory.anonymous()))
    except BrokenPipeError:
        _exit(0)  # the parent is gone
    except BaseException:
        log.exception("the worker cannot go on")
        _exit(1)


def stylizing(
    precision: Precision = Precision.AUTO, threads: int | None = None, memory_limit: int | None = None
) -> Work[control.Control]:
    """The engine's own work. Imports TensorFlow, and times the machine: some seconds."""
    import tensorflow as tf

    # TensorFlow itself takes a thread for each core, also where a quota gives it a part of them only.
    with contextlib.suppress(RuntimeError):  # a process that has painted before has its threads
        tf.config.threading.set_intra_op_parallelism_threads(threads or usable_cores())

    from engine import instant
    from engine.image.film import every, filmed
    from engine.image.images import decode_png as decode
    from engine.run.control import SteeringChange
    from engine.run.facts import engine_facts
    from engine.run.lesson import learn
    from engine.run.quick_look import quick_look
    from engine.run.sketches import sketches
    from engine.run.transfer import Control, Reporting, stylize

    facts = engine_facts(precision)
    try:
        instant.prepare(facts.precision)
    except WeightsUnavailable as error:
        log.warning("nothing is painted in an instant: %s", error)

    def run(job: JobSpec, control: Control) -> Iterator[AnyEvent]:
        if job.lesson is not None:
            yield from learn(decode(job.styles[0]), job.lesson, control, facts.precision)
            return
        request = _request_of(job)
        if job.sketches:
            yield from sketches(
                request, job.sketches, control=control, precision=facts.precision, memory_limit=memory_limit
            )
            return
        if job.quick_look and job.checkpoint is None and not job.settings.is_instant:
            look = quick_look(request, control=control, precision=facts.precision, memory_limit=memory_limit)
            if look is not None:
                yield look
        reporting = Reporting(preview_every=every(job.stills, job.settings.iterations))
        events = stylize(
            request, control=control, reporting=reporting, precision=facts.precision, memory_limit=memory_limit
        )
        yield from filmed(events) if job.stills else events

    def change_of(steer: Steer) -> SteeringChange:
        return SteeringChange(steer.number, steer.settings, tuple(decode(style) for style in steer.styles))

    memory_errors = (MemoryError, tf.errors.ResourceExhaustedError)
    return Work(facts=facts, new_control=Control, run=run, change_of=change_of, out_of_memory=memory_errors)


def _request_of(job: JobSpec) -> TransferRequest:
    """What the job asks for, with its pictures decoded. Raises BadPicture, BadCheckpoint."""
    from engine.image.colors import luminance
    from engine.image.images import decode_png as decode  # strangers' files of other kinds stay with the bot's decoder
    from engine.image.regions import with_rest
    from engine.instant.lessons import vector_of
    from engine.run.request import Segment, TransferRequest

    return TransferRequest(
        content=decode(job.content),
        styles=tuple(decode(style) for style in job.styles),
        settings=job.settings,
        masks=with_rest([None if mask is None else luminance(decode(mask)) for mask in job.masks]),
        protect=None if job.protect is None else luminance(decode(job.protect)),
        initial=None if job.initial is None else decode(job.initial),
        checkpoint=job.checkpoint,
        learned=None if job.learned is None else vector_of(job.learned),
        earlier=tuple(
            Segment(phase.settings, tuple(decode(style) for style in phase.styles), phase.until)
            for phase in job.earlier
        ),
    )


class _Desk(Generic[ControlT]):
    """Where the two threads meet: commands come in on one, jobs are picked up by the other."""

    def __init__(self, commands: BinaryIO) -> None:
        self.work: Work[ControlT] | None = None
        self._commands = commands
        self._jobs: queue.SimpleQueue[tuple[JobSpec, ControlT]] = queue.SimpleQueue()
        self._controls: dict[tuple[str, int], ControlT] = {}

    def take_commands(self) -> NoReturn:
        """The body of the command thread. The process ends with it."""
        try:
            self._take_hello()
            while (command := COMMANDS.read(self._commands)) is not None:
                if isinstance(command, RunJob):
                    self._put(command.job)
                elif isinstance(command, Cancel):
                    self._cancel(command)
                elif isinstance(command, Steer):
                    self._steer(command)
                else:
                    raise ProtocolError("a second Hello")
            _exit(0)  # the parent is gone
        except ProtocolError as error:
            log.error("the parent broke the protocol: %s", error)
            _exit(2)
        except BaseException:
            log.exception("the command thread cannot go on")
            _exit(1)

    def _take_hello(self) -> None:
        hello = COMMANDS.read(self._commands)
        if hello is None:
            _exit(0)
        if not isinstance(hello, Hello):
            raise ProtocolError("the first message must be Hello")
        check_version(hello.protocol)

    def next_job(self) -> tuple[JobSpec, ControlT]:
        """Waits for a job."""
        return self._jobs.get()

    def done(self, job: JobSpec) -> None:
        """Ignore commands about this job from now on."""
        self._controls.pop((job.job_id, job.attempt), None)

    def _put(self, job: JobSpec) -> None:
        if self.work is None or self._controls:
            raise ProtocolError("a job before Ready, or beside another one")
        control = self.work.new_control()
        self._controls[job.job_id, job.attempt] = control  # before the main thread sees the job: no command is lost
        self._jobs.put((job, control))

    def _cancel(self, command: Cancel) -> None:
        control = self._controls.get((command.job_id, command.attempt))
        if control is not None:
            control.request(keep=command.keep)

    def _steer(self, command: Steer) -> None:
        control = self._controls.get((command.job_id, command.attempt))
        if control is not None and self.work is not None:
            control.steer(self.work.change_of(command))


def _work_through(desk: _Desk[ControlT], replies: BinaryIO) -> None:
    """Wait for one job and answer with its events, stamped with its address."""
    job, control = desk.next_job()
    assert desk.work is not None
    sequence = itertools.count()

    def reply(event: AnyEvent) -> None:
        if isinstance(event, TERMINAL):
            desk.done(job)  # before the answer, which allows the parent to send the next job
        stamped: Reply = msgspec.structs.replace(event, job_id=job.job_id, attempt=job.attempt, sequence=next(sequence))
        REPLIES.write(replies, stamped)

    for event in _events(desk.work, job, control):
        try:
            reply(event)
        except MessageTooLarge as error:
            log.error("%s", error)
            reply(Failed(kind="internal", message=str(error)))
            return


def _events(work: Work[ControlT], job: JobSpec, control: ControlT) -> Iterator[AnyEvent]:
    """The events of one run, with whatever it raises turned into Failed: exactly one terminal event, at the end."""
    try:
        for event in work.run(job, control):
            yield event
            if isinstance(event, TERMINAL):
                return
        yield Failed(kind="internal", message="the run ended without a terminal event", retryable=True)
    except EngineError as error:
        yield _failed(error.code, error)
    except work.out_of_memory as error:
        yield _failed(OutOfMemory.code, error, retryable=True)
    except Exception as error:
        log.exception("job %s, attempt %d failed", job.job_id, job.attempt)
        yield _failed("internal", error, retryable=True)


def _failed(kind: str, error: Exception, *, retryable: bool = False) -> Failed:
    return Failed(kind=kind, message=f"{type(error).__name__}: {error}"[:LONGEST_MESSAGE], retryable=retryable)


def _claim_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes for commands and replies, moved away from descriptors 0 and 1.

    What C code prints on descriptor 1 goes to standard error from now on, and nothing else can read the commands.
    """
    commands, replies = os.dup(0), os.dup(1)  # not inherited by anything that the engine may start
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdout.flush()
    os.dup2(2, 1)
    return os.fdopen(commands, "rb"), os.fdopen(replies, "wb")


def end_with_parent() -> None:
    """On Linux, let the kernel end this process with its parent: a stopped process (Supervisor.pause) reads no pipe."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _exit(status: int) -> NoReturn:
    """End the process at once: a clean-up could wait for an operation that runs in the other thread."""
    sys.stderr.flush()
    os._exit(status)
