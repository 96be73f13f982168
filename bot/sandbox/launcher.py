"""Starts the stand-in server and the bot as children, and ends them together."""

from __future__ import annotations

import asyncio
import ctypes
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.config import LogFormat

_BOT_SECONDS = 20.0  #: the bot keeps its checkpoints and tells the cards in this time
_SERVER_SECONDS = 5.0
_PARENT_DEATH_SIGNAL = 1  #: PR_SET_PDEATHSIG in Linux's prctl

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Announcement:
    """What the server says of itself once it listens."""

    url: str
    token: str


async def launch(host: str, port: int, data: Path, log_format: LogFormat = LogFormat.TEXT) -> int:
    """Run the sandbox until SIGINT, SIGTERM or SIGHUP, or until a child ends by itself.

    Returns the exit status: 0 after a signal, the server's where it could not start, otherwise 1.
    """
    stop = _StopSignals()
    where = ("--host", host, "--port", str(port), "--data", str(data / "server"), "--log-format", log_format.value)
    server = await _start("bot.sandbox.server", *where, announces=True)
    announced = await _announcement(server)
    if announced is None:
        return await server.wait() or 1
    bot = await _start("bot", environment=bot_environment(os.environ, announced, data / "bot"))
    _log.info("The sandbox is open. Chat with the bot in your browser:  %s  (Ctrl+C ends it)", announced.url)
    waiting = {
        asyncio.create_task(server.wait(), name="server"),
        asyncio.create_task(bot.wait(), name="bot"),
        asyncio.create_task(stop.first.wait(), name="stop"),
    }
    ended, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    dead = sorted(task.get_name() for task in ended if task.get_name() != "stop")
    for name in () if stop.first.is_set() else dead:
        _log.error("The %s ended by itself; the sandbox closes.", name)
    await _end(bot, _BOT_SECONDS, stop.second)  # first, for its last words need the server
    await _end(server, _SERVER_SECONDS, stop.second)
    for task in pending:
        task.cancel()
    return 0 if stop.first.is_set() else 1


def is_foreign(name: str) -> bool:
    """Whether a variable is meant for Telegram itself."""
    return name.upper().startswith(("TELEGRAM_", "ALLOWED_", "ADMIN_"))


def bot_environment(inherited: Mapping[str, str], server: Announcement, data: Path) -> dict[str, str]:
    """The bot's environment: the operator's STYLEGRAM_* settings, but nothing that is meant for Telegram itself."""
    kept = {name: value for name, value in inherited.items() if not is_foreign(name)}
    no_proxy = ",".join(filter(None, [kept.get("NO_PROXY"), kept.get("no_proxy"), "127.0.0.1"]))
    return kept | {
        "TELEGRAM_BOT_TOKEN": server.token,
        "TELEGRAM_API_URL": server.url,
        "STYLEGRAM_DATA": str(data),
        # The lists in a .env speak of people on Telegram. Here there is only the one at the page.
        "ALLOWED_USER_IDS": "*",
        "ALLOWED_CHAT_IDS": "*",
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
    }


class _StopSignals:
    """The first signal asks for an orderly end, the second for an end at once."""

    def __init__(self) -> None:
        self.first = asyncio.Event()
        self.second = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self._received)

    def _received(self) -> None:
        (self.second if self.first.is_set() else self.first).set()


async def _start(
    module: str, *arguments: str, environment: Mapping[str, str] | None = None, announces: bool = False
) -> asyncio.subprocess.Process:
    """A child in a session of its own: Ctrl+C reaches only the launcher, which passes it on in the right order."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", module, *arguments),
        env=environment,
        stdout=asyncio.subprocess.PIPE if announces else None,
        start_new_session=True,
        preexec_fn=_end_with_parent(),
    )


def _end_with_parent() -> Callable[[], None] | None:
    """On Linux, let the kernel end the child if the launcher is killed."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)

    return ask


async def _announcement(server: asyncio.subprocess.Process) -> Announcement | None:
    """None where the server ended instead; it has said why on standard error."""
    assert server.stdout is not None
    line = await server.stdout.readline()
    if not line:
        return None
    announced = json.loads(line)
    return Announcement(url=announced["url"], token=announced["token"])


async def _end(child: asyncio.subprocess.Process, seconds: float, at_once: asyncio.Event) -> None:
    """Ask the child to end; kill it after so many seconds, or when a second signal asks for that."""
    if child.returncode is not None:
        return
    child.terminate()
    exited = asyncio.create_task(child.wait())
    urged = asyncio.create_task(at_once.wait())
    await asyncio.wait({exited, urged}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    urged.cancel()
    if not exited.done():
        child.kill()
    await exited
