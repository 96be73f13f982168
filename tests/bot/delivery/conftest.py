"""A store, and a chat to deliver into."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery import deliverer
from bot.store import Store
from tests.support.fake_telegram import FakeTelegram
from tests.support.stores import open_store


@pytest.fixture
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliverer, "BACK_OFF", (0.05,))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(tmp_path)
    yield store
    await store.aclose()


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()
