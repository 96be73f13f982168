"""The inbox at work: an update is on disk before `put` returns, and is handled in the order of its chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from telegram import Update
from telegram.error import NetworkError

from bot.store import Store, StoreUnavailable, Transaction
from bot.transport.backlog import MOST_WAITING, Backlog, Overload
from bot.transport.update_queue import ChatOrder, UpdateQueue
from tests.support import updates
from tests.support.eventually import LONG
from tests.support.fake_telegram import BOT_ID, FakeTelegram, bot_of
from tests.support.stores import open_store

T = TypeVar("T")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(tmp_path)
    yield store
    await store.aclose()


async def kept(store: Store) -> list[int]:
    rows = await store.read(lambda tx: tx.inbox.unhandled(BOT_ID))
    return [row.update_id for row in rows]


async def test_an_update_is_kept_before_it_is_queued(store: Store) -> None:
    queue = UpdateQueue(store, BOT_ID)
    update = updates.text("hello")
    await queue.put(update)
    assert await kept(store) == [update.update_id]
    assert queue.get_nowait() is update


async def test_an_update_that_comes_twice_is_queued_once(store: Store) -> None:
    queue = UpdateQueue(store, BOT_ID)
    update = updates.text("hello")
    await queue.put(update)
    await queue.put(update)
    assert queue.qsize() == 1


async def test_the_sign_to_stop_passes_untouched(store: Store) -> None:
    queue = UpdateQueue(store, BOT_ID)
    sign = object()
    await queue.put(sign)
    assert queue.get_nowait() is sign
    assert await kept(store) == []


async def test_what_was_not_handled_comes_back_after_a_restart_in_order(store: Store) -> None:
    bot = await bot_of(FakeTelegram())
    earlier = [updates.text("one"), updates.photo("p", caption="size=300"), updates.tap("v1:cancel:1")]
    for update in earlier:
        await UpdateQueue(store, BOT_ID).put(update)
    queue = UpdateQueue(store, BOT_ID)
    assert await queue.replay(bot) == 3
    replayed = [queue.get_nowait() for _ in range(3)]
    assert replayed == earlier
    assert isinstance(replayed[1], Update)
    assert replayed[1].message is not None
    assert replayed[1].message.caption == "size=300"
    assert replayed[1].get_bot() is bot


async def test_an_update_that_cannot_be_read_back_does_not_stop_the_others(store: Store) -> None:
    good = updates.text("hello")
    await store.write(lambda tx: tx.inbox.add(BOT_ID, good.update_id + 1000, "not JSON", 0))
    await store.write(lambda tx: tx.inbox.add(BOT_ID, good.update_id, good.to_json(), 0))
    queue = UpdateQueue(store, BOT_ID)
    await queue.replay(await bot_of(FakeTelegram()))
    assert queue.qsize() == 1
    assert await kept(store) == [good.update_id]


async def test_of_a_flood_so_much_is_kept_and_one_word_said(store: Store) -> None:
    queue, flood = UpdateQueue(store, BOT_ID, Backlog(3)), [updates.text("hello") for _ in range(10)]
    for update in flood:
        await queue.put(update)
    other, tap = updates.text("x", chat=updates.GROUP), updates.tap("v1:cancel:1")
    for update in (other, tap):
        await queue.put(update)
    assert [queue.get_nowait() for _ in range(6)] == [*flood[:3], Overload(flood[3]), other, tap]
    assert queue.empty()
    assert await kept(store) == [update.update_id for update in (*flood[:3], other, tap)]


async def test_what_waited_at_the_last_start_counts_and_is_not_dropped(store: Store) -> None:
    bot, earlier = await bot_of(FakeTelegram()), [updates.text("hello") for _ in range(5)]
    for update in earlier:
        await UpdateQueue(store, BOT_ID).put(update)
    queue = UpdateQueue(store, BOT_ID, Backlog(3))
    assert await queue.replay(bot) == 5
    await queue.put(updates.text("one more"))
    assert await kept(store) == [update.update_id for update in earlier]


async def test_there_is_room_again_when_updates_were_handled(store: Store) -> None:
    order = ChatOrder()
    queue = UpdateQueue(store, BOT_ID, order.backlog)
    flood = [updates.text("hello") for _ in range(MOST_WAITING + 1)]
    for update in flood:
        await queue.put(update)

    async def nothing() -> None:
        pass

    await process(order, flood[0], nothing)
    late = updates.text("again")
    await queue.put(late)
    assert await kept(store) == [update.update_id for update in (*flood[:-1], late)]


class TroubledStore:
    """A store whose disk refuses the first writes."""

    def __init__(self, store: Store, *failures: Exception) -> None:
        self._store = store
        self._failures = list(failures)

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        if self._failures:
            raise self._failures.pop(0)
        return await self._store.write(work)


async def test_a_busy_store_is_asked_again(store: Store) -> None:
    troubled: Any = TroubledStore(store, StoreUnavailable("busy"), StoreUnavailable("busy"))
    update = updates.text("hello")
    await UpdateQueue(troubled, BOT_ID).put(update)
    assert await kept(store) == [update.update_id]


@pytest.mark.parametrize("failure", [StoreUnavailable("disk full"), RuntimeError("a mistake of ours")])
async def test_what_cannot_be_kept_stays_with_telegram(store: Store, failure: Exception) -> None:
    troubled: Any = TroubledStore(store, *[failure] * 10)
    queue = UpdateQueue(troubled, BOT_ID, retry_for=0.15)
    with pytest.raises(NetworkError):
        await queue.put(updates.text("hello"))
    assert queue.empty()


async def process(order: ChatOrder, update: Update, work: Callable[[], Awaitable[None]]) -> None:
    async def handle() -> None:
        await work()

    await order.process_update(update, handle())


async def test_updates_of_one_chat_are_handled_in_order_and_those_of_others_meanwhile() -> None:
    order = ChatOrder()
    download = asyncio.Event()
    done: list[str] = []

    async def slow() -> None:
        await download.wait()
        done.append("photo")

    def quick(name: str) -> Callable[[], Awaitable[None]]:
        async def work() -> None:
            done.append(name)

        return work

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(process(order, updates.photo("p"), slow))
        tasks.create_task(process(order, updates.text("next"), quick("text")))
        tasks.create_task(process(order, updates.tap("v1:cancel:1"), quick("tap")))
        others = tasks.create_task(process(order, updates.text("x", chat=updates.GROUP), quick("other chat")))
        await others
        download.set()
    assert done == ["tap", "other chat", "photo", "text"]


@pytest.mark.fault("flood")
async def test_thousands_that_wait_in_one_chat_do_not_keep_another_one_waiting(figure: Callable[[str], None]) -> None:
    order, answered, crowd = ChatOrder(), asyncio.Event(), 5000

    async def nothing() -> None:
        pass

    async def slow() -> None:
        await answered.wait()

    async with asyncio.timeout(LONG), asyncio.TaskGroup() as tasks:
        first = updates.text("hello")
        tasks.create_task(process(order, first, slow))
        for _ in range(crowd):
            tasks.create_task(process(order, first, nothing))
        await tasks.create_task(process(order, updates.text("x", chat=updates.GROUP), nothing))
        assert not answered.is_set()
        answered.set()
    figure(f"{crowd} messages waiting in one chat delay others by 0")


async def test_after_closing_no_update_is_begun() -> None:
    order = ChatOrder()
    order.close()
    begun: list[str] = []

    async def work() -> None:
        begun.append("begun")

    await process(order, updates.text("late"), work)
    assert begun == []
