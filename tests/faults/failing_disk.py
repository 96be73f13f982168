"""`python -m tests.faults.failing_disk DATA`, with tests/support/io_errors.c preloaded: the store while the disk fails.

Prints for each kind of failure how many writes were tried and how many were acknowledged while it lasted.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path

import pytest

from bot.store import Store, StoreUnavailable, Transaction
from bot.store.verification import verify

BOT = 7
TRIES = 20


def disk_fails(kind: str) -> None:
    """Let reads, writes or syncs of the disk fail from now on; an empty `kind` ends that."""
    Path(os.environ["IO_ERRORS"]).write_text(kind)


async def write(store: Store, number: int) -> None:
    async def pair(tx: Transaction) -> None:
        for bot in (BOT, BOT + 1):
            await tx.inbox.add(bot, number, "x" * 20_000, 1.0)

    await store.write(pair)


async def kept(store: Store) -> set[int]:
    first, second = [
        {update.update_id for update in await store.read(lambda tx, bot=bot: tx.inbox.unhandled(bot))}
        for bot in (BOT, BOT + 1)
    ]
    assert first == second  # whole transactions only
    return first


async def main(data: Path) -> None:
    store = await Store.open(data)
    acknowledged = set[int]()
    number = 0
    for kind in ("w", "s", "ws"):
        before = len(acknowledged)
        disk_fails(kind)
        for _ in range(TRIES):
            number += 1
            with contextlib.suppress(StoreUnavailable):
                await write(store, number)
                acknowledged.add(number)
        disk_fails("")
        sys.stdout.write(f"{kind} {TRIES} {len(acknowledged) - before}\n")
        number += 1
        await write(store, number)  # as soon as the disk is well again
        acknowledged.add(number)
        assert await kept(store) == acknowledged
    await store.aclose()
    disk_fails("r")
    with pytest.raises(StoreUnavailable, match="disk I/O error"):  # and not that the database is damaged
        await Store.open(data)
    disk_fails("")
    store = await Store.open(data)
    assert await kept(store) == acknowledged
    await store.aclose()
    assert (await verify(data)).problems == ()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
