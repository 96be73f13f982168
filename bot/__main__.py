"""`python -m bot`: see bot.command. Before anything else is loaded, which takes a second, it can be told to end."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType


def _end(number: int, frame: FrameType | None) -> None:
    """Nothing has begun yet. No SystemExit: raised within a destructor, it would be lost, and the signal with it."""
    os._exit(0)


if __name__ == "__main__":
    if not sys.argv[1:]:  # the bot itself, which takes over; a command that a signal broke off has not succeeded
        signal.signal(signal.SIGTERM, _end)
        signal.signal(signal.SIGINT, _end)
    from bot.command import main

    sys.exit(main(sys.argv[1:]))
