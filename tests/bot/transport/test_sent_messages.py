"""The numbers of what the bot said."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.store import SentMessage
from bot.transport.sent_messages import forgotten_in, noted_in
from tests.support.jobs import place_of
from tests.support.stores import open_store


async def test_they_are_kept_by_whom_they_were_said_to(tmp_path: Path) -> None:
    store = await open_store(tmp_path)
    await noted_in(store)(place_of(1), 5, time.time())
    await store.write(lambda tx: tx.erasures.begin(place_of(1), 9, None, before_update=1, now=time.time()))
    (erasure,) = await store.read(lambda tx: tx.erasures.pending())
    assert await store.read(lambda tx: tx.erasures.sent_messages(erasure)) == [SentMessage(chat_id=1, message_id=5)]
    await store.aclose()


async def test_that_one_cannot_be_noted_is_no_reason_to_fail(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = await open_store(tmp_path)
    await store.aclose()
    await noted_in(store)(place_of(1), 5, time.time())
    assert "was not noted" in caplog.text


async def test_what_was_deleted_has_no_reader_any_more(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = await open_store(tmp_path)
    for message_id in (5, 6):
        await noted_in(store)(place_of(1), message_id, time.time())
    await forgotten_in(store)(1, [5])
    readers = [await store.read(lambda tx, id_=id_: tx.erasures.reader_of(1, id_)) for id_ in (5, 6)]
    assert readers == [None, 1]
    await store.aclose()
    await forgotten_in(store)(1, [6])
    assert "were not forgotten" in caplog.text
