"""What systemd hears, over a real socket."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.operations import systemd
from tests.support.eventually import LONG, eventually


@pytest.fixture
def ear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(address)
        ear.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        yield ear


def test_it_hears_what_it_is_told(ear: socket.socket) -> None:
    assert systemd.notify(systemd.READY, "STATUS=well")
    assert ear.recv(1000) == b"READY=1\nSTATUS=well"


def test_a_name_without_a_file_is_an_address_too(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"stylegram-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(f"\0{name}")
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
        systemd.notify(systemd.STOPPING)
        assert ear.recv(1000) == b"STOPPING=1"


def test_without_systemd_nothing_happens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not systemd.notify(systemd.READY)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    assert systemd.notify(systemd.READY)  # said in vain, and no error


def test_the_watchdog_is_meant_for_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    assert systemd.watchdog_seconds() is None
    monkeypatch.setenv("WATCHDOG_USEC", "30000000")
    assert systemd.watchdog_seconds() == 30.0
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert systemd.watchdog_seconds() is None


async def test_it_is_told_of_life_only_while_all_is_well(ear: socket.socket) -> None:
    complaints: list[str] = []
    asked = 0

    def complain() -> list[str]:
        nonlocal asked
        asked += 1
        return complaints

    keeping = asyncio.create_task(systemd.keep_alive(complain, 0.03))

    async def heard(part: bytes) -> bytes:
        async with asyncio.timeout(LONG):
            while part not in (words := await asyncio.get_running_loop().sock_recv(ear, 1000)):
                pass
        return words

    assert b"STATUS=well" in await heard(b"WATCHDOG=1")
    complaints = ["no engine is ready"]
    assert b"WATCHDOG" not in await heard(b"STATUS=no engine is ready")
    enough = asked + 4

    async def has_had_some_turns() -> bool:
        return asked >= enough

    await eventually(has_had_some_turns, every=0.01)
    with pytest.raises(BlockingIOError):  # in all of them it was silent
        ear.recv(1000)
    complaints = []
    await heard(b"WATCHDOG=1")
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
