"""What the store's work takes with few jobs and with very many: the same work on stores of four sizes, in turns.

Processor time, not time by the clock: each statement goes to a thread and back, and on a machine that has other work
these switches take longer than the statements.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from benchmarks.bench import Bench
from benchmarks.chat.full_store import FIRST_PERSON, KEPT, fill
from benchmarks.report import Row, at_most
from bot.jobs import retention
from bot.jobs.model import PaintingRequest, Place
from bot.jobs.quota import DAY
from bot.store import Store, Transaction, workload
from engine.settings import TransferSettings

SIZES: Final = (100, 1_000, 10_000, 100_000)  #: jobs in the store
PERSON: Final = FIRST_PERSON
LIMIT, START_LIMIT = 1.5, 3.0  #: times what it takes with the fewest jobs; seconds
NEW: Final = Place(chat_id=PERSON, user_id=PERSON)

Work = Callable[[Store, Transaction], Awaitable[object]]


class _Undo(Exception):
    """Ends a transaction so that nothing of it stays."""


def rows(bench: Bench) -> Iterator[Row]:
    bench.say(f"stores of {', '.join(f'{size:,}' for size in SIZES)} jobs")
    with tempfile.TemporaryDirectory(prefix="stylegram-bench-") as directory:
        yield from asyncio.run(_measured(Path(directory), bench.scope.store_rounds))


async def _measured(directory: Path, rounds: int) -> list[Row]:
    now = time.time()
    stores, opening, files = {}, {}, {}
    async with contextlib.AsyncExitStack() as opened:
        for size in SIZES:
            data = directory / str(size)
            await (await Store.open(data)).aclose()
            files[size] = await asyncio.to_thread(fill, data, size, now)
            began = time.perf_counter()
            stores[size] = await Store.open(data)
            opening[size] = time.perf_counter() - began
            opened.push_async_callback(stores[size].aclose)
        found = [_row(name, await _timed(stores, work, rounds)) for name, work in _works(now).items()]
        return [*found, _opening_row(opening, files), await _sweep_row(stores, files)]


def _works(now: float) -> Mapping[str, Work]:
    async def retain(_: Store, tx: Transaction) -> None:
        await tx.retention.expire_pictures(before=now - KEPT, now=now)
        await tx.retention.delete_jobs(before=now - retention.JOBS_KEPT)
        await tx.retention.delete_closed_chats(before=now - retention.JOBS_KEPT)
        await tx.retention.delete_handled_updates(before=now - retention.UPDATES_KEPT)
        await tx.retention.delete_sent_messages(before=now - retention.MESSAGES_DELETABLE)
        await tx.retention.delete_spendings(before=now - DAY)

    async def status(_: Store, tx: Transaction) -> None:
        await tx.overview.unfinished_of(PERSON, PERSON)
        await tx.drafts.get(NEW)
        await workload(tx)

    return {
        "a new job, and the queue's numbers": lambda _, tx: tx.jobs.add(
            PaintingRequest(settings=TransferSettings(), content="a" * 64, styles=("b" * 64,)), NEW, now
        ),
        "claim, and the queue's numbers": lambda _, tx: tx.jobs.claim(now),
        "/status": status,
        "/history": lambda _, tx: tx.overview.results_of(PERSON, PERSON, 10),
        "the workload that times are foretold from": lambda _, tx: workload(tx),
        "cards that need delivery": lambda _, tx: tx.cards.needing_delivery(),
        "which of ten replaced files are named still": lambda _, tx: tx.files.among([f"{n:064x}" for n in range(10)]),
        "a look for what is too old, where nothing is": retain,
    }


async def _timed(stores: Mapping[int, Store], work: Work, rounds: int) -> dict[int, list[float]]:
    """Sorted processor seconds of the work in its transaction, which is undone: a commit's fsync is the disk's."""
    taken: dict[int, list[float]] = {size: [] for size in stores}
    for number in range(rounds + 2):
        for size, store in stores.items():
            seconds = await _once(store, work)
            if number >= 2:  # before, caches were filled
                taken[size].append(seconds)
    return {size: sorted(each) for size, each in taken.items()}


async def _once(store: Store, work: Work) -> float:
    async def timed(tx: Transaction) -> None:
        nonlocal seconds
        began = time.process_time()
        await work(store, tx)
        seconds = time.process_time() - began
        raise _Undo

    seconds = 0.0
    with contextlib.suppress(_Undo):
        await store.write(timed)
    return seconds


def _row(name: str, taken: Mapping[int, list[float]]) -> Row:
    late = {size: each[round(0.99 * len(each)) - 1] for size, each in taken.items()}
    shown = {size: f"{1e3 * statistics.median(each):.2f} / {1e3 * late[size]:.2f} ms" for size, each in taken.items()}
    few, *_, many = taken
    between = "; ".join(f"{size:,}: {shown[size]}" for size in SIZES[1:-1])
    text = f"{shown[many]} ({between})"
    return at_most(
        f"{name}: p50 / p99, {many:,} jobs ÷ {few}", text, late[many] / late[few], LIMIT, baseline=shown[few]
    )


def _opening_row(opening: Mapping[int, float], files: Mapping[int, int]) -> Row:
    few, *_, many = opening
    name = f"opening a store of {many:,} jobs and {files[many]:,} files: check of the database, sweep"
    return at_most(name, f"{opening[many]:.2f} s", opening[many], START_LIMIT, " s", f"{opening[few]:.3f} s")


async def _sweep_row(stores: Mapping[int, Store], files: Mapping[int, int]) -> Row:
    few, *_, many = stores
    taken = {}
    for size in (few, many):
        began = time.perf_counter()
        await stores[size].sweep_files()
        taken[size] = (time.perf_counter() - began) / files[size]
    text, baseline = (f"{1e6 * taken[size]:.1f} µs of each of {files[size]:,}" for size in (many, few))
    return at_most(
        "a sweep of all files, for each: many ÷ few", text, taken[many] / taken[few], LIMIT, baseline=baseline
    )
