"""`python -m benchmarks.chat.watched_bot FILE`: the bot, whose event loop tells how long its callbacks take.

Processor time, not time by the clock: on a busy machine a callback may wait for its turn, and that is not its fault.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from bot.command import main

LIMIT = 0.1  #: seconds of processor time that one callback may take


def watch(report: dict[str, float]) -> None:
    """Count and time every callback of every event loop in this process."""
    run = asyncio.events.Handle._run

    def timed(handle: asyncio.Handle) -> Any:
        began = time.thread_time()
        try:
            return run(handle)
        finally:
            taken = time.thread_time() - began
            report["count"] += 1
            report["longest"] = max(report["longest"], taken)
            report["over_limit"] += taken > LIMIT

    asyncio.events.Handle._run = timed  # type: ignore[method-assign]  # there is no hook for it


if __name__ == "__main__":
    seen: dict[str, float] = {"count": 0, "longest": 0.0, "over_limit": 0}
    watch(seen)
    status = main([])
    Path(sys.argv[1]).write_text(json.dumps(seen))
    sys.exit(status)
