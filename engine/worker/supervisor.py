"""Keeps one worker process alive, gives it one job at a time, and kills it when it hangs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.errors import EngineLost, PictureProblem
from engine.events import TERMINAL, AnyEvent, Canceled, EngineFacts, Failed
from engine.settings import JobSpec
from engine.worker.current_run import CurrentRun
from engine.worker.framing import MessageTooLarge, ProtocolError
from engine.worker.growth import Bounds, Growth
from engine.worker.mailbox import ChangeSignal
from engine.worker.process import WorkerProcess
from engine.worker.protocol import Cancel, Ready, Rested, RunJob, Steer
from engine.worker.watchdog import SilenceLimits, Watchdog

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Timings:
    """How patient a supervisor is, in seconds."""

    start: float = 300.0  #: until a new child is ready; doubles with every failed start in a row
    #: From a cancel to SIGTERM, if the child has not ended the job. A slow machine traces its first step for so
    #: long, and a new child would take longer still.
    terminate: float = 15.0
    kill: float = 20.0  #: from a cancel to SIGKILL
    first_pause: float = 0.5  #: before a dead child is replaced; doubles with every death in a row
    longest_pause: float = 30.0
    healthy: float = 60.0  #: a child that was ready for this long has broken the row
    silence: SilenceLimits = field(default_factory=SilenceLimits)
    bounds: Bounds = field(default_factory=Bounds)  #: of what a child may hold before it is replaced


#: So many failed starts in a row mean that the worker cannot be started, although the attempts go on.
HOPELESS = 3
#: So often the time for a start is doubled: a slow machine, or a busy one, must not begin again and again.
LONGER = 6


class Supervisor:
    """One worker process, replaced when it dies or has grown (see engine.worker.growth). `changed` is announced
    whenever a property may have changed.

    A child is lost when its pipe ends, which the kernel sees to even where nobody reaps it, when it breaks the
    protocol, or when its run hangs; then it is killed with all that it started, and the run on it ends with EngineLost.
    """

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], timings: Timings, changed: ChangeSignal
    ) -> None:
        self._name = name
        self._command = command
        self._environment = environment
        self._timings = timings
        self._changed = changed
        self._child: WorkerProcess | None = None
        self._ready: WorkerProcess | None = None  # the child, from its Ready to its end
        self._run: CurrentRun | None = None
        self._growth = Growth()  # of the child
        self._has_painted = False  # in its latest run: a lesson holds much less, so it says nothing of growth
        self._quiet: asyncio.TimerHandle | None = None  # until a child that has grown is replaced
        self._replaced = ""  # why we ended the child, if we did
        self._deaths_in_a_row = 0
        self._failed_starts = 0
        self._last_words = ""
        self._closing = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.facts: EngineFacts | None = None  #: of the ready child, or of the last one that was

    @property
    def idle(self) -> bool:
        """Ready for a job."""
        return self._ready is not None and self._run is None

    @property
    def hopeless(self) -> str | None:
        """Why the worker cannot be started; None while there is hope."""
        return self._last_words if self._failed_starts >= HOPELESS else None

    def start(self) -> None:
        """Start the child, and keep one alive until `aclose`."""
        self._task = asyncio.create_task(self._keep_alive(), name=f"{self._name}: supervisor")

    def reserve(self, job: JobSpec) -> AsyncGenerator[AnyEvent, None]:
        """Give the idle child a job; its events, as of Engine.run."""
        child = self._ready
        assert child is not None
        assert self.facts is not None
        assert self._run is None
        self._stay()
        watchdog = Watchdog(self._timings.silence, self.facts, lambda silence: self._give_up(run, child, silence))
        run = self._run = CurrentRun(job, watchdog)
        try:
            child.post(RunJob(job=job))
        except MessageTooLarge as error:
            self._deliver(run, Failed(**run.address, kind=PictureProblem.TOO_HEAVY.value, message=str(error)))
        return self._follow(run)

    async def _follow(self, run: CurrentRun) -> AsyncGenerator[AnyEvent, None]:
        try:
            async for event in run.mailbox.events():
                yield event
        finally:
            if not run.over:  # the consumer left early
                self.cancel(run.job.job_id, run.job.attempt)

    def cancel(self, job_id: str, attempt: int, *, keep: bool = False) -> None:
        """End the run at that address; anything else is ignored.

        With `keep` the child may take its time, because the picture would be lost with it.
        """
        run, child = self._run, self._ready
        if run is None or run.canceled or (run.job.job_id, run.job.attempt) != (job_id, attempt):
            return
        run.canceled = not keep
        if child is None:  # just dying
            return
        child.post(Cancel(job_id=job_id, attempt=attempt, keep=keep))
        if not keep:
            later = asyncio.get_running_loop().call_later
            run.timers.append(later(self._timings.terminate, self._force, child, signal.SIGTERM))
            run.timers.append(later(self._timings.kill, self._force, child, signal.SIGKILL))

    def steer(self, command: Steer) -> None:
        """Pass the command on to the run that it is about, if that is the running one; otherwise ignore it."""
        run, child = self._run, self._ready
        if (
            run is not None
            and child is not None
            and (run.job.job_id, run.job.attempt) == (command.job_id, command.attempt)
        ):
            with contextlib.suppress(MessageTooLarge):  # of pictures that no decoder lets through
                child.post(command)

    def _give_up(self, run: CurrentRun, child: WorkerProcess, silence: float) -> None:
        run.end = f"hung, with no sign of an iteration for {silence:.1f} s"
        child.signal(signal.SIGKILL)  # the end of its pipe does the rest

    def _force(self, child: WorkerProcess, number: signal.Signals) -> None:
        log.warning("%s: has not ended its job, %s", self._name, number.name)
        child.signal(number)

    def pause(self) -> None:
        """Stop the child (SIGSTOP), if it is ready for jobs, so that it surely ends with us."""
        if self._ready is not None:
            self._ready.signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Continue after a pause; without one, nothing happens."""
        if self._ready is not None:
            self._ready.signal(signal.SIGCONT)

    async def aclose(self) -> None:
        """End the child and everything it started. Idempotent."""
        self._closing.set()
        self._stay()
        if self._child is not None:
            self._child.signal(signal.SIGKILL)  # there is nothing in it that is worth a farewell
        if self._task is not None:
            await asyncio.wait({self._task})

    async def _keep_alive(self) -> None:
        while not self._closing.is_set():
            try:
                await self._one_life()
            except Exception:  # supervision goes on whatever happens
                log.exception("%s: supervision of one child failed", self._name)
                self._deaths_in_a_row += 1
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pause()):
                    await self._closing.wait()

    def _pause(self) -> float:
        """Seconds before the next start; doubles with every death in a row."""
        doublings = min(30, max(0, self._deaths_in_a_row - 1))
        return min(self._timings.longest_pause, self._timings.first_pause * 2.0**doublings)

    async def _one_life(self) -> None:
        """Start a child, listen to it until it is lost, and clear up after it."""
        self._stay()
        self._growth, self._replaced = Growth(), ""
        began = time.monotonic()
        ready_at: float | None = None
        try:
            child = self._child = await WorkerProcess.start(self._name, self._command, self._environment)
        except OSError as error:
            self._mourn(f"cannot be started: {error}", ready_for=None)
            return
        if self._closing.is_set():
            child.signal(signal.SIGKILL)
        reason = "died"
        try:
            self.facts = await child.greet(self._timings.start * 2.0 ** min(self._failed_starts, LONGER))
            ready_at = time.monotonic()
            log.info("%s: ready after %.1f s, process %d", self._name, ready_at - began, child.pid)
            self._ready, self._failed_starts = child, 0
            self._changed.announce()
            await self._listen(child)
            reason = reason if self._run is None else self._run.end
        except ProtocolError as error:
            reason = str(error)
        finally:
            self._ready = None
            ready_for = None if ready_at is None else time.monotonic() - ready_at
            try:
                reason = f"{self._replaced or reason}, {await child.end()}"
            finally:
                self._child = None
                self._mourn(reason, ready_for)

    async def _listen(self, child: WorkerProcess) -> None:
        """Deliver events until the pipe ends. Raises ProtocolError."""
        while (reply := await child.receive()) is not None:
            run = self._run
            if isinstance(reply, Rested):
                if self._has_painted:
                    self._weigh(reply.held)
                continue
            if isinstance(reply, Ready):
                raise ProtocolError("a second Ready")
            if run is None or (run.job.job_id, run.job.attempt) != (reply.job_id, reply.attempt):
                raise ProtocolError(f"{type(reply).__name__} of a job that it does not have: {reply.job_id[:40]!r}")
            self._deliver(run, reply)

    def _deliver(self, run: CurrentRun, event: AnyEvent) -> None:
        run.sequence = event.sequence + 1
        run.watchdog.heard(event)
        run.mailbox.put(event)
        if isinstance(event, TERMINAL):
            self._finish(run)

    def _finish(self, run: CurrentRun) -> None:
        """The run is over, and the child free, whether or not its events are consumed."""
        run.over = True
        self._has_painted = run.job.lesson is None
        run.watchdog.rest()
        for timer in run.timers:
            timer.cancel()
        self._run = None
        self._replace_if_beyond(self._timings.bounds.at_once)
        self._changed.announce()

    def _weigh(self, held: int) -> None:
        """Decide whether a child that has grown is replaced. If it has the next job already, that job ends with it."""
        bounds = self._timings.bounds
        self._growth = self._growth.after_job(held)
        if self._run is None:
            self._replace_if_beyond(bounds.at_once)
            later = asyncio.get_running_loop().call_later
            self._quiet = later(bounds.quiet, self._replace_if_beyond, bounds.at_rest)

    def _replace_if_beyond(self, times: float) -> None:
        """End the idle child if it has grown so far, so that a new one starts; from now on it is given no job."""
        child = self._ready
        if child is not None and self._growth.is_beyond(times, self._timings.bounds.least):
            self._ready = None
            self._replaced = f"replaced, for it has grown {self._growth}"
            child.signal(signal.SIGKILL)

    def _stay(self) -> None:
        """Keep the child for now: cancel its replacement after a quiet time."""
        if self._quiet is not None:
            self._quiet.cancel()

    def _mourn(self, last_words: str, ready_for: float | None) -> None:
        """Decide what follows from a child's end; `ready_for` is None when it was never ready."""
        run = self._run
        self._last_words = last_words
        if ready_for is None:
            self._failed_starts += 1
        if self._replaced or (run is not None and run.canceled):
            self._deaths_in_a_row = 0  # it was us
        elif ready_for is not None and ready_for >= self._timings.healthy:
            self._deaths_in_a_row = 1
        else:
            self._deaths_in_a_row += 1
        if self._closing.is_set():
            log.info("%s: ended", self._name)
        else:
            log.log(logging.INFO if self._replaced else logging.ERROR, "%s: %s", self._name, last_words)
        if run is None:
            self._changed.announce()
        elif run.canceled:
            self._deliver(run, Canceled(**run.address))
        else:
            run.mailbox.fail(EngineLost(f"{self._name}: {last_words}"))
            self._finish(run)
