"""A process that is warm, and forks a child for each piece of work: what one child was given, no other can have.

It runs what the bot itself says and nothing that people sent: those bytes reach the child alone, by a socket that the
bot hands in with the order to fork. The child ends when the bot says so, whatever it does, and with this process.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Final

from bot.intake.fork_orders import BEGUN, ENDED, FORK, ORDER

_PR_SET_PDEATHSIG: Final = 1
_MAXRSS_UNIT: Final = 1024 if sys.platform == "linux" else 1  #: bytes


def serve(work: Callable[[int], None]) -> None:
    """Take orders from standard input, a socket, until the bot closes it. `work` is called in the child, with its
    socket's descriptor; what a C library prints goes to standard error.
    """
    control = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    gc.collect()
    gc.freeze()  # or each child's first collection would copy all of it
    server, children = os.getpid(), set[int]()
    try:
        while (order := socket.recv_fds(control, ORDER.size, 1))[0]:
            (number,) = ORDER.unpack(order[0])
            if number == FORK:
                (descriptor,) = order[1]
                child = os.fork()
                if child == 0:
                    control.close()
                    _live(work, descriptor, server, libc)
                os.close(descriptor)
                children.add(child)
                control.sendall(BEGUN.pack(child))
            elif number in children:
                children.remove(number)
                control.sendall(_end(number))
    except OSError:
        pass  # the bot is gone
    finally:
        for child in children:
            _end(child)


def _live(work: Callable[[int], None], descriptor: int, server: int, libc: ctypes.CDLL | None) -> None:
    """Run the child's work, then end its process."""
    try:
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() == server:
            work(descriptor)
    except BrokenPipeError:
        pass  # nobody waits for an answer any more
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(0)


def _end(child: int) -> bytes:
    os.kill(child, signal.SIGKILL)  # it has not been waited for, so that the number is its own
    _, status, usage = os.wait4(child, 0)
    return ENDED.pack(status, usage.ru_maxrss * _MAXRSS_UNIT)
