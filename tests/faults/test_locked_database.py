"""Another process that holds the database for longer than the bot's patience: nothing is confirmed, nothing lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store.layout import DATABASE
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine
from tests.support.hearing import listening
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, VisibleMessage
from tests.support.sandbox_chat import told


def answers(chat: list[VisibleMessage], words: str) -> list[VisibleMessage]:
    return [message for message in chat if message.from_bot and words in message.text]


@pytest.mark.fault("database-locked")
@pytest.mark.slow
async def test_what_people_send_meanwhile_is_answered_once_when_it_is_free_again(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user() as user,
        running_bot(server, tmp_path / "data", FakeEngine()) as bot,
    ):
        await user.send_text("/size 200")
        await user.wait_for(lambda chat: answers(chat, "200"), LONG)
        other = sqlite3.connect(
            tmp_path / "data" / DATABASE, timeout=LONG, isolation_level=None, check_same_thread=False
        )
        # In a thread: the bot, which may hold the lock just now, needs the event loop to let it go.
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        with listening("stays with Telegram") as refused:
            await user.send_text("/size 256")
            await asyncio.wait_for(refused.wait(), LONG)
        assert not bot.task.done()
        assert not answers(await user.transcript(), "256")
        other.execute("ROLLBACK")
        other.close()
        await user.wait_for(lambda chat: answers(chat, "256"), LONG)
        await user.send_text("/size 300")
        await user.wait_for(lambda chat: answers(chat, "300"), LONG)
        assert len(answers(await user.transcript(), "256")) == 1
        await user.send_album([plain_png("red"), plain_png("blue")])
        await user.wait_for(told(1), LONG)
    figure("confirmed 0 while it was locked, lost 0 of 4 messages, answered twice 0")
