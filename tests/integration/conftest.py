"""A sandbox of its own for each test, and the person at it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.sandbox import SandboxServer, SandboxUser


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(tmp_path / "sandbox") as server:
        yield server


@pytest.fixture
async def user(server: SandboxServer) -> AsyncIterator[SandboxUser]:
    async with server.user() as user:
        yield user
