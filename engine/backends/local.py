"""The default engine: worker processes on this machine, started and supervised by the bot. No TensorFlow in here."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing

from engine.errors import EngineLost
from engine.events import AnyEvent, Canceled, EngineFacts
from engine.machine.cgroups import usable_cores
from engine.settings import JobSpec, Precision, TransferSettings
from engine.worker.devices import gpus, shares, usual_count
from engine.worker.mailbox import ChangeSignal
from engine.worker.process import child_environment
from engine.worker.protocol import Steer
from engine.worker.supervisor import Supervisor, Timings


def worker_command(
    precision: Precision = Precision.AUTO, threads: int | None = None, memory_limit: int | None = None
) -> tuple[str, ...]:
    """The command of one engine process. -P: a folder named engine where the bot was started is not ours."""
    command = [sys.executable, "-P", "-m", "engine.worker", "--precision", precision]
    if threads is not None:
        command += ["--threads", str(threads)]
    if memory_limit is not None:
        command += ["--memory-limit", str(memory_limit)]
    return tuple(command)


def usual_engines() -> int:
    """The number of processes on this machine by default: one for each GPU, or one."""
    return usual_count(gpus())


class LocalEngine:
    """Implements engine.backends.base.Engine with `count` worker processes, one job each: by default one for each GPU,
    or one. A process that is started again gets the same GPU again.

    The processes start with the first call of `describe`, `capacity` or `run`. A run that finds no free process waits
    for one; canceled while it waits, it ends with Canceled, whether or not `keep` was asked for.
    """

    def __init__(
        self,
        *,
        count: int | None = None,
        precision: Precision = Precision.AUTO,
        threads: int | None = None,
        memory_limit: int | None = None,
        environment: Mapping[str, str] | None = None,
        command: Sequence[str] | None = None,
        timings: Timings | None = None,
    ) -> None:
        """`count` and `threads`: see engine.worker.devices. `memory_limit` is in bytes, of each process. `environment`
        goes on top of what a worker inherits (see child_environment); `command` replaces `python -m engine.worker` by
        something else that speaks its protocol.
        """
        self._changed = ChangeSignal()
        self._waiting: dict[tuple[str, int], bool] = {}  # runs without a process yet: canceled?
        self._started = False
        self._closed = False
        parts = shares(count or usual_engines(), gpus(), usable_cores(), threads)
        self.commands = [tuple(command or worker_command(precision, part.threads, memory_limit)) for part in parts]
        self._supervisors = [
            Supervisor(
                name=f"engine {number}",
                command=each,
                environment=child_environment(os.environ, {**part.environment, **(environment or {})}),
                timings=timings or Timings(),
                changed=self._changed,
            )
            for number, (part, each) in enumerate(zip(parts, self.commands, strict=True), 1)
        ]

    async def describe(self) -> EngineFacts:
        """See Engine. While an engine is restarted, the facts of its former process are returned at once."""
        self._start()
        await self._changed.wait_for(lambda: self._facts() is not None or self._is_lost())
        facts = self._facts()
        if facts is None or self._closed:
            raise self._lost()
        return facts

    async def capacity(self) -> int:
        """See Engine."""
        self._start()
        return sum(supervisor.idle for supervisor in self._supervisors)

    async def run(self, job: JobSpec) -> AsyncIterator[AnyEvent]:
        """See Engine. Waits for a free process. Raises EngineLost also when none can be started."""
        self._start()
        events = await self._free_process(job)
        if events is None:
            yield Canceled(job_id=job.job_id, attempt=job.attempt)
            return
        async with aclosing(events):
            async for event in events:
                yield event

    async def cancel(self, job_id: str, attempt: int, *, keep: bool = False) -> None:
        """See Engine. A process that does not end a canceled job is ended after some seconds."""
        if (job_id, attempt) in self._waiting:
            self._waiting[job_id, attempt] = True
            self._changed.announce()
        for supervisor in self._supervisors:
            supervisor.cancel(job_id, attempt, keep=keep)

    async def steer(
        self, job_id: str, attempt: int, *, number: int, settings: TransferSettings, styles: tuple[bytes, ...] = ()
    ) -> None:
        """See Engine. A run that still waits for a process is ignored, too: ask again once it has started."""
        command = Steer(job_id=job_id, attempt=attempt, number=number, settings=settings, styles=styles)
        for supervisor in self._supervisors:
            supervisor.steer(command)

    def pause(self) -> None:
        """Let all processes stand still, for less time than a run may be silent (engine.worker.watchdog)."""
        for supervisor in self._supervisors:
            supervisor.pause()

    def go_on(self) -> None:
        """Continue all processes after `pause`."""
        for supervisor in self._supervisors:
            supervisor.go_on()

    async def aclose(self) -> None:
        """See Engine. Runs that are under way raise EngineLost."""
        self._closed = True
        self._changed.announce()
        await asyncio.gather(*(supervisor.aclose() for supervisor in self._supervisors))

    def _start(self) -> None:
        if not self._started and not self._closed:
            self._started = True
            for supervisor in self._supervisors:
                supervisor.start()

    async def _free_process(self, job: JobSpec) -> AsyncGenerator[AnyEvent, None] | None:
        """Wait for a free process and give it the job; None if the job was canceled before. Raises EngineLost."""
        address = (job.job_id, job.attempt)
        self._waiting[address] = False
        try:
            await self._changed.wait_for(lambda: self._waiting[address] or self._is_lost() or self._idle() is not None)
            if self._waiting[address]:
                return None
            idle = self._idle()
            if idle is None or self._is_lost():
                raise self._lost()
            return idle.reserve(job)
        finally:
            del self._waiting[address]

    def _idle(self) -> Supervisor | None:
        return next((supervisor for supervisor in self._supervisors if supervisor.idle), None)

    def _facts(self) -> EngineFacts | None:
        return next((supervisor.facts for supervisor in self._supervisors if supervisor.facts is not None), None)

    def _is_lost(self) -> bool:
        return self._closed or all(supervisor.hopeless for supervisor in self._supervisors)

    def _lost(self) -> EngineLost:
        return EngineLost("the engine is closed" if self._closed else str(self._supervisors[0].hopeless))
