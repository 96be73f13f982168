"""The sandbox's server, loaded once and forked for each test that starts one: loading it takes longer than many a test.

What a test gets is a process of its own all the same, which can be asked to end and can be killed.
`python -m tests.support.warm_sandbox DESCRIPTOR` is what forks; it is nobody's child, and ends with the tests' process.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import NamedTuple, NoReturn

from tests.support.eventually import LONG

ROOT = Path(__file__).resolve().parents[2]
_LONGEST_ORDER = 2**16  #: bytes
_loading = threading.Lock()


class ForkedServer(NamedTuple):
    """A running server. Its lines are its process id, what it announces, and, once it has ended, its status."""

    process_id: int
    lines: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def end(self, how: signal.Signals) -> int:
        """Send it this signal, unless it has ended, and wait; the exit status, or minus the signal that ended it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process_id, how)
        *_, status = (await asyncio.wait_for(self.lines.read(), LONG)).split()
        self.writer.close()
        return int(status)


async def forked(*arguments: str) -> ForkedServer:
    """A server with these arguments."""
    control = await asyncio.to_thread(_control)
    ours, theirs = socket.socketpair()
    with theirs:
        socket.send_fds(control, [json.dumps(arguments).encode()], [theirs.fileno(), 2])
    lines, writer = await asyncio.open_connection(sock=ours)
    return ForkedServer(int(await asyncio.wait_for(lines.readline(), LONG)), lines, writer)


def _control() -> socket.socket:
    with _loading:
        return _begun()


@functools.cache
def _begun() -> socket.socket:
    """The connection to the process that forks, once that has loaded the server."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        subprocess.run(
            [sys.executable, "-m", "tests.support.warm_sandbox", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            cwd=ROOT,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # a fork has none of its parent's threads
            check=True,
        )
    return ours


def main() -> None:
    from bot.sandbox import server  # for the forks

    control = socket.socket(fileno=int(sys.argv[1]))
    if os.fork():
        os._exit(0)  # ready
    os.setsid()  # Ctrl-C in a terminal is for the tests, which end their servers
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        order, descriptors, *_ = socket.recv_fds(control, _LONGEST_ORDER, 2)
        if not order:
            os._exit(0)  # the tests' process has ended
        if os.fork() == 0:
            break
        for descriptor in descriptors:
            os.close(descriptor)
    lines, errors = descriptors
    control.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child:
        _keep(child, lines)
    os.dup2(lines, 1)
    os.dup2(errors, 2)
    os.close(lines)
    os.close(errors)
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    sys.argv[1:] = json.loads(order)
    sys.exit(server.main())


def _keep(child: int, lines: int) -> NoReturn:
    """Tell how the child ended; end it when nobody is left to hear that."""
    ended = os.pidfd_open(child)
    ready, *_ = select.select([ended, lines], [], [])
    if ended not in ready:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(BrokenPipeError):
        os.write(lines, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    main()
