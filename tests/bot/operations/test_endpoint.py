"""Who may read `/healthz` and `/metrics`: whoever reaches the port, but no website through somebody's browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.operations.observation import Observation
from bot.transport.errors import CannotServe
from tests.support.eventually import eventually
from tests.support.fake_engine import FakeEngine
from tests.support.ports import free_port
from tests.support.stores import open_store


@pytest.fixture
async def port(tmp_path: Path) -> AsyncIterator[int]:
    """The port at which a bot tells of its health."""
    store, port = await open_store(tmp_path), free_port()
    serving = asyncio.create_task(Observation(store, FakeEngine()).serve("127.0.0.1", port))
    await eventually(lambda: is_open(port))
    yield port
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    await store.aclose()


async def is_open(port: int) -> bool:
    try:
        await status(port)
    except aiohttp.ClientConnectionError:
        return False
    return True


async def status(port: int, path: str = "/healthz", method: str = "GET", **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"http://127.0.0.1:{port}{path}", headers=named) as response,
    ):
        return response.status


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:9464", "127.0.0.1.evil.example", "localhost.", "[::1", "a@b.c"]
)
async def test_a_name_that_a_website_can_have_is_refused(port: int, path: str, host: str) -> None:
    """DNS rebinding: the name leads to this machine, but for the browser it is still the website."""
    assert await status(port, path, Host=host) == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9464", "[::1]:9464", "192.168.0.7:9464", "bot:9464"])
async def test_addresses_and_names_of_one_s_own_network_are_answered(port: int, host: str) -> None:
    assert await status(port, "/metrics", Host=host) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
async def test_what_a_page_elsewhere_begins_is_refused(port: int, headers: dict[str, str]) -> None:
    assert await status(port, "/metrics", **headers) == 403


async def test_a_person_s_own_browser_may_look(port: int) -> None:
    assert await status(port, "/healthz", Sec_Fetch_Site="none") == 200
    assert await status(port, "/healthz", Sec_Fetch_Site="same-origin", Origin=f"http://127.0.0.1:{port}") == 200


async def test_nothing_else_is_there(port: int) -> None:
    assert await status(port, "/") == 404
    assert await status(port, "/metrics", "POST") == 405
    assert await status(port, "/healthz/..") == 404


async def test_the_name_that_the_operator_listens_on_is_answered(tmp_path: Path) -> None:
    store, port = await open_store(tmp_path), free_port()
    serving = asyncio.create_task(Observation(store, FakeEngine()).serve("localhost", port))
    await eventually(lambda: is_open(port))
    assert await status(port, Host=f"localhost:{port}") == 200
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    await store.aclose()


async def test_a_taken_port_is_named(port: int, tmp_path: Path) -> None:
    store = await open_store(tmp_path / "other")
    with pytest.raises(CannotServe, match=f"STYLEGRAM_OPERATIONS_PORT: cannot listen on 127.0.0.1:{port}"):
        await Observation(store, FakeEngine()).serve("127.0.0.1", port)
    await store.aclose()
