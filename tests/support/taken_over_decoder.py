"""The decoder with a child that a picture has taken over: `python -m tests.support.taken_over_decoder`, in place of
bot.intake.decoder_child. What it is given as a picture is an order, and its answer the reason for a refusal.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import threading
import time

from bot.intake import decoder_child
from bot.intake.messages import Decode, PictureRefused, Reply, Request
from engine.errors import PictureProblem
from tests.support.eventually import LONG

_libc = ctypes.CDLL(None, use_errno=True)
_F_SETFL, _F_SETOWN, _F_SETSIG, _F_SETOWN_EX, _O_ASYNC, _O_RDWR = 4, 8, 10, 15, 0o20000, 2
_NEWFSTATAT, _STATX, _FACCESSAT, _PRLIMIT = 262, 332, 269, 302  # on x86-64
_buffer = ctypes.create_string_buffer(512)
_seen: list[bytes] = []


def _succeeds(*arguments: object) -> bool:
    return bool(_libc.syscall(*arguments) >= 0)


def _kill(process: int) -> list[str]:
    """Every way to have the kernel send a signal to a process for a descriptor."""
    owner = ctypes.c_int * 2
    done = []
    for descriptor in range(32):
        if _libc.fcntl(descriptor, _F_SETOWN, process) == 0:
            done.append(f"owner of {descriptor}")
        if _libc.fcntl(descriptor, _F_SETOWN_EX, owner(1, process)) == 0:
            done.append(f"extended owner of {descriptor}")
        if _libc.fcntl(descriptor, _F_SETSIG, signal.SIGKILL) == 0:
            done.append(f"signal of {descriptor}")
        if _libc.fcntl(descriptor, _F_SETFL, _O_ASYNC | _O_RDWR) == 0:
            done.append(f"flags of {descriptor}")
    return done


def _look_at(path: bytes) -> list[str]:
    tries = {
        "stat": (_NEWFSTATAT, -100, ctypes.c_char_p(path), _buffer, 0),
        "statx": (_STATX, -100, ctypes.c_char_p(path), 0, 0xFFF, _buffer),
        "access": (_FACCESSAT, -100, ctypes.c_char_p(path), 0),
    }
    return [name for name, arguments in tries.items() if _succeeds(*arguments)]


def _look_for(process: int) -> list[str]:
    clock = (~process << 3) | 2  # of its processor time, as clock_getcpuclockid(3) makes it
    done = []
    if _libc.sched_getaffinity(process, 128, _buffer) >= 0:
        done.append("affinity")
    if _succeeds(228, clock, _buffer):
        done.append("clock")
    if _succeeds(_PRLIMIT, process, resource.RLIMIT_CPU, None, _buffer):
        done.append("limits")
    return done


def _lift_limits() -> list[str]:
    done = []
    for name in ("RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_NOFILE", "RLIMIT_FSIZE"):
        try:
            resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        except (OSError, ValueError):
            continue
        done.append(name)
    return done


def obey(request: Request) -> Reply:
    """Do what the order says."""
    assert isinstance(request, Decode)
    order, _, rest = request.data.partition(b" ")
    match order:
        case b"KILL":
            answer: object = _kill(int(rest))
        case b"LOOK-AT":
            answer = _look_at(rest)
        case b"LOOK-FOR":
            answer = _look_for(int(rest))
        case b"LIFT":
            answer = _lift_limits()
        case b"SAY":
            for descriptor in (1, 2):
                for _ in range(int(rest)):
                    try:
                        os.write(descriptor, b"2026-11-30 ERROR a line that the bot never wrote\n" * 100)
                    except BlockingIOError:
                        break
            answer = "said"
        case b"SPIN":
            signal.signal(signal.SIGXCPU, signal.SIG_IGN)
            while True:
                pass
        case b"LINGER":  # a thread that is there when the answer has been given
            threading.Thread(target=time.sleep, args=(LONG,)).start()
            answer = os.getpid()
        case b"WAIT":
            time.sleep(LONG)
            answer = "waited"
        case b"SEEN":
            answer = len(_seen)
        case _:
            answer = "a picture"
    _seen.append(request.data)
    return PictureRefused(PictureProblem.UNREADABLE, repr(answer))


if __name__ == "__main__":
    decoder_child._answer = obey
    decoder_child.main()
