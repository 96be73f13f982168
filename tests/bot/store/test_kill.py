"""kill -9 of a writing process: what it acknowledged is there, and nothing is there by halves."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from bot.store import Store

WRITE = """
import asyncio, sys
from pathlib import Path
from bot.store import Store

async def pair(tx, number):
    await tx.inbox.add(1, number, "x" * 200, 1.0)
    await tx.inbox.add(2, number, "x" * 200, 1.0)

async def main():
    store = await Store.open(Path(sys.argv[1]))
    number = int(sys.argv[2])
    while True:
        number += 1
        await store.write(lambda tx: pair(tx, number))
        print(number, flush=True)

asyncio.run(main())
"""


async def write_until_killed(directory: Path, start: int, seconds: float) -> range:
    """The numbers that a process acknowledged, counting up from `start`, before it was killed."""
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITE, str(directory), str(start), stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    first = await writer.stdout.readline()
    await asyncio.sleep(seconds)  # not a wait for something: the kill is to come at any moment
    writer.kill()
    rest, _ = await writer.communicate()
    return range(int(first), int([first, *rest.split()][-1]) + 1)


async def test_acknowledged_commits_survive_kill_9(directory: Path) -> None:
    start = 0
    for seconds in (0.003, 0.05, 0.011, 0.1, 0.027):
        acknowledged = await write_until_killed(directory, start, seconds)
        store = await Store.open(directory)
        first = {update.update_id for update in await store.read(lambda tx: tx.inbox.unhandled(1))}
        second = {update.update_id for update in await store.read(lambda tx: tx.inbox.unhandled(2))}
        await store.aclose()
        assert first == second
        assert set(acknowledged) <= first
        assert max(first) <= acknowledged[-1] + 1
        start = max(first)
