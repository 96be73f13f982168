"""What systemd wants to hear: that the bot is ready, that it stops, and that it is well (sd_notify(3)).

Without systemd there is nobody to tell, and nothing happens.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Callable
from typing import Final

log = logging.getLogger(__name__)

READY: Final = "READY=1"
STOPPING: Final = "STOPPING=1"
ALIVE: Final = "WATCHDOG=1"


def notify(*states: str) -> bool:
    """Tell systemd; whether there is one that wants to hear."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK) as sender:
            sender.sendto("\n".join(states).encode(), address.replace("@", "\0", 1))
    except OSError as error:
        log.warning("systemd did not hear %s: %s", states[0], error)
    return True


def watchdog_seconds() -> float | None:
    """How often systemd wants to hear that the bot is well; None where it does not."""
    meant = os.environ.get("WATCHDOG_PID", str(os.getpid()))
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    return int(microseconds) / 1e6 if microseconds.isdigit() and meant == str(os.getpid()) else None


async def keep_alive(complaints: Callable[[], list[str]], every: float) -> None:
    """Say three times in `every` seconds that the bot is well, for as long as that is so, until cancelled. In its
    silence systemd ends the bot and starts it again, which loses nothing.
    """
    told: list[str] = []
    while True:
        wrong = complaints()
        if not wrong:
            notify(ALIVE, "STATUS=well")
        elif wrong != told:
            notify(f"STATUS={'; '.join(wrong)}")
        told = wrong
        await asyncio.sleep(every / 3)
