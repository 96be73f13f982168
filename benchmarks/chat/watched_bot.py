"""`python -m benchmarks.chat.watched_bot FILE`: the bot, whose event loop tells how long its callbacks take.

Processor time, not time by the clock: on a busy machine a callback may wait for its turn, and that is not its fault.

With BENCH_LIGHT in its environment, a worker paints that loads no TensorFlow, as the script in LIGHT_SCRIPT says; the
house's styles are not drawn. With BENCH_UNPACED, too, the bot heeds no limits of Telegram.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

from bot import app
from bot.command import main
from bot.config import Config
from bot.transport.rate_limit import Allowance, Gates
from engine.backends.local import LocalEngine
from tests.support.light_bot import WORKER

LIMIT = 0.1  #: seconds of processor time that one callback may take


def watch(report: dict[str, float]) -> None:
    """Count and time every callback of every event loop in this process."""
    run = asyncio.events.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        began = time.thread_time()
        try:
            run(handle)
        finally:
            taken = time.thread_time() - began
            report["count"] += 1
            report["longest"] = max(report["longest"], taken)
            report["over_limit"] += taken > LIMIT

    asyncio.events.Handle._run = timed  # type: ignore[assignment,method-assign]  # there is no hook for it


def lighten() -> None:
    """Give the bot of this process an engine that takes no processor time."""
    run, free = app.run, Allowance(burst=10_000, interval=1e-4)
    gates = Gates(private=free, group=free, overall=free) if "BENCH_UNPACED" in os.environ else Gates()
    environment = {name: value for name, value in os.environ.items() if name.startswith("LIGHT_")}

    async def light(config: Config) -> None:
        engine = LocalEngine(count=1, command=WORKER, environment=environment)
        await run(config, engine=engine, tempo=app.Tempo(gates=gates, starting_set=()))

    app.run = light  # type: ignore[assignment]  # stands in for the real one


if __name__ == "__main__":
    seen: dict[str, float] = {"count": 0, "longest": 0.0, "over_limit": 0}
    if "BENCH_LIGHT" in os.environ:
        lighten()  # and not watched: the clock that the watch asks takes a tenth of the bot's time
    else:
        watch(seen)
    status = main([])
    Path(sys.argv[1]).write_text(json.dumps(seen))
    sys.exit(status)
