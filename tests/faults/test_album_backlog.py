"""Somebody's album completes while thousands of updates of others wait: it costs what it costs without them."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.core.services import Services
from bot.conversation.draft.albums import settle
from bot.jobs.model import Place
from bot.store import AlbumItem, AlbumKey, Store
from tests.bot.conversation.conftest import services_of
from tests.support.fake_telegram import BOT_ID, FakeTelegram, bot_of

HERE = Place(chat_id=7, user_id=7)
FEW, MANY = 10, 10_000  #: updates of others that wait


def payload(number: int) -> str:
    """An item of somebody else's album, of a kilobyte as Telegram's are."""
    return json.dumps({"update_id": number, "message": {"media_group_id": f"of-{number}", "caption": "x" * 1000}})


async def album(store: Store, name: str) -> AlbumKey:
    for message_id in (1, 2):
        picture = await store.files.put(b"picture %d" % message_id)
        item = AlbumItem(
            place=HERE, media_group_id=name, message_id=message_id, picture=picture, received_at=float(message_id)
        )
        await store.write(lambda tx, item=item: tx.drafts.add_album_item(item))
    return AlbumKey(place=HERE, media_group_id=name)


async def wait_more(store: Store, numbers: range) -> None:
    async def work(tx: Any) -> None:
        for number in numbers:
            await tx.inbox.add(BOT_ID, number, payload(number), 1.0)

    await store.write(work)


@asynccontextmanager
async def counting(store: Store) -> AsyncIterator[Callable[[], int]]:
    """The steps of SQLite's machine: what a statement costs, on any computer, however busy."""
    connection, steps = store._database._connection, 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    await connection.set_progress_handler(step, 1)
    yield lambda: steps
    await connection.set_progress_handler(None, 1)  # type: ignore[arg-type]  # its annotation forgets None


async def cost(store: Store, services: Services, name: str) -> tuple[int, float]:
    """Steps and seconds of settling an album."""
    key = await album(store, name)
    async with counting(store) as steps:
        began = time.perf_counter()
        settled = await store.write(lambda tx: settle(tx, services, key, 3.0))
        seconds = time.perf_counter() - began
        assert settled is not None
        assert settled.outcome.job is not None
        return steps(), seconds


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(tmp_path)
    yield store
    await store.aclose()


@pytest.mark.fault("album-backlog")
async def test_an_album_costs_the_same_however_much_of_others_waits(
    store: Store, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    services = services_of(store, await bot_of(FakeTelegram()), tmp_path)
    await wait_more(store, range(FEW))
    few, _ = await cost(store, services, "first")
    await wait_more(store, range(FEW, MANY))
    many, seconds = await cost(store, services, "second")
    assert len(await store.read(lambda tx: tx.inbox.unhandled(BOT_ID))) == MANY
    assert many < 2 * few
    figure(f"steps {few} with {FEW:,} waiting, {many} with {MANY:,} ({1000 * seconds:.1f} ms)")
