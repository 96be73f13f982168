"""What a process can no longer do once it is confined, asked of a real one."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from bot.intake.confinement import CannotConfine, confine

ROOT = Path(__file__).resolve().parents[3]

PROGRAM = """
import ctypes, fcntl, io, os, resource, signal, socket, sys, threading
from bot.intake.confinement import confine

def succeeds(action):
    try:
        action()
    except OSError:
        return False
    return True

ours, other = sys.argv[1], os.getppid()
confine()
tries = {
    "read a file": lambda: open(ours),
    "write a file": lambda: open(ours, "w"),
    "delete a file": lambda: os.unlink(ours),
    "rename a file": lambda: os.rename(ours, ours + "x"),
    "list a folder": lambda: os.listdir("/"),
    "open a socket": lambda: socket.socket(),
    "open a pair of sockets": lambda: socket.socketpair(),
    "begin a process": os.fork,
    "become a program": lambda: os.execv("/bin/true", ["true"]),
    "send a signal": lambda: os.kill(other, 0),
    "have one sent": lambda: fcntl.fcntl(2, fcntl.F_SETOWN, other),
    "look at a path": lambda: os.stat("/"),
    "look for another": lambda: os.sched_getaffinity(other),
    "limit another": lambda: resource.prlimit(other, resource.RLIMIT_CORE, (0, 0)),
    "limit itself": lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
    "begin a thread": lambda: threading.Thread(target=lambda: None).start(),
    "take memory": lambda: bytearray(50_000_000),
    "write to a pipe": lambda: os.write(2, b""),
}
print([name for name, action in tries.items() if succeeds(action)])
"""


def test_only_memory_threads_and_the_pipes_are_left(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("secret")
    outcome = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.strip() == str(["begin a thread", "take memory", "write to a pipe"])
    assert file.read_text() == "secret"


def test_a_machine_without_such_a_filter_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "sparc64")
    with pytest.raises(CannotConfine, match="sparc64"):
        confine()
