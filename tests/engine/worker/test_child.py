"""The worker's side of the pipe, with a real process that does light work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from engine.events import TERMINAL, AnyEvent, Canceled, Failed, Result
from engine.settings import JobSpec, TransferSettings
from engine.worker.child import NICENESS
from engine.worker.protocol import COMMANDS, REPLIES, Cancel, Hello, Ready, Rested, RunJob
from tests.support.eventually import LONG
from tests.support.fake_engine import Script
from tests.support.pictures import plain_png
from tests.support.processes import is_alive, soon, wait_until_gone

COMMAND = (sys.executable, "-m", "tests.support.light_worker")
JOB = JobSpec(
    job_id="job",
    attempt=3,
    settings=TransferSettings(iterations=10, size=128),
    content=plain_png("red"),
    styles=(plain_png("blue"),),
)


class Worker:
    """A light worker and the parent's ends of its pipes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self.process = process
        self.commands, self.replies, self.errors = process.stdin, process.stdout, process.stderr

    def make_ready(self) -> None:
        COMMANDS.write(self.commands, Hello())
        assert isinstance(REPLIES.read(self.replies), Ready)

    def events(self, job: JobSpec = JOB) -> Iterator[AnyEvent]:
        COMMANDS.write(self.commands, RunJob(job=job))
        while True:
            event = REPLIES.read(self.replies)
            assert event is not None
            assert not isinstance(event, Ready)
            if isinstance(event, Rested):  # of the job before
                continue
            yield event
            if isinstance(event, TERMINAL):
                return

    def closing_words(self) -> str:
        """What it wrote to standard error, once it has ended."""
        return self.errors.read().decode()


@contextmanager
def light_worker(script: Script = Script()) -> Iterator[Worker]:  # noqa: B008  # frozen
    environment = os.environ | {"LIGHT_SCRIPT": msgspec.json.encode(script).decode()}
    pipe = subprocess.PIPE
    with subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, env=environment) as process:
        try:
            yield Worker(process)
        finally:
            process.kill()


def test_printing_of_any_kind_stays_off_the_pipe_and_goes_to_standard_error() -> None:
    with light_worker() as worker:
        worker.make_ready()
        assert isinstance(list(worker.events())[-1], Result)
        worker.commands.close()
        words = worker.closing_words()
    assert "noise while loading" in words
    assert "noise from Python" in words
    assert "noise from C" in words


def test_the_child_ends_at_once_when_its_parent_is_killed_in_mid_iteration() -> None:
    parent_source = f"""
import subprocess, sys
from engine.worker.protocol import COMMANDS, REPLIES, Hello, RunJob
from tests.engine.worker.test_child import JOB
child = subprocess.Popen({COMMAND!r}, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
COMMANDS.write(child.stdin, Hello())
REPLIES.read(child.stdout)
COMMANDS.write(child.stdin, RunJob(job=JOB))
REPLIES.read(child.stdout)
print(child.pid, flush=True)
child.wait()
"""
    environment = os.environ | {"LIGHT_SCRIPT": '{"hold_at": 1}'}
    command = (sys.executable, "-c", parent_source)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
        assert wait_until_gone(child) < soon(2)


def test_the_child_ends_with_status_0_when_the_pipe_is_closed() -> None:
    with light_worker() as worker:
        worker.make_ready()
        worker.commands.close()
        assert worker.process.wait(LONG) == 0


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", "announced"),
        (b"".join(COMMANDS.encode(Hello(protocol=99))), "speaks protocol 99"),
        (b"".join(COMMANDS.encode(Cancel(job_id="job", attempt=1))), "must be Hello"),
        (b"".join(COMMANDS.encode(Hello()) * 2), "a second Hello"),
        (b"".join(COMMANDS.encode(Hello()))[:-1], "ended"),
    ],
)
def test_a_parent_that_breaks_the_protocol_is_left(sent: bytes, complaint: str) -> None:
    with light_worker() as worker:
        worker.commands.write(sent)
        worker.commands.close()
        assert complaint in worker.closing_words()
        assert worker.process.wait(LONG) == 2


def test_a_second_job_beside_the_first_breaks_the_protocol() -> None:
    with light_worker(Script(hold_at=1)) as worker:
        worker.make_ready()
        COMMANDS.write(worker.commands, RunJob(job=JOB))
        COMMANDS.write(worker.commands, RunJob(job=msgspec.structs.replace(JOB, attempt=4)))
        assert worker.process.wait(LONG) == 2


def test_the_interrupt_of_a_terminal_is_left_to_the_parent() -> None:
    with light_worker(Script(seconds_per_iteration=0.005)) as worker:
        worker.make_ready()
        events = worker.events()
        next(events)
        worker.process.send_signal(signal.SIGINT)
        assert isinstance(list(events)[-1], Result)


def test_sigterm_ends_the_child_in_mid_iteration() -> None:
    with light_worker(Script(hold_at=1)) as worker:
        worker.make_ready()
        next(worker.events())
        worker.process.terminate()
        assert worker.process.wait(LONG) == -signal.SIGTERM


def test_the_child_gives_way_to_its_parent() -> None:
    with light_worker() as worker:
        worker.make_ready()
        expected = min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)
        assert os.getpriority(os.PRIO_PROCESS, worker.process.pid) == expected


def test_a_cancel_right_behind_its_job_is_not_lost() -> None:
    with light_worker(Script(iterations=2000, seconds_per_iteration=0.05)) as worker:
        worker.make_ready()
        COMMANDS.write(worker.commands, RunJob(job=JOB))
        COMMANDS.write(worker.commands, Cancel(job_id="job", attempt=3))
        while not isinstance(end := REPLIES.read(worker.replies), TERMINAL):
            assert end is not None
        assert isinstance(end, Canceled)


def test_running_out_of_memory_is_told_and_survived() -> None:
    with light_worker() as worker:
        worker.make_ready()
        job = msgspec.structs.replace(JOB, settings=TransferSettings(seed=666))
        (end,) = worker.events(job)
        assert end == Failed(
            job_id="job",
            attempt=3,
            kind="out_of_memory",
            message="MemoryError: as the test asks",
            retryable=True,
        )
        assert isinstance(list(worker.events())[-1], Result)


def test_an_unexpected_error_is_internal_retryable_and_leaves_its_traceback() -> None:
    with light_worker() as worker:
        worker.make_ready()
        job = msgspec.structs.replace(JOB, settings=TransferSettings(seed=667))
        (end,) = worker.events(job)
        assert isinstance(end, Failed)
        assert (end.kind, end.retryable) == ("internal", True)
        assert isinstance(list(worker.events())[-1], Result)
        worker.commands.close()
        words = worker.closing_words()
    assert "ERROR engine.worker.child: job job, attempt 3 failed" in words
    assert "Traceback" in words
    assert "RuntimeError: as the test asks" in words


def test_an_event_beyond_its_bound_fails_the_job_and_not_the_worker() -> None:
    with light_worker(Script(fail_at=1, failure="x" * 70_000)) as worker:
        worker.make_ready()
        end = list(worker.events())[-1]
        assert isinstance(end, Failed)
        assert end.kind == "internal"
        assert "Failed may have" in end.message


def test_the_parent_side_of_the_engine_leaves_tensorflow_unloaded() -> None:
    source = "import sys, engine.backends.local, engine.worker.child; sys.exit('tensorflow' in sys.modules)"
    subprocess.run((sys.executable, "-c", source), check=True, cwd=Path(__file__).parents[3])
