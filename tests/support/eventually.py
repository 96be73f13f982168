"""Waiting for what nobody announces."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


async def eventually(condition: Callable[[], Awaitable[object]], timeout: float, every: float = 0.05) -> None:
    """Ask again and again, `every` so many seconds, until it is true. Raises TimeoutError after `timeout` seconds."""
    async with asyncio.timeout(timeout):
        while True:
            if await condition():
                return
            await asyncio.sleep(every)
