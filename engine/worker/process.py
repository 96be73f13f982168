"""One worker process as its parent sees it: started clean, spoken to, listened to, ended for certain."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.events import EngineFacts
from engine.features import places
from engine.worker.framing import ProtocolError
from engine.worker.protocol import COMMANDS, REPLIES, Command, Hello, Ready, Reply, check_version

log = logging.getLogger(__name__)

#: Where the `engine` package lies, so that the child finds it from any directory.
ROOT = Path(__file__).resolve().parents[2]

PASSED_ON = frozenset({"PATH", "HOME", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH", *places.VARIABLES})
PASSED_ON_PREFIXES = ("LC_", "PYTHON", "TF_", "XLA_", "OMP_", "CUDA_", "NVIDIA_")

BUFFER = 2**20  #: bytes read ahead; also the longest line of the log that stays whole
REAPING = 5.0  #: seconds that a killed process may take to vanish

# How Python's logging and TensorFlow's native logging show the level of a line. The latter cries louder than it need:
# on a machine without a GPU, that there is none is an error.
_LEVEL = re.compile(
    r"(?P<python>DEBUG|INFO|WARNING|ERROR|CRITICAL)(?: |:\w)"
    r"|(?:[\d :.-]+ )?(?P<native>[IWEF])(?:\d{4})? "
)
#: What sounds alarming and is not: there is no GPU, logging begins, sizes differ from picture to picture.
_CHATTER = ("failed call to cuInit", "before absl::InitializeLog()", "triggered tf.function retracing")
_NATIVE = {"I": logging.DEBUG, "W": logging.INFO, "E": logging.WARNING, "F": logging.ERROR}


def child_environment(parent: Mapping[str, str], extra: Mapping[str, str]) -> dict[str, str]:
    """What of the parent's environment a worker may see, with `extra` on top; never the bot's own secrets."""
    passed = {name: value for name, value in parent.items() if name in PASSED_ON or name.startswith(PASSED_ON_PREFIXES)}
    passed.setdefault("TF_CPP_MIN_LOG_LEVEL", "1")  # warnings, without the notes on how TensorFlow was built
    passed.update((name, value) for name, value in extra.items() if not name.startswith("TELEGRAM_"))
    passed["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), passed.get("PYTHONPATH"))))
    return passed


class WorkerProcess:
    """A running child. `end` must be awaited, whatever happened."""

    def __init__(self, name: str, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self._name = name
        self._process = process
        self._commands = process.stdin
        self._replies = process.stdout
        self._log = asyncio.create_task(_log_lines(name, process.stderr), name=f"{name}: log")

    @classmethod
    async def start(cls, name: str, command: Sequence[str], environment: Mapping[str, str]) -> WorkerProcess:
        """Start `command` as the leader of a session and process group of its own. Raises OSError."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment,
            start_new_session=True,
            limit=BUFFER,
        )
        return cls(name, process)

    @property
    def pid(self) -> int:
        return self._process.pid

    async def greet(self, timeout: float) -> EngineFacts:
        """Exchange versions and wait until the child is warm. Raises ProtocolError, also when the child dies or takes
        more than `timeout` seconds.
        """
        self.post(Hello())
        try:
            async with asyncio.timeout(timeout):
                reply = await self.receive()
        except TimeoutError as error:
            raise ProtocolError(f"not ready within {timeout:g} s") from error
        if reply is None:
            raise ProtocolError("died before it was ready")
        if not isinstance(reply, Ready):
            raise ProtocolError(f"the first message was {type(reply).__name__}, not Ready")
        check_version(reply.protocol)
        return reply.facts

    async def receive(self) -> Reply | None:
        """The next message, or None when the child is gone. Raises ProtocolError."""
        try:
            return await REPLIES.receive(self._replies)
        except ConnectionError:
            return None

    def post(self, command: Command) -> None:
        """Send a command whole, without waiting for the child to read it. A dead child reads nothing: see `receive`.

        Raises MessageTooLarge, with nothing sent.
        """
        self._commands.writelines(COMMANDS.encode(command))

    def signal(self, number: signal.Signals) -> None:
        """Signal the child and everything that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    async def end(self) -> str:
        """Kill what is left of the child and its group, and reap it. Returns how it ended, for the log."""
        self.signal(signal.SIGKILL)
        self._commands.close()
        try:
            async with asyncio.timeout(REAPING):
                # The pipes must be empty: asyncio's wait() ends only after their end was read.
                while await self._replies.read(BUFFER):
                    pass
                await self._log
                status = await self._process.wait()
        except TimeoutError:
            self._log.cancel()
            log.error("%s: process %d is still there %g s after SIGKILL", self._name, self.pid, REAPING)
            return "does not die"
        return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


async def _log_lines(name: str, stream: asyncio.StreamReader) -> None:
    """Pass on what the child writes to standard error; a line without a level (a traceback's) has the last one's."""
    level = logging.INFO
    while True:
        try:
            line = await stream.readline()
        except ValueError:
            log.warning("%s: (a line of more than %d bytes)", name, BUFFER)
            continue
        if not line:
            return
        text = line.decode(errors="replace").rstrip()
        level = _level_of(text) or level
        log.log(logging.DEBUG if any(words in text for words in _CHATTER) else level, "%s: %s", name, text)


def _level_of(line: str) -> int | None:
    match = _LEVEL.match(line)
    if match is None:
        return None
    if match["python"]:
        return logging.getLevelNamesMapping()[match["python"]]
    return _NATIVE[match["native"]]
