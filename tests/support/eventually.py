"""Waiting for what nobody announces."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable

#: Seconds after which something that a test waits for hangs. A busy machine may take many times as long as a quiet one,
#: so it is far above what anything takes; a test that must measure a time does so itself. It is less than the limit of
#: a whole test in pyproject.toml, so that a wait that comes to nothing can say what it waited for.
#: Who writes a test may set fewer, not to wait so long for a sentence that never comes.
LONG = float(os.environ.get("STYLEGRAM_WAIT_SECONDS", "600"))


async def eventually(condition: Callable[[], Awaitable[object]], timeout: float = LONG, every: float = 0.05) -> None:
    """Ask again and again, `every` so many seconds, until it is true. Raises TimeoutError after `timeout` seconds."""
    async with asyncio.timeout(timeout):
        while True:
            if await condition():
                return
            await asyncio.sleep(every)
