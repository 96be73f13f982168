"""What admins hear of the room on the disk: each change once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.operations.disk_space import DiskSpaceMonitor
from bot.store import RESERVE, Store
from bot.texts.look_up import Translations
from bot.transport.messenger import Messenger
from tests.support.fake_telegram import FakeTelegram, Refusal, bot_of
from tests.support.stores import open_store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(tmp_path)
    yield store
    await store.aclose()


async def test_each_change_is_told_once_and_a_little_room_is_no_change(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = iter([10.0, 0.9, 0.8, 1.1, 0.9, 2.0, 1.1, 0.5])  # times the reserve

    async def free_bytes() -> int:
        return int(next(rooms) * RESERVE)

    monkeypatch.setattr(store.files, "free_bytes", free_bytes)
    telegram = FakeTelegram()
    telegram.answer_next("sendMessage", Refusal(400, "Bad Request: chat not found"))  # to the first of the admins
    await store.write(lambda tx: tx.chats.choose_language(12, 12, "de"))
    monitor = DiskSpaceMonitor(store, Messenger(await bot_of(telegram)), Translations(), frozenset({11, 12}))
    heard = []
    for _ in range(8):
        before = len(telegram.said)
        await monitor.look()
        heard.append([text.split(":")[0] for text in telegram.said[before:]])
    full = ["The disk is nearly full", "Die Festplatte ist fast voll"]
    free = ["There is room on the disk again", "Auf der Festplatte ist wieder Platz"]
    assert heard == [[], full, [], [], [], free, [], full]


async def test_the_room_is_that_of_the_disk(store: Store) -> None:
    assert await store.files.free_bytes() > 0
