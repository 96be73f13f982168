"""Transactions are whole, one at a time, whoever is canceled; a damaged or foreign database is refused aloud."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.jobs.model import StopRequest
from bot.store import (
    Store,
    StoreClosed,
    StoreCorrupt,
    StoreError,
    StoreInUse,
    StoreTooNew,
    StoreUnavailable,
    StoreUnreadable,
    Transaction,
)
from bot.store.layout import DATABASE, PICTURES
from tests.support.eventually import LONG
from tests.support.jobs import add_job

BOT = 7


async def update_ids(store: Store) -> list[int]:
    return [update.update_id for update in await store.read(lambda tx: tx.inbox.unhandled(BOT))]


async def test_a_failing_transaction_leaves_nothing_behind(store: Store) -> None:
    async def half(tx: Transaction) -> None:
        await tx.inbox.add(BOT, 1, "{}", 1.0)
        raise LookupError("in the middle")

    with pytest.raises(LookupError):
        await store.write(half)
    assert await update_ids(store) == []


async def test_a_caller_canceled_in_mid_transaction_leaves_a_whole_one(store: Store) -> None:
    in_the_middle, go_on = asyncio.Event(), asyncio.Event()

    async def slow(tx: Transaction) -> None:
        await tx.inbox.add(BOT, 1, "{}", 1.0)
        in_the_middle.set()
        await go_on.wait()
        await tx.inbox.add(BOT, 2, "{}", 1.0)

    caller = asyncio.create_task(store.write(slow))
    await in_the_middle.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    next_write = asyncio.create_task(store.write(lambda tx: tx.inbox.add(BOT, 3, "{}", 1.0)))
    go_on.set()
    assert await next_write
    assert await update_ids(store) == [1, 2, 3]


async def test_a_caller_canceled_before_its_turn_has_written_nothing(store: Store) -> None:
    in_the_middle, go_on = asyncio.Event(), asyncio.Event()

    async def slow(tx: Transaction) -> None:
        in_the_middle.set()
        await go_on.wait()

    first = asyncio.create_task(store.write(slow))
    await in_the_middle.wait()
    second = asyncio.create_task(store.write(lambda tx: tx.inbox.add(BOT, 1, "{}", 1.0)))
    await asyncio.sleep(0)
    second.cancel()
    go_on.set()
    await first
    with pytest.raises(asyncio.CancelledError):
        await second
    assert await store.write(lambda tx: tx.inbox.add(BOT, 2, "{}", 1.0))
    assert await update_ids(store) == [2]


async def test_canceling_at_every_single_step_never_leaves_half_a_transaction(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another caller is canceled at each moment in which SQLite is about to be asked for something, or has answered."""
    connection = store._database._connection
    execute: Any = connection._execute
    caller: asyncio.Task[None] | None = None
    moment = fatal = 0

    async def pass_moment() -> None:
        nonlocal moment
        moment += 1
        if moment == fatal and caller is not None:
            caller.cancel()
            await asyncio.wait([caller])  # before anything else happens

    async def watched(*asked: Any, **more: Any) -> Any:
        await pass_moment()
        answer = await execute(*asked, **more)
        await pass_moment()
        return answer

    async def pair(tx: Transaction, number: int) -> None:
        await tx.inbox.add(BOT, number, "{}", 1.0)
        await tx.inbox.add(BOT, number + 1, "{}", 1.0)

    monkeypatch.setattr(connection, "_execute", watched)
    kept: list[int] = []
    while caller is None or caller.cancelled():
        fatal, moment = fatal + 1, 0
        caller = asyncio.create_task(store.write(lambda tx, number=2 * fatal: pair(tx, number)))
        await asyncio.wait([caller])
        kept = await update_ids(store)  # in its turn, after the transaction
    assert fatal > 10
    assert kept == list(range(2, 2 * fatal + 2))  # of a caller that is gone, too, each is carried to its end


async def test_a_transaction_whose_own_task_is_canceled_rolls_back(store: Store) -> None:
    in_the_middle = asyncio.Event()

    async def endless(tx: Transaction) -> None:
        await tx.inbox.add(BOT, 1, "{}", 1.0)
        in_the_middle.set()
        await asyncio.Event().wait()

    caller = asyncio.create_task(store.write(endless))
    await in_the_middle.wait()
    for task in asyncio.all_tasks():  # as the end of the event loop does it
        if task.get_name() == "store transaction":
            task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert await store.write(lambda tx: tx.inbox.add(BOT, 2, "{}", 1.0))
    assert await update_ids(store) == [2]


async def test_two_writers_never_see_each_other_half_way(store: Store) -> None:
    async def transfer(tx: Transaction, first: int) -> None:
        before = len(await tx.inbox.unhandled(BOT))
        await tx.inbox.add(BOT, first, "{}", 1.0)
        await asyncio.sleep(0)
        await tx.inbox.add(BOT, first + 1, "{}", 1.0)
        assert len(await tx.inbox.unhandled(BOT)) == before + 2
        assert before % 2 == 0

    await asyncio.gather(*(store.write(lambda tx, first=2 * n: transfer(tx, first)) for n in range(20)))
    assert len(await update_ids(store)) == 40


async def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="readonly"):
        await store.read(lambda tx: tx.inbox.add(BOT, 1, "{}", 1.0))
    assert await store.write(lambda tx: tx.inbox.add(BOT, 1, "{}", 1.0))


async def test_a_transaction_within_a_transaction_is_refused_instead_of_waiting_for_ever(store: Store) -> None:
    async def nested(tx: Transaction) -> None:
        await store.write(lambda inner: inner.inbox.add(BOT, 1, "{}", 1.0))

    with pytest.raises(RuntimeError, match="wait for itself"):
        await store.write(nested)


async def test_closing_waits_for_the_transaction_that_runs_and_refuses_later_ones(directory: Path) -> None:
    store = await Store.open(directory)
    in_the_middle, go_on = asyncio.Event(), asyncio.Event()

    async def slow(tx: Transaction) -> None:
        await tx.inbox.add(BOT, 1, "{}", 1.0)
        in_the_middle.set()
        await go_on.wait()

    writer = asyncio.create_task(store.write(slow))
    await in_the_middle.wait()
    closing = asyncio.create_task(store.aclose())
    late = asyncio.create_task(store.write(lambda tx: tx.inbox.add(BOT, 2, "{}", 1.0)))
    go_on.set()
    await asyncio.gather(writer, closing)
    with pytest.raises(StoreClosed):
        await late
    await store.aclose()
    store = await Store.open(directory)
    assert await update_ids(store) == [1]
    await store.aclose()


async def test_a_commit_is_announced_even_when_its_caller_is_gone(store: Store) -> None:
    job = await add_job(store)
    in_the_middle, go_on = asyncio.Event(), asyncio.Event()

    async def slow(tx: Transaction) -> None:
        await tx.jobs.request_stop(job.id, StopRequest.CANCEL, 1.0)
        in_the_middle.set()
        await go_on.wait()

    seen = store.revision
    caller = asyncio.create_task(store.write(slow))
    await in_the_middle.wait()
    caller.cancel()
    go_on.set()
    assert await store.wait_for_change(seen, timeout=LONG) > seen


async def test_waiting_for_a_change_ends_with_the_timeout(store: Store) -> None:
    await store.write(lambda tx: tx.inbox.add(BOT, 1, "{}", 1.0))  # no job
    assert await store.wait_for_change(store.revision, timeout=0.01) == store.revision


async def test_a_read_cannot_write_wherever_it_comes_among_the_writes(store: Store) -> None:
    await store.write(lambda tx: tx.inbox.add(BOT, 1, "{}", 1.0))
    for number in (2, 3):
        for _ in range(2):
            with pytest.raises(StoreUnavailable):
                await store.read(lambda tx, number=number: tx.inbox.add(BOT, number, "{}", 1.0))
        await store.write(lambda tx, number=number: tx.inbox.add(BOT, number, "{}", 1.0))
    assert await update_ids(store) == [1, 2, 3]


async def test_a_change_between_a_look_and_the_wait_is_not_missed(store: Store) -> None:
    seen = store.revision
    await add_job(store)
    assert await store.wait_for_change(seen, timeout=None) > seen


async def test_a_database_that_others_lock_is_unavailable_and_then_works_again(store: Store, directory: Path) -> None:
    await store._database._connection.execute_fetchall("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(directory / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"):
        await store.write(lambda tx: tx.inbox.add(BOT, 1, "{}", 1.0))
    other.execute("ROLLBACK")
    other.close()
    assert await store.write(lambda tx: tx.inbox.add(BOT, 1, "{}", 1.0))


async def test_a_full_disk_refuses_the_write_and_keeps_what_was_there(store: Store) -> None:
    await store.write(lambda tx: tx.inbox.add(BOT, 1, "{}", 1.0))
    connection = store._database._connection
    [(pages,)] = await connection.execute_fetchall("PRAGMA page_count")
    await connection.execute_fetchall(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreUnavailable, match="full"):
        await store.write(lambda tx: tx.inbox.add(BOT, 2, "x" * 100_000, 1.0))
    await connection.execute_fetchall("PRAGMA max_page_count = 1000000")
    assert await store.write(lambda tx: tx.inbox.add(BOT, 3, "x" * 100_000, 1.0))
    assert await update_ids(store) == [1, 3]


async def test_the_connection_has_the_pragmas_that_durability_rests_on(store: Store) -> None:
    values = {}
    for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema"):
        [(values[name],)] = await store._database._connection.execute_fetchall(f"PRAGMA {name}")
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
    }


@pytest.mark.fault("database-corrupt")
async def test_a_database_with_a_damaged_page_is_refused(directory: Path) -> None:
    store = await Store.open(directory)
    for number in range(50):
        await store.write(lambda tx, number=number: tx.inbox.add(BOT, number, "x" * 500, 1.0))
    await store.aclose()
    database = directory / DATABASE
    content = bytearray(database.read_bytes())
    content[-3 * 4096 :] = b"\xa5" * (3 * 4096)
    database.write_bytes(content)
    with pytest.raises(StoreCorrupt, match="restore a backup"):
        await Store.open(directory)
    assert database.read_bytes() == bytes(content)


@pytest.mark.parametrize("kind", [StoreCorrupt, StoreUnreadable])
async def test_damage_that_one_part_meets_is_told_aloud_and_ends_all_further_work(
    store: Store, kind: type[StoreError]
) -> None:
    async def meets_it(_: Transaction) -> None:
        raise kind("a page is damaged")

    told = asyncio.create_task(store.failure())
    assert await store.write(lambda tx: tx.inbox.add(BOT, 2, "{}", 1.0))
    with pytest.raises(kind):
        await store.read(meets_it)
    assert isinstance(await asyncio.wait_for(told, LONG), kind)
    for work in (store.read, store.write):
        with pytest.raises(kind, match="a page is damaged"):
            await work(lambda tx: tx.inbox.unhandled(BOT))


@pytest.fixture
def _rubbish(directory: Path) -> None:
    directory.mkdir()
    (directory / DATABASE).write_bytes(b"not a database at all" * 100)


@pytest.mark.usefixtures("_rubbish")
async def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(directory: Path) -> None:
    with pytest.raises(StoreCorrupt):
        await Store.open(directory)
    assert (directory / DATABASE).read_bytes() == b"not a database at all" * 100


async def test_pictures_without_their_database_are_not_swept_away(directory: Path) -> None:
    store = await Store.open(directory)
    job = await add_job(store)
    await store.aclose()
    (directory / DATABASE).unlink()
    with pytest.raises(StoreCorrupt, match="missing"):
        await Store.open(directory)
    assert (directory / PICTURES / job.request.content[:2] / job.request.content[2:]).exists()


async def test_a_schema_from_the_future_is_refused(directory: Path) -> None:
    await (await Store.open(directory)).aclose()
    database = sqlite3.connect(directory / DATABASE)
    database.execute("PRAGMA user_version = 9999")
    database.close()
    with pytest.raises(StoreTooNew, match="9999"):
        await Store.open(directory)


HOLD = """
import asyncio, sys
from pathlib import Path
from bot.store import Store

async def main():
    store = await Store.open(Path(sys.argv[1]))
    print("held", flush=True)
    sys.stdin.read()
    await store.aclose()

asyncio.run(main())
"""


async def test_a_second_bot_is_kept_out_until_the_first_is_gone(directory: Path) -> None:
    first = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD, str(directory), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert first.stdout is not None
    assert await first.stdout.readline() == b"held\n"
    with pytest.raises(StoreInUse, match=str(first.pid)):
        await Store.open(directory)
    first.kill()
    await first.communicate()
    await (await Store.open(directory)).aclose()


@pytest.mark.usefixtures("_rubbish")
async def test_a_refused_start_lets_go_of_the_directory(directory: Path) -> None:
    with pytest.raises(StoreCorrupt):
        await Store.open(directory)
    (directory / DATABASE).unlink()
    await (await Store.open(directory)).aclose()


async def test_nobody_else_on_the_machine_can_read_what_is_kept(directory: Path) -> None:
    store = await Store.open(directory)
    await add_job(store)
    paths = await asyncio.to_thread(lambda: [directory, *directory.rglob("*")])
    assert len(paths) > 6
    assert [path for path in paths if path.stat().st_mode & 0o077] == []
    await store.aclose()


async def test_a_data_directory_that_cannot_be_made_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreUnavailable, match="data directory cannot be used"):
        await Store.open(tmp_path / "file" / "data")
