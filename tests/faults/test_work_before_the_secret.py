"""A caller who knows no secret costs the bot next to nothing: at the webhook's port, and at the one by which operators
watch the bot.
"""

from __future__ import annotations

import asyncio
import gzip
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.config import Config
from bot.operations.observation import Observation
from bot.store import Store
from bot.transport import webhook
from bot.transport.update_queue import UpdateQueue
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import FakeEngine
from tests.support.fake_telegram import BOT_ID, FakeTelegram, bot_of
from tests.support.ports import free_port

Figure = Callable[[str], None]

SECRET = "Only-Telegram-and-this-bot-know"  # noqa: S105 - made up
ZEROS = 2**28  #: bytes that the bomb becomes
CROWD = 300


Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class Door:
    """A port of the running bot."""

    port: int
    path: str
    refusal: int  #: the answer to those who know no secret

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Line]:
        """A connection, closed at the end of the block."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def say(self, data: bytes) -> bytes:
        """All that comes in answer until the bot hangs up."""
        async with self.connect() as (reader, writer):
            writer.write(data)
            return await answer(reader)

    def head(self, *headers: str, path: str | None = None, end: str = "\r\n\r\n") -> bytes:
        """The beginning of a call that knows no secret."""
        method = "POST" if self.path == "/updates" else "GET"
        first = (f"{method} {path or self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: close")
        return ("\r\n".join((*first, *headers)) + end).encode()


@pytest.fixture(params=["webhook", "operations"])
async def door(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Door]:
    """One of the two ports that the bot opens where its operator asks for it, opened as the bot does."""
    port, store = free_port(), await Store.open(tmp_path)
    if request.param == "webhook":
        door = Door(port, "/updates", 403)
        config = Config(
            webhook_url=f"http://127.0.0.1:{port}/updates",
            webhook_secret=SECRET,
            webhook_listen=f"127.0.0.1:{port}",
            api_url="http://127.0.0.1:9",
        )
        queue = UpdateQueue(store, BOT_ID)
        serving = asyncio.create_task(webhook.serve(await bot_of(FakeTelegram()), config, queue, ()))
    else:
        door = Door(port, "/healthz", 200)
        serving = asyncio.create_task(Observation(store, FakeEngine()).serve("127.0.0.1", port))

    async def is_open() -> bool:
        try:
            async with door.connect():
                return True
        except ConnectionError:
            return False

    await eventually(is_open, LONG)
    yield door
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    await store.aclose()


async def answer(reader: asyncio.StreamReader) -> bytes:
    """All that comes until the bot hangs up."""
    try:
        async with asyncio.timeout(LONG):
            return await reader.read(-1)
    except ConnectionResetError:
        return b""


@pytest.fixture(scope="module")
def bomb() -> bytes:
    return gzip.compress(bytes(ZEROS), 6)


@pytest.mark.fault("webhook-forged")
async def test_a_compressed_body_is_not_unpacked(door: Door, bomb: bytes, figure: Figure) -> None:
    """To unpack it would hold up the event loop for a second and more."""
    before = time.process_time()
    gzip.decompress(bomb)
    unpacking = time.process_time() - before
    before = time.process_time()
    said = await door.say(door.head("Content-Encoding: gzip", f"Content-Length: {len(bomb)}") + bomb)
    spent = time.process_time() - before
    assert said == b"" or said.startswith(f"HTTP/1.1 {door.refusal} ".encode())
    assert spent < unpacking / 2
    figure(f"{spent:.2f} s for {len(bomb) / 1e6:.1f} MB of gzip ({door.path})")


@pytest.mark.parametrize("path", [None, "/elsewhere", "/"])
async def test_nobody_is_asked_to_go_on(door: Door, path: str | None) -> None:
    said = await door.say(door.head("Expect: 100-continue", "Content-Length: 1000000", path=path))
    assert said.startswith(f"HTTP/1.1 {404 if path else door.refusal} ".encode())
    assert b"100 Continue" not in said


async def test_after_the_answer_nothing_is_waited_for(door: Door) -> None:
    """A body that is announced and does not come."""
    began = time.monotonic()
    said = await door.say(door.head("Content-Length: 1000000") + b"x")
    assert said.startswith(f"HTTP/1.1 {door.refusal} ".encode())
    assert time.monotonic() - began < 8  # it was 10, however quick the machine


async def test_half_a_head_is_not_waited_for_long_and_holds_up_nobody(door: Door, figure: Figure) -> None:
    async with AsyncExitStack() as stack:
        crowd = [await stack.enter_async_context(door.connect()) for _ in range(CROWD)]
        for _, writer in crowd:
            writer.write(door.head("X-Half: ", end=""))
        assert (await door.say(door.head())).startswith(f"HTTP/1.1 {door.refusal} ".encode())
        assert await asyncio.gather(*(answer(reader) for reader, _ in crowd)) == [b""] * CROWD
    figure(f"{CROWD} half-sent heads, {CROWD} hung up on ({door.path})")


async def test_who_speaks_no_http_leaves_nothing_in_the_log(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    for data in (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"GET\r\n\r\n", door.head("X: " + "x" * 100_000)):
        await door.say(data)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    "headers",
    [
        ("X-Long: " + "x" * 100_000,),
        tuple(f"X-{number}: {number}" for number in range(500)),
        ("X-" + "y" * 100_000 + ": 1",),
    ],
)
async def test_heads_have_a_limit(door: Door, headers: tuple[str, ...]) -> None:
    said = await door.say(door.head(*headers))
    assert said == b"" or b" 400 Bad Request" in said
