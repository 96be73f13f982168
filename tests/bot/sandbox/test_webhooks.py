"""Updates brought to the bot, against a bot that listens."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiogram.types
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox.server import build_app
from bot.sandbox.state import Sandbox
from bot.sandbox.webhooks import SECRET_HEADER
from tests.support.eventually import LONG
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api
from tests.support.telegram_oracle import assert_object_valid

SECRET = "Only_this-server_knows"  # noqa: S105 - nobody's


@dataclass
class ListeningBot:
    """Answers each post with the next of `statuses`, then with 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    posts: asyncio.Queue[tuple[str | None, dict[str, Any]]] = field(default_factory=asyncio.Queue)

    async def take(self, request: web.Request) -> web.Response:
        self.posts.put_nowait((request.headers.get(SECRET_HEADER), await request.json()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def next_post(self) -> tuple[str | None, dict[str, Any]]:
        secret, update = await asyncio.wait_for(self.posts.get(), LONG)
        assert_object_valid(aiogram.types.Update, update)
        return secret, update


@pytest.fixture
async def bot() -> AsyncIterator[ListeningBot]:
    bot = ListeningBot()
    app = web.Application()
    app.router.add_post("/updates", bot.take)
    async with TestServer(app, host="127.0.0.1") as server:
        bot.url = f"http://127.0.0.1:{server.port}/updates"
        yield bot


async def webhook_info(api: Api, wanted: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """What getWebhookInfo says, once it says what is wanted."""
    async with asyncio.timeout(LONG):
        while True:
            info: dict[str, Any] = (await api("getWebhookInfo")).result
            if wanted(info):
                return info
            await asyncio.sleep(0.01)


def nothing_pending(info: dict[str, Any]) -> bool:
    return info["pending_update_count"] == 0


async def test_updates_come_with_the_secret_and_in_their_order(api: Api, user: SandboxUser, bot: ListeningBot) -> None:
    await user.send_text("waiting since before")
    assert (await api("setWebhook", url=bot.url, secret_token=SECRET, max_connections=5)).result is True
    await user.send_text("two")
    posts = [await bot.next_post() for _ in range(2)]
    assert [secret for secret, _ in posts] == [SECRET] * 2
    assert [update["message"]["text"] for _, update in posts] == ["waiting since before", "two"]
    info = await webhook_info(api, nothing_pending)
    assert (info["url"], info["max_connections"]) == (bot.url, 5)


async def test_what_the_bot_did_not_take_comes_again_before_the_next_of_its_chat(
    api: Api, user: SandboxUser, bot: ListeningBot
) -> None:
    bot.statuses = [500]
    await api("setWebhook", url=bot.url)
    await user.send_text("one")
    await user.send_text("two")
    texts = [(await bot.next_post())[1]["message"]["text"] for _ in range(3)]
    assert texts == ["one", "one", "two"]
    info = await webhook_info(api, nothing_pending)
    assert "500 Internal Server Error" in info["last_error_message"]


async def test_one_stubborn_chat_does_not_hold_up_another(api: Api, user: SandboxUser, bot: ListeningBot) -> None:
    ada = await user.add_person("Ada")
    bot.statuses = [500]
    await api("setWebhook", url=bot.url)
    await user.send_text("refused at first")
    await bot.next_post()
    await user.at(as_=ada).send_text("from Ada")
    texts = [(await bot.next_post())[1]["message"]["text"] for _ in range(2)]
    assert sorted(texts) == ["from Ada", "refused at first"]


async def test_polling_and_a_webhook_exclude_each_other(api: Api, user: SandboxUser, bot: ListeningBot) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    await user.wait_for_call("getUpdates")
    await api("setWebhook", url=bot.url)
    assert (await poll).reason == "Conflict: terminated by setWebhook request"
    refused = await api("getUpdates")
    assert refused.status == 409
    assert "while webhook is active" in refused.reason
    assert (await api("deleteWebhook")).result is True
    assert (await api("getUpdates")).result == []


async def test_the_webhook_outlives_the_server(tmp_path: Path, bot: ListeningBot) -> None:
    for text in ("before", "after"):
        sandbox = Sandbox(tmp_path)
        async with TestServer(build_app(sandbox), host="127.0.0.1") as server:
            url = f"http://127.0.0.1:{server.port}"
            async with SandboxUser(type("Address", (), {"url": url})()) as user:
                assert user._session is not None
                if text == "before":
                    api = Api(url, sandbox.token, sandbox.chat.id, user._session)
                    await api("setWebhook", url=bot.url, secret_token=SECRET)
                await user.send_text(text)
                secret, update = await bot.next_post()
        sandbox.storage.close()
        assert (secret, update["message"]["text"]) == (SECRET, text)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"url": "ftp://127.0.0.1/"}, "An HTTPS URL must be provided"),
        ({"url": "https://example.org/bot"}, "nothing beyond this machine"),
        ({"url": "http://[::1"}, "invalid webhook URL"),
        ({"url": "http://127.0.0.1/", "secret_token": "no spaces"}, "unallowed characters"),
        ({"url": "http://127.0.0.1/", "secret_token": "x" * 257}, "too long"),
    ],
)
async def test_bad_webhooks_are_refused(api: Api, settings: dict[str, str], reason: str) -> None:
    assert reason in (await api("setWebhook", **settings)).reason


async def test_a_bot_that_is_away_is_noted(api: Api, user: SandboxUser) -> None:
    await api("setWebhook", url="http://127.0.0.1:9/nobody-listens")
    await user.send_text("hello")
    info = await webhook_info(api, lambda info: "last_error_message" in info)
    assert info["pending_update_count"] == 1
    await api("setWebhook", url="", drop_pending_updates=True)
    assert (await api("getWebhookInfo")).result["pending_update_count"] == 0
