"""Admins and the whole bot, over HTTP against the sandbox's server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.fake_engine import FakeEngine
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser
from tests.support.sandbox_chat import shows, told


async def id_of(server: SandboxServer, user: SandboxUser, data: Path) -> str:
    """The number under which Telegram knows this person, as a bot hears it."""
    await user.send_text("/start")
    async with running_bot(server, data, FakeEngine()):
        call = await user.wait_for_call("sendPhoto")
    return str(call["parameters"]["chat_id"])


async def menu_of(user: SandboxUser, admin: str) -> str:
    """The commands that the bot has set for an admin's chat."""
    since = 0
    while True:
        call = await user.wait_for_call("setMyCommands", since=since)
        since = call["number"]
        if admin in str(call["parameters"].get("scope")):
            return str(call["parameters"]["commands"])


async def crash(server: SandboxServer, user: SandboxUser, data: Path, admin: str) -> None:
    """Start a bot, and let it crash."""
    async with running_bot(server, data, FakeEngine(), admins=admin) as bot:
        await user.wait_for(shows("I have started."))
        bot.task.cancel()


async def test_a_pause_is_shown_on_the_card_until_it_is_over(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    admin = await id_of(server, user, tmp_path / "bot")
    async with running_bot(server, tmp_path / "bot", FakeEngine(), admins=admin):
        await user.wait_for(shows("I have started. Pictures that go on: 0."))
        await user.send_text("/pause")
        await user.wait_for(shows("Paused: I take pictures, but start none"))
        await user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=20")
        card = await user.wait_for(shows("My operator has paused the painting"))
        await user.send_text("/queue")
        await user.wait_for(shows(f"user {admin}", "iterations=20"))
        await user.send_text("/resume")
        (result,) = await user.wait_for(told(1))
        assert result.message_id > card.message_id
        menu = await menu_of(user, admin)
        assert "drain" in menu
        assert "history" in menu


async def test_admins_hear_of_a_crash_and_only_of_a_crash(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    admin = await id_of(server, user, tmp_path / "bot")
    with pytest.raises(asyncio.CancelledError):
        await crash(server, user, tmp_path / "bot", admin)
    async with running_bot(server, tmp_path / "bot", FakeEngine(), admins=admin):
        await user.wait_for(shows("I have started again after a crash"))
    seen = len(await user.transcript())
    async with running_bot(server, tmp_path / "bot", FakeEngine(), admins=admin):
        news = await user.wait_for(lambda chat: chat[seen:])
    assert news[0].text.startswith("I have started. ")
