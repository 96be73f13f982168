"""Whoever finds the webhook's address cannot speak to the bot; Telegram can."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox.webhooks import SECRET_HEADER
from bot.transport.webhook import MOST_BYTES
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine
from tests.support.pictures import plain_png
from tests.support.ports import free_port
from tests.support.scene import finished
from tests.support.stage import Stage, stage

Figure = Callable[[str], None]

SECRET = "Only-Telegram-and-this-bot-know"  # noqa: S105 - made up
STRANGER = 666


def webhook(port: int) -> dict[str, str]:
    return {
        "webhook_url": f"http://127.0.0.1:{port}/updates",
        "webhook_secret": SECRET,
        "webhook_listen": f"127.0.0.1:{port}",
    }


def forged_update() -> bytes:
    somebody = {"id": STRANGER, "is_bot": False, "first_name": "Mallory"}
    chat = {"id": STRANGER, "type": "private", "first_name": "Mallory"}
    message = {"message_id": 1, "date": 1_700_000_000, "chat": chat, "from": somebody, "text": "hello"}
    return json.dumps({"update_id": 1, "message": message}).encode()


#: (method, path, headers, body) and the answers that are right.
FORGERIES: list[tuple[str, str, dict[str, str], bytes, set[int]]] = [
    ("POST", "/updates", {}, forged_update(), {403}),
    ("POST", "/updates", {SECRET_HEADER: ""}, forged_update(), {403}),
    ("POST", "/updates", {SECRET_HEADER: SECRET[:-1]}, forged_update(), {403}),
    ("POST", "/updates", {SECRET_HEADER: f"{SECRET} "[::-1]}, forged_update(), {403}),
    ("POST", "/updates", {SECRET_HEADER: SECRET.lower()}, forged_update(), {403}),
    ("POST", "/updates", {SECRET_HEADER: "ключ"}, forged_update(), {400, 403}),
    ("POST", "/updates", {"Authorization": SECRET}, forged_update(), {403}),
    ("POST", f"/updates?secret={SECRET}", {}, forged_update(), {403}),
    ("POST", "/updates", {}, b"x" * (2 * MOST_BYTES), {403}),
    ("GET", "/updates", {SECRET_HEADER: SECRET}, b"", {405}),
    ("PUT", "/updates", {SECRET_HEADER: SECRET}, forged_update(), {405}),
    ("POST", "/", {SECRET_HEADER: SECRET}, forged_update(), {404}),
    ("POST", "/updates/..%2f", {SECRET_HEADER: SECRET}, forged_update(), {404}),
    # With the secret, but not as Telegram speaks.
    ("POST", "/updates", {SECRET_HEADER: SECRET}, forged_update().ljust(MOST_BYTES + 1), {413}),
]


@pytest.mark.fault("webhook-forged")
async def test_who_does_not_know_the_secret_is_not_heard_and_telegram_is(tmp_path: Path, figure: Figure) -> None:
    port = free_port()
    async with stage(tmp_path) as here, aiohttp.ClientSession() as mallory:
        async with here.bot(FakeEngine(), **webhook(port)):
            announced = await here.user.wait_for_call("setWebhook", timeout=LONG)
            assert announced["parameters"]["secret_token"] == SECRET
            accepted = 0
            for method, path, headers, body, right in FORGERIES:
                url = f"http://127.0.0.1:{port}{path}"
                async with mallory.request(method, url, headers=headers, data=io.BytesIO(body)) as response:
                    assert response.status in right, (method, path, headers, body[:40], response.status)
                    accepted += response.status < 300
            await here.user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=20")
            await here.user.wait_for(finished(), LONG)
            assert not [call for call in await here.user.calls() if call["parameters"].get("chat_id") == STRANGER]
        tally = await here.check(accepted=1)
        assert tally.updates == 2  # the photos
    figure(f"accepted {accepted} of {len(FORGERIES)}")


async def webhook_of(here: Stage) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{here.server.url}/bot{here.server.token}/getWebhookInfo") as response,
    ):
        return dict((await response.json())["result"])


async def test_what_comes_while_the_bot_is_away_is_brought_or_fetched_later_and_once(tmp_path: Path) -> None:
    port = free_port()
    async with stage(tmp_path) as here:
        async with here.bot(FakeEngine(), **webhook(port)):
            await here.user.wait_for_call("setWebhook", timeout=LONG)
        assert (await webhook_of(here))["url"].endswith("/updates")  # it keeps what comes
        await here.user.send_photo(plain_png("red"))
        async with here.bot(FakeEngine(), **webhook(port)):
            await here.user.wait_for(lambda chat: chat[-1].from_bot, LONG)
        await here.user.send_photo(plain_png("blue"), caption="iterations=20")
        async with here.bot(FakeEngine()):  # fetches them again
            await here.user.wait_for(finished(), LONG)
            assert (await webhook_of(here))["url"] == ""
        tally = await here.check(accepted=1)
        assert tally.updates == 2
