"""`python -m tests.support.light_worker`: the engine's worker in everything but the work.

Its environment: LIGHT_SCRIPT, a tests.support.fake_engine.Script as JSON; LIGHT_SCRIPT_FILE, a file with one, which is
read anew for each job; LIGHT_LIVES, a file to which each start adds its process id as a line; LIGHT_FAILED_STARTS, how
many starts, counted by that file, fail; LIGHT_STUBBORN, to ignore SIGTERM; LIGHT_HOARDS, how many bytes more are held
after each job.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from engine.events import AnyEvent
from engine.settings import JobSpec
from engine.worker.child import Work, serve
from tests.support.fake_engine import FACTS, FakeControl, Script, is_step, paint

HOARD: list[bytes] = []
SCRIPT = os.environ.get("LIGHT_SCRIPT", "{}")


def run(job: JobSpec, control: FakeControl) -> Iterator[AnyEvent]:
    """Paint as scripted, noisily."""
    HOARD.append(b"x" * int(os.environ.get("LIGHT_HOARDS", "0")))
    if job.settings.seed == 666:
        raise MemoryError("as the test asks")
    if job.settings.seed == 667:
        raise RuntimeError("as the test asks")
    if job.settings.seed == 668:
        os.kill(os.getpid(), signal.SIGKILL)
    file = os.environ.get("LIGHT_SCRIPT_FILE")
    script = msgspec.json.decode(Path(file).read_bytes() if file else SCRIPT, type=Script)
    for event in paint(job, script, control):
        if is_step(event, job):
            print("noise from Python")  # noqa: T201 - what the test listens for
            os.write(1, b"noise from C\n")
            if event.iteration == script.die_at:
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(script.seconds_per_iteration)
        yield event
        if is_step(event, job) and event.iteration == script.hold_at:
            time.sleep(3600)


def load() -> Work[FakeControl]:
    """Start, or fail to."""
    sys.stdout.write("noise while loading\n")
    sys.stdout.flush()
    if os.environ.get("LIGHT_STUBBORN"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "LIGHT_LIVES" in os.environ:
        lives = Path(os.environ["LIGHT_LIVES"])
        with lives.open("a") as file:
            file.write(f"{os.getpid()}\n")
        if len(lives.read_text().splitlines()) <= int(os.environ.get("LIGHT_FAILED_STARTS", "0")):
            raise RuntimeError("cannot load, as the test asks")
    return Work(facts=FACTS, new_control=FakeControl, run=run, change_of=lambda steer: steer)


if __name__ == "__main__":
    serve(load)
