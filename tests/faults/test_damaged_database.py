"""Pages of the database that are really damaged: noticed aloud at the first reading, and the way back from there."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store.layout import DATABASE
from tests.support.bot_process import BotProcess
from tests.support.eventually import LONG
from tests.support.paintings import ask, saying, told
from tests.support.sandbox import ROOT, SandboxServer

PAGE = 4096
DAMAGED = 3


def damage(data: Path) -> int:
    """Overwrite every page but the first; returns how many.

    Another connection empties the log, and commits something then, so that the bot must read what it needs from the
    file: of a database of some months, most is neither in the log nor in memory.
    """
    file = data / DATABASE
    with contextlib.closing(sqlite3.connect(file, timeout=LONG, isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = file.stat().st_size // PAGE - 1
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE operation SET mode = mode")
        with file.open("r+b") as opened:
            opened.seek(PAGE)
            opened.write(b"\xa5" * pages * PAGE)
        other.execute("COMMIT")
    return pages


def maintenance(data: Path, *arguments: str) -> int:
    """The exit code of an operator's command."""
    environment = os.environ | {"STYLEGRAM_DATA": str(data), "TELEGRAM_BOT_TOKEN": ""}
    command = (sys.executable, "-m", "bot", *arguments)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).returncode


@pytest.mark.fault("database-corrupt")
@pytest.mark.thorough
@pytest.mark.slow
async def test_a_running_bot_stops_at_once_says_how_to_go_on_and_does_after_a_restore(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    data, log, backup = tmp_path / "data", tmp_path / "log", tmp_path / "backup.tar"
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        bot = BotProcess(server, data, log, module="tests.support.light_bot")
        await bot.start()
        await ask(user)
        await user.wait_for(told(1), LONG)
        assert await bot.stop() == 0
        assert await asyncio.to_thread(maintenance, data, "backup", str(backup)) == 0

        await bot.start()
        await user.send_text("/size 200")
        await user.wait_for(saying("200"), LONG)
        pages = await asyncio.to_thread(damage, data)
        began = time.monotonic()
        await user.send_text("/size 300")
        assert await bot.died() == DAMAGED
        seconds = time.monotonic() - began
        assert "restore a backup: python -m bot restore FROM --replace" in log.read_text().splitlines()[-1]
        assert not saying("300")(await user.transcript())

        await bot.start()
        assert await bot.died() == DAMAGED  # nor does it start in silence

        assert await asyncio.to_thread(maintenance, data, "restore", str(backup), "--replace") == 0
        await bot.start()
        await user.wait_for(saying("300"), LONG)  # what could not be kept has stayed with Telegram
        assert await bot.stop() == 0
    figure(f"{pages} pages: stopped after {seconds:.1f} s, silent starts 0, lost 0 after a restore")
