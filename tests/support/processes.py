"""Looking at other processes through /proc."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from pathlib import Path

from tests.support.eventually import LONG

MOMENTS = 20  #: a generous number of times that processes wait for each other on the way to something quick


def is_alive(process: int) -> bool:
    """Whether the process exists and is more than a zombie, which nobody may be there to reap."""
    try:
        return _state_and_parent(Path(f"/proc/{process}"))[0] != "Z"
    except OSError:
        return False


def is_stopped(process: int) -> bool:
    """Whether a signal has stopped it where it stands."""
    try:
        return _state_and_parent(Path(f"/proc/{process}"))[0] == "T"
    except OSError:
        return False


def children_of(parent: int) -> list[int]:
    """Living children of a process that have a command line."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, its_parent = _state_and_parent(entry)
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if its_parent == parent and state != "Z" and command:
            found.append(int(entry.name))
    return found


def processor_seconds(process: int) -> float:
    """That a living process and its ended children have used. Raises OSError."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def zombies_of(parent: int) -> list[int]:
    """Children that have ended and that their parent has not taken note of yet."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if _state_and_parent(entry) == ("Z", parent):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def wait_until_gone(process: int, timeout: float = LONG) -> float:
    """Seconds until the process is gone. Raises TimeoutError."""
    began = time.monotonic()
    while is_alive(process):
        if time.monotonic() - began > timeout:
            raise TimeoutError(f"process {process} still lives after {timeout:g} s")
        time.sleep(0.002)
    return time.monotonic() - began


def soon(promised: float) -> float:
    """Seconds within which something that is promised in `promised` must happen here and now.

    They are more only where the machine is so busy that a parent hears of the death of its child late: so long a moment
    may come again and again on the way to anything.
    """
    return max(promised, MOMENTS * statistics.median(_seconds_to_hear_of_a_death() for _ in range(9)))


def _seconds_to_hear_of_a_death() -> float:
    with subprocess.Popen(("sleep", "1000")) as child:  # noqa: S607 - found by PATH, as in a shell
        began = time.monotonic()
        child.kill()
        child.wait()
        return time.monotonic() - began


def _state_and_parent(entry: Path) -> tuple[str, int]:
    state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
    return state, int(parent)
