from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store.connecting import Connection, connect, connect_to_read

TRIES = 300  # aiosqlite's own connection fails within these


@pytest.mark.parametrize("opened", [connect, connect_to_read])
def test_a_connection_that_fails_leaves_no_thread_that_reports_to_a_closed_loop(
    tmp_path: Path, opened: Callable[[Path], Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    died: list[object] = []
    monkeypatch.setattr(threading, "excepthook", died.append)

    async def fail() -> None:
        with pytest.raises(sqlite3.OperationalError, match="unable to open"):
            await opened(tmp_path / "missing" / "database.sqlite3")

    before = set(threading.enumerate())
    for _ in range(TRIES):
        asyncio.run(fail())
    for thread in set(threading.enumerate()) - before:
        thread.join()

    assert died == []


async def test_a_connection_to_read_refuses_to_write(tmp_path: Path) -> None:
    file = tmp_path / "odd ?#% name.sqlite3"
    async with connect(file) as connection:
        await connection.execute_fetchall("CREATE TABLE numbers (number INTEGER)")

    async with connect_to_read(file) as connection:
        assert list(await connection.execute_fetchall("SELECT * FROM numbers")) == []
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await connection.execute_fetchall("INSERT INTO numbers VALUES (1)")
