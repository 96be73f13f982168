"""What those who run the bot hear of guest mode: whether Telegram has it switched on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bot import check
from bot.config import Config, Reading
from bot.transport.guests import log_ability
from tests.support.ports import free_port
from tests.support.sandbox import SandboxServer


def guests_line(config: Config) -> list[str]:
    """What `--check` says about it."""
    report: Iterable[str] = check.report(Reading(config=config, sources={}, notes=(), unknown=()))
    return [line for line in report if line.startswith("Guests:")]


async def test_check_asks_telegram_and_shows_no_token(tmp_path: Path) -> None:
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        known: dict[str, Any] = {"token": server.token, "api_url": server.url, "data": tmp_path}
        assert await asyncio.to_thread(guests_line, Config(**known)) == []
        on = Config(**known, guests=True, guest_chat=-1001)
        (line,) = await asyncio.to_thread(guests_line, on)
        assert "switched on for this bot" in line
        assert line.endswith("through the chat -1001")
        await user.set_abilities(guests=False)
        (line,) = await asyncio.to_thread(guests_line, on)
        assert "@BotFather switches it on" in line
        away = {"api_url": f"http://127.0.0.1:{free_port()}"}
        for trouble, name in (({"token": "1:wrong"}, "InvalidToken"), (away, "NetworkError")):
            (line,) = await asyncio.to_thread(guests_line, Config(**(known | {"guests": True} | trouble)))
            assert name in line
            assert line.endswith("in private")
            assert server.token not in line


@pytest.mark.parametrize(("is_on", "level"), [(True, "INFO"), (False, "WARNING")])
def test_the_log_says_so_at_the_start(caplog: pytest.LogCaptureFixture, is_on: bool, level: str) -> None:
    with caplog.at_level(logging.INFO):
        log_ability(is_on)
    assert [record.levelname for record in caplog.records] == [level]
