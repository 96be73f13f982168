"""What admins hear at a start."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.jobs.operation import Mode
from bot.operations.notices import announce_start, notice
from bot.texts.look_up import Translations
from bot.transport.messenger import Messenger
from tests.support.fake_telegram import FakeTelegram, Refusal, bot_of
from tests.support.jobs import add_job
from tests.support.stores import open_store

ENGLISH = Translations().of("en")


def test_an_ordinary_start_is_told_apart_from_one_after_a_crash() -> None:
    assert notice(ENGLISH, 2, Mode.OPEN, None) == "I have started. Pictures that go on: 2."
    assert "after a crash; the run before began 2 min 0 s ago" in notice(ENGLISH, 0, Mode.OPEN, 120.0)


@pytest.mark.parametrize("mode", [Mode.PAUSED, Mode.DRAINING])
def test_an_unusual_mode_is_not_forgotten(mode: Mode) -> None:
    assert "/resume" in notice(ENGLISH, 0, mode, None)


async def test_every_admin_hears_it_in_their_language_though_one_cannot_be_reached(tmp_path: Path) -> None:
    store, telegram = await open_store(tmp_path), FakeTelegram()
    await add_job(store)
    await store.write(lambda tx: tx.chats.choose_language(12, 12, "de"))
    telegram.answer_next("sendMessage", Refusal(400, "Bad Request: chat not found"))
    await announce_start(store, Messenger(await bot_of(telegram)), Translations(), frozenset({11, 12}), None)
    assert telegram.said == [
        "I have started. Pictures that go on: 1.",
        "Ich laufe jetzt. Bilder, die weitergehen: 1.",
    ]
    await store.aclose()
