"""Another process that holds the database for longer than the bot's patience: nothing is confirmed, nothing lost."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.store.layout import DATABASE
from tests.support.fake_engine import FakeEngine
from tests.support.hearing import listening
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, VisibleMessage


def answers(chat: list[VisibleMessage]) -> list[VisibleMessage]:
    return [message for message in chat if message.from_bot]


@pytest.mark.slow
async def test_what_people_send_meanwhile_is_answered_once_when_it_is_free_again(tmp_path: Path) -> None:
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user() as user,
        running_bot(server, tmp_path / "data", FakeEngine()) as bot,
    ):
        await user.send_text("/start")
        await user.wait_for(lambda chat: len(answers(chat)) == 1, 60)
        other = sqlite3.connect(tmp_path / "data" / DATABASE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with listening("stays with Telegram") as refused:
            await user.send_text("/size 256")
            await asyncio.wait_for(refused.wait(), 300)
        assert not bot.task.done()
        assert len(answers(await user.transcript())) == 1
        other.execute("ROLLBACK")
        other.close()
        await user.wait_for(lambda chat: any("256" in message.text for message in answers(chat)), 120)
        await user.send_album([plain_png("red"), plain_png("blue")])
        await user.wait_for(lambda chat: any("Here is your painting." in m.text for m in answers(chat)), 120)
        assert len(answers(await user.transcript())) == 4  # the greeting, the size, the card, its notice
