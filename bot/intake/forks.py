"""The bot's side of a fork server: begins it, has it fork a child for each piece of work, and ends both."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from bot.intake.checked import printable
from bot.intake.fork_orders import BEGUN, ENDED, FORK, ORDER

_END_TIMEOUT: Final = 60.0  #: seconds for a child to be gone
_PIPE: Final = 2**16  #: bytes that a pipe holds


class Child(NamedTuple):
    """A fork at work."""

    server: ForkServer
    process_id: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class ChildExit(NamedTuple):
    """How a child ended."""

    how: str
    peak: int  #: bytes of memory that it took at most


class ForkServer:
    """A running fork server. What it and its children print goes into a pipe of its own: nothing of it is in the bot's
    log unless the bot puts it there.
    """

    def __init__(self, process: Process, control: socket.socket, words: int) -> None:
        self._process = process
        self._control = control
        self._words = words
        self._orders = asyncio.Lock()  # an answer does not say to which order

    @classmethod
    async def begin(cls, arguments: Sequence[str], environment: Mapping[str, str], folder: Path) -> ForkServer:
        """Start Python with these arguments. Raises OSError."""
        control, theirs = socket.socketpair()
        words, their_words = os.pipe()
        control.setblocking(False)
        os.set_blocking(words, False)
        os.set_blocking(their_words, False)  # what is more than the pipe holds is lost, and nobody waits
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                stdin=theirs.fileno(),
                stdout=DEVNULL,
                stderr=their_words,
                env=environment,
                cwd=folder,
                start_new_session=True,  # Ctrl-C in a terminal ends the bot first, and the bot ends its children
            )
        except BaseException:
            control.close()
            os.close(words)
            raise
        finally:
            theirs.close()
            os.close(their_words)
        return cls(process, control, words)

    @property
    def process_id(self) -> int:
        """The process id of the server, not of its children."""
        return self._process.pid

    async def fork(self) -> Child:
        """A child with a socket of its own, once the server is warm. Raises OSError. Canceled, it leaves the server of
        no use.
        """
        ours, theirs = socket.socketpair()
        try:
            async with self._orders:
                with theirs:
                    socket.send_fds(self._control, [ORDER.pack(FORK)], [theirs.fileno()])
                (process_id,) = BEGUN.unpack(await self._answer(BEGUN.size))
            ours.setblocking(False)
            reader, writer = await asyncio.open_unix_connection(sock=ours)
        except BaseException:
            ours.close()
            raise
        return Child(self, process_id, reader, writer)

    async def end(self, child: Child) -> ChildExit:
        """Kill a child, if it is still there. Raises OSError, TimeoutError, after which the server is of no use."""
        child.writer.transport.abort()
        async with asyncio.timeout(_END_TIMEOUT), self._orders:
            self._control.send(ORDER.pack(child.process_id))
            status, peak = ENDED.unpack(await self._answer(ENDED.size))
        code = os.waitstatus_to_exitcode(status)
        return ChildExit(f"exit status {code}" if code >= 0 else f"signal {-code}", peak)

    def words(self) -> str:
        """What was printed since this was last asked, as far as it may be logged."""
        try:
            return printable(os.read(self._words, _PIPE).decode(errors="replace"))
        except OSError:  # nothing, or it is closed
            return ""

    async def aclose(self) -> None:
        """End the server and its children, and wait until it is gone."""
        self._control.close()
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        words, self._words = self._words, -1
        os.close(words)

    async def _answer(self, size: int) -> bytes:
        answer = b""
        while len(answer) < size:
            more = await asyncio.get_running_loop().sock_recv(self._control, size - len(answer))
            if not more:
                raise ConnectionError("the fork server ended")
            answer += more
        return answer
