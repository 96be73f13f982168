"""Messages to systemd: the bot is ready, stops, or is well (sd_notify(3)). Without systemd nothing happens."""

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
    """Tell systemd; returns whether there is one that listens."""
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
    """How often systemd expects a sign of life; None where it expects none."""
    meant = os.environ.get("WATCHDOG_PID", str(os.getpid()))
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    return int(microseconds) / 1e6 if microseconds.isdigit() and meant == str(os.getpid()) else None


async def keep_alive(complaints: Callable[[], list[str]], every: float) -> None:
    """Send three signs of life in `every` seconds while the bot is well, until canceled. After a silence systemd
    restarts the bot, which loses nothing.
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
