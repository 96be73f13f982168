"""`python -m bot` or `stylegram`: see bot.command. Before all else is loaded, which takes a second, it can be ended."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType


def _end(number: int, frame: FrameType | None) -> None:
    """End the process at once, since nothing has begun yet. A SystemExit raised within a destructor would be lost."""
    os._exit(0)


def run() -> int:
    """The command. Returns its exit code, as `bot.command.main` does."""
    if not sys.argv[1:]:  # the bot itself, which takes over; a command that a signal broke off has not succeeded
        signal.signal(signal.SIGTERM, _end)
        signal.signal(signal.SIGINT, _end)
    from bot.command import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
