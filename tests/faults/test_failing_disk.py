"""A disk whose reads, writes or syncs fail with EIO, by a library between SQLite and the kernel."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.operations.maintenance import DAMAGED
from bot.store.errors import LOOK, RESTORE
from bot.store.layout import DATABASE
from tests.support.bot_process import BotProcess
from tests.support.eventually import LONG
from tests.support.sandbox import ROOT, SandboxServer, VisibleMessage

COMPILER = shutil.which("cc") or shutil.which("gcc")


pytestmark = [
    pytest.mark.fault("disk-errors"),
    pytest.mark.skipif(COMPILER is None or sys.platform != "linux", reason="a C compiler on Linux is needed"),
]


@pytest.fixture
def failing(tmp_path: Path) -> dict[str, str]:
    """The variables of a process whose database fails as the file `control` says."""
    library = tmp_path / "io_errors.so"
    source = ROOT / "tests" / "support" / "io_errors.c"
    subprocess.run([str(COMPILER), "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(library), "IO_ERRORS": str(tmp_path / "control"), "IO_ERRORS_IN": DATABASE}


def test_what_was_acknowledged_stays_and_work_goes_on_when_the_disk_is_well_again(
    tmp_path: Path, failing: dict[str, str], figure: Callable[[str], None]
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.faults.failing_disk", str(tmp_path / "data")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | failing,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["w 20 0", "s 20 0", "ws 20 0"]  # no write was taken for done
    figure("acknowledged 0 of 60 writes that failed, lost 0 of the others")


async def test_a_bot_that_cannot_read_its_database_ends_for_a_person_to_look_at_the_disk(
    tmp_path: Path, failing: dict[str, str], figure: Callable[[str], None]
) -> None:
    data, control = tmp_path / "data", tmp_path / "control"
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        bot = BotProcess(server, data, tmp_path / "log", arguments=(), module="tests.support.light_bot", **failing)
        await bot.start()
        await user.send_text("/size 200")
        await user.wait_for(saying("200"), LONG)
        control.write_text("r")
        await asyncio.to_thread(forget_pages, data)
        await user.send_text("/size 300")
        assert await bot.died() == DAMAGED
        assert RESTORE in bot.log().splitlines()[-1]

        await bot.start()
        assert await bot.died() == DAMAGED
        assert LOOK in bot.log().splitlines()[-1]

        control.write_text("")  # the disk is well again, and there was no damage
        await bot.start()
        await user.wait_for(saying("300"), LONG)
        assert await bot.stop() == 0
        assert len([m for m in await user.transcript() if "300" in m.text and m.from_bot]) == 1
    figure("unreadable: exit code 3, silent starts 0, lost 0")


def saying(words: str) -> Callable[[list[VisibleMessage]], bool]:
    return lambda chat: any(message.from_bot and words in message.text for message in chat)


def forget_pages(data: Path) -> None:
    """Let another connection write, so that the bot's must read again what it had in memory."""
    with contextlib.closing(sqlite3.connect(data / DATABASE, timeout=LONG, isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        other.execute("UPDATE operation SET mode = mode")
