"""The way to Telegram: the operator's proxy, or the one that the environment names for all programs."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.config import BadConfig, load, read, values
from bot.store import Store
from bot.transport.telegram_api import build
from bot.transport.update_queue import ChatOrder, UpdateQueue
from tests.support.socks import socks_proxy


def used() -> str | None:
    proxy = load().proxy
    return None if proxy is None else proxy.get_secret_value()


@pytest.mark.parametrize("url", ["http://127.0.0.1:3128", "https://user:pass%40word@proxy.example.org"])
def test_a_proxy_that_the_bot_can_use(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TELEGRAM_PROXY", url)
    assert used() == url


@pytest.mark.parametrize(
    "url",
    [
        "proxy.example.org:3128",
        "socks4://127.0.0.1:1080",
        "socks://secret@127.0.0.1",
        "http://",
        "http://user:secret@host:port",
        "http://[secret",
        "http://secret:1:2",
        "file:///secret",
    ],
)
def test_one_that_it_cannot_use_is_a_mistake_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TELEGRAM_PROXY", url)
    with pytest.raises(BadConfig) as caught:
        load()
    [mistake] = caught.value.mistakes
    assert mistake.startswith("TELEGRAM_PROXY: ")
    assert "secret" not in mistake


@pytest.mark.parametrize("url", ["socks5://127.0.0.1:1080", "socks5h://user:secret@127.0.0.1:1080"])
def test_socks_needs_its_package(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TELEGRAM_PROXY", url)
    monkeypatch.setattr(values, "find_spec", lambda name: name)
    assert used() == url
    monkeypatch.setattr(values, "find_spec", lambda _: None)
    with pytest.raises(BadConfig) as caught:
        load()
    [mistake] = caught.value.mistakes
    assert "needs the package socksio, which is not installed" in mistake
    assert "secret" not in mistake


@pytest.mark.skipif(find_spec("socksio") is None, reason="the lock's socksio is not installed")
async def test_the_way_leads_through_a_socks_proxy() -> None:
    """A real SOCKS server, which alone knows the name of the Bot API server."""
    me = {"id": 123456, "is_bot": True, "first_name": "Painter", "username": "painter_bot"}

    async def get_me(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": me})

    app = web.Application()
    app.router.add_post("/bot123456:AAEsecret/getMe", get_me)
    async with TestServer(app) as server, socks_proxy("telegram.test", cast(int, server.port)) as proxy:
        url = f"socks5h://127.0.0.1:{proxy.port}"
        config = load(token="123456:AAEsecret", api_url="http://telegram.test", proxy=url)  # noqa: S106 - made up
        application = build(config, UpdateQueue(cast(Store, None), 1), ChatOrder())
        async with application.bot as bot:
            assert bot.username == "painter_bot"
    assert proxy.asked_for == {("telegram.test", 80)}


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({"HTTPS_PROXY": "http://a:1"}, "http://a:1"),
        ({"https_proxy": "http://a:1", "ALL_PROXY": "http://b:2"}, "http://a:1"),
        ({"ALL_PROXY": "http://b:2"}, "http://b:2"),
        ({"HTTPS_PROXY": "a:1"}, "http://a:1"),  # as curl takes it
        ({"HTTP_PROXY": "http://a:1"}, None),  # Telegram speaks HTTPS
        ({"HTTPS_PROXY": "http://a:1", "NO_PROXY": "localhost,.telegram.org"}, None),
        ({"HTTPS_PROXY": "http://a:1", "no_proxy": "*"}, None),
        ({"HTTPS_PROXY": "http://a:1", "NO_PROXY": "example.org"}, "http://a:1"),
        ({"HTTPS_PROXY": "http://a:1", "TELEGRAM_PROXY": "http://c:3"}, "http://c:3"),
        ({"HTTPS_PROXY": "http://a:1", "TELEGRAM_API_URL": "http://127.0.0.1:8081"}, None),
        ({"HTTP_PROXY": "http://a:1", "TELEGRAM_API_URL": "http://api.example.org"}, "http://a:1"),
    ],
)
def test_the_environment_s_proxy_is_used_as_other_programs_use_it(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], proxy: str | None
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert used() == proxy


def test_one_that_was_set_for_other_programs_and_cannot_be_used_is_noted_and_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks://user:secret@127.0.0.1:7890")  # as GNOME writes it
    reading = read()
    assert reading.config.proxy is None
    [note] = reading.notes
    assert note.startswith("ALL_PROXY is not used: ")
    assert "secret" not in note
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.org:3128")
    reading = read()
    assert reading.config.proxy == SecretStr("http://proxy.example.org:3128")
    assert reading.sources["TELEGRAM_PROXY"] == "HTTPS_PROXY"
    assert reading.notes == ()


def test_a_proxy_of_the_file_is_the_operator_s(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("TELEGRAM_PROXY=http://c:3\nHTTPS_PROXY=http://a:1\n")
    assert used() == "http://c:3"
    Path(".env").write_text("HTTPS_PROXY=http://a:1\n")  # of the environment alone
    assert used() is None
