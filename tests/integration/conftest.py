"""A sandbox of its own for each test, the person at it, and what else several of them need."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import app, logs
from tests.support.eventually import LONG
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxServer, SandboxUser


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(tmp_path / "sandbox") as server:
        yield server


@pytest.fixture
async def user(server: SandboxServer) -> AsyncIterator[SandboxUser]:
    async with server.user() as user:
        yield user


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The operator's styles."""
    folder = tmp_path / "styles"
    folder.mkdir()
    (folder / "Chalk.png").write_bytes(plain_png("green"))
    (folder / "oil.png").write_bytes(plain_png("yellow"))
    return folder


@pytest.fixture
def _time_for_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, the cards say that their jobs go on before the bot ends."""
    monkeypatch.setattr(app, "CARDS_TO_END", LONG)


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """For tests that set the log up as the bot does."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in logs.QUIET}
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
