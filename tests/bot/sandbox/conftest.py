"""The server within the test's own process, over real HTTP: quick to start, and its clock can be turned."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.sandbox.server import build_app
from bot.sandbox.state import Sandbox
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api, Clock, Running
from tests.support.telegram_oracle import assert_answer_valid


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(tmp_path: Path, clock: Clock) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(tmp_path / "sandbox", clock)
    yield sandbox
    sandbox.storage.close()


@pytest.fixture
async def running(sandbox: Sandbox) -> AsyncIterator[Running]:
    async with TestServer(build_app(sandbox), host="127.0.0.1") as server:
        yield Running(f"http://127.0.0.1:{server.port}", sandbox.token)
        for call in sandbox.calls.since(0):
            assert_answer_valid(call.method, call.answer)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def api(running: Running, sandbox: Sandbox, session: aiohttp.ClientSession) -> Api:
    return Api(running.url, sandbox.token, sandbox.chat.id, session)


@pytest.fixture
async def user(running: Running) -> AsyncIterator[SandboxUser]:
    async with SandboxUser(running) as user:
        yield user
