"""The webhook's route and its place at Telegram, over HTTP against the sandbox's server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot, Update
from telegram.error import NetworkError

from bot.config import Config
from bot.store import Store
from bot.transport import webhook
from bot.transport.errors import CannotServe, OtherBot
from bot.transport.update_queue import UpdateQueue
from tests.support import updates
from tests.support.eventually import LONG, eventually
from tests.support.fake_telegram import BOT_ID, FakeTelegram, bot_of
from tests.support.patient_bot import patient_bot
from tests.support.ports import free_port
from tests.support.sandbox import SandboxServer
from tests.support.stores import open_store

SECRET = "Only-Telegram-and-this-bot-know"  # noqa: S105 - made up
KINDS = ("message", "callback_query")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(tmp_path / "bot")
    yield store
    await store.aclose()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(tmp_path / "sandbox") as server:
        yield server


@pytest.fixture
async def bot(server: SandboxServer) -> AsyncIterator[Bot]:
    async with patient_bot(server) as bot:
        yield bot


def config_of(server: SandboxServer, port: int, host: str = "127.0.0.1") -> Config:
    return Config(
        token=server.token,
        api_url=server.url,
        webhook_url=f"http://{host}:{port}/updates",
        webhook_secret=SECRET,
        webhook_listen=f"127.0.0.1:{port}",
    )


async def until_set(bot: Bot, url: str) -> None:
    async def is_set() -> bool:
        return (await bot.get_webhook_info()).url == url

    await eventually(is_set, LONG)


async def test_telegram_learns_what_the_bot_wants_to_hear(server: SandboxServer, bot: Bot, store: Store) -> None:
    config = config_of(server, free_port())
    serving = asyncio.create_task(webhook.serve(bot, config, UpdateQueue(store, BOT_ID), KINDS))
    await until_set(bot, str(config.webhook_url))
    info = await bot.get_webhook_info()
    assert sorted(info.allowed_updates) == sorted(KINDS)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(*config.webhook_listen)


async def test_a_webhook_that_is_taken_away_ends_the_bot_aloud(server: SandboxServer, bot: Bot, store: Store) -> None:
    config = config_of(server, free_port())
    serving = asyncio.create_task(webhook.serve(bot, config, UpdateQueue(store, BOT_ID), KINDS, look_again=0.05))
    await until_set(bot, str(config.webhook_url))
    await bot.delete_webhook()
    with pytest.raises(OtherBot, match="took the webhook away"):
        await asyncio.wait_for(serving, LONG)


async def test_what_telegram_could_not_bring_is_in_the_log(
    server: SandboxServer, bot: Bot, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    port, elsewhere = free_port(), free_port()
    config = config_of(server, port)
    config = config.model_copy(update={"webhook_url": f"http://127.0.0.1:{elsewhere}/updates"})
    serving = asyncio.create_task(webhook.serve(bot, config, UpdateQueue(store, BOT_ID), KINDS, look_again=0.02))

    async def is_told() -> bool:
        return "could not bring an update" in caplog.text

    with caplog.at_level(logging.WARNING, "bot.transport.webhook"):
        async with server.user() as user:
            await until_set(bot, str(config.webhook_url))
            await user.send_text("hello")
            await eventually(is_told, LONG)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


async def test_a_taken_address_is_named(server: SandboxServer, bot: Bot, store: Store) -> None:
    config = config_of(server, server.port)
    with pytest.raises(CannotServe, match=f"TELEGRAM_WEBHOOK_LISTEN: cannot listen on 127.0.0.1:{server.port}"):
        await webhook.serve(bot, config, UpdateQueue(store, BOT_ID), KINDS)


async def test_an_address_that_telegram_does_not_take_is_named(server: SandboxServer, bot: Bot, store: Store) -> None:
    config = config_of(server, free_port(), host="example.org")  # the sandbox sends nothing beyond this machine
    with pytest.raises(CannotServe, match="does not take TELEGRAM_WEBHOOK_URL"):
        await webhook.serve(bot, config, UpdateQueue(store, BOT_ID), KINDS)


class FullDisk(UpdateQueue):
    """Cannot keep what comes."""

    async def put(self, item: object) -> None:
        raise NetworkError("the inbox is not available")


async def post(queue: UpdateQueue, update: Update) -> int:
    """The answer to an update that Telegram brings."""
    config = Config(webhook_url="https://bot.example.org/updates", webhook_secret=SECRET)
    app = web.Application()
    app.router.add_post("/updates", webhook.Route(config, queue, await bot_of(FakeTelegram())).take)
    async with TestServer(app, host="127.0.0.1") as server, aiohttp.ClientSession() as telegram:
        headers = {webhook.SECRET_HEADER: SECRET}
        async with telegram.post(server.make_url("/updates"), data=update.to_json(), headers=headers) as response:
            return response.status


async def test_an_update_is_taken_once_it_is_on_disk(store: Store) -> None:
    queue, update = UpdateQueue(store, BOT_ID), updates.text("hello")
    assert await post(queue, update) == 200
    [row] = await store.read(lambda tx: tx.inbox.unhandled(BOT_ID))
    assert row.update_id == update.update_id
    assert await post(queue, update) == 200  # Telegram did not hear the first answer
    assert queue.qsize() == 1


async def test_an_update_that_cannot_be_kept_stays_with_telegram(store: Store) -> None:
    assert await post(FullDisk(store, BOT_ID), updates.text("hello")) == 503
