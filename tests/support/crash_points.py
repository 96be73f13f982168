"""Kills a process with SIGKILL at the n-th thing that it does to its files or its database, for every n.

To be used in a process of one thread, which is forked for each n: see tests/faults/maintenance_under_kill.py.
"""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_EVENTS = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"})

Work = Callable[[], None]


def kill_at_every_step(prepare: Work, work: Work, check: Callable[[int], None]) -> int:
    """For n = 1, 2, 3 …: prepare, kill the work at its n-th step, check; until the work comes to its end.

    Returns the number of steps. Each part has a process of its own. Raises AssertionError when one fails.
    """
    for step in itertools.count(1):
        _expect(0, prepare, step)
        died = in_child(lambda step=step: killed_at(step, work))
        assert died in (0, -signal.SIGKILL), f"step {step}: the work ended with {died}"
        _expect(0, lambda step=step: check(step), step)
        if died == 0:
            return step - 1
    raise AssertionError("unreachable")


def killed_at(step: int, work: Work) -> None:
    """Do the work, but die before its step of this number. Belongs into a process of its own."""
    lock, count = threading.Lock(), itertools.count(1)

    def point() -> None:
        with lock:
            if next(count) == step:
                os.kill(os.getpid(), signal.SIGKILL)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _EVENTS or (event == "open" and (arguments[2] or 0) & _WRITING):
            point()

    connect, fsync = sqlite3.connect, os.fsync

    def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        connection.set_trace_callback(lambda _: point())
        return connection

    def synced(descriptor: int) -> None:
        point()
        fsync(descriptor)

    sqlite3.connect, os.fsync = traced, synced  # type: ignore[assignment]  # both are watched
    sys.addaudithook(audit)
    work()


def _expect(status: int, work: Work, step: int) -> None:
    ended = in_child(work)
    assert ended == status, f"step {step}: {getattr(work, '__name__', 'a part')} ended with {ended}"


def in_child(work: Work) -> int:
    """The exit status of a fork that does the work; minus the signal's number when it was killed."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)
