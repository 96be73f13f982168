"""Updates that the library cannot read, among those of others, to the whole bot over HTTP: nobody is made deaf."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.transport.webhook import SECRET_HEADER
from tests.support.ports import free_port
from tests.support.raw_telegram import RawTelegram

Figure = Callable[[str], None]
Json = dict[str, Any]

SECRET = "Only-Telegram-and-this-bot-know"  # noqa: S105 - made up
WORDS = "what nobody shall read in a log"
#: As a Bot API server older than 9.6 sends it: the option has no persistent_id.
POLL = {
    "id": "1",
    "question": WORDS,
    "options": [{"text": WORDS, "voter_count": 0}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
}


def address(person: int, message_id: int = 1) -> Json:
    user = {"id": person, "is_bot": False, "first_name": WORDS, "language_code": "en"}
    chat = {"id": person, "type": "private", "first_name": WORDS}
    return {"message_id": message_id, "date": 1, "chat": chat, "from": user}


POLL_ALONE = {"message": address(900) | {"poll": POLL}}
#: What the library cannot read.
STRANGE: dict[str, Json] = {
    "a poll of an older server": POLL_ALONE,
    "a poll that is replied to": {
        "message": address(901) | {"text": "hm", "reply_to_message": address(1) | {"poll": POLL}}
    },
    "no content": {"message": 5},
    "nobody": {"message": address(901) | {"from": "somebody"}},
    "a strange sender": {"message": address(901) | {"sender_chat": 3, "text": "hello"}},
    "a tap without a person": {"callback_query": {"id": "1", "data": "v1:cancel:x"}},
    "a photo that is a number": {"message": address(901) | {"photo": 7}},
    "a date in words": {"message": address(901) | {"date": "today", "text": "hello"}},
    "numbers beyond all bounds": {"message": address(10**30) | {"text": "hello"}},
}
#: What can be read, though nothing can be done about it.
UNKNOWN: dict[str, Json] = {
    "a membership without a state": {"my_chat_member": {"chat": address(901)["chat"], "date": 1}},
    "a new kind of update": {"hologram": {"id": 7}},
    "a new kind of message": {"message": address(901) | {"hologram": {"id": 7}}},
    "a new kind of chat": {"message": address(901) | {"chat": {"id": 901, "type": "hologram"}}},
    "half a character": {"message": address(901) | {"text": "\ud83d hello"}},
}


def hello(person: int) -> Json:
    command = {"type": "bot_command", "offset": 0, "length": 5}
    return {"message": address(person, 2) | {"text": "/help", "entities": [command]}}


def heard(telegram: RawTelegram, person: int) -> Callable[[], bool]:
    return lambda: any("STYLE" in words.upper() and len(words) > 100 for words in telegram.said(person))


def inbox(data: Path) -> list[tuple[int, str | None]]:
    with sqlite3.connect(f"file:{data / 'stylegram.sqlite3'}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT update_id, payload FROM inbox WHERE handled_at IS NULL").fetchall()
    database.close()
    return rows


@pytest.mark.fault("illegible-updates")
@pytest.mark.parametrize("strange", [*STRANGE, *UNKNOWN])
async def test_one_strange_update_makes_the_bot_deaf_to_nobody(
    tmp_path: Path, strange: str, caplog: pytest.LogCaptureFixture, figure: Figure
) -> None:
    with caplog.at_level(logging.INFO):
        async with RawTelegram() as telegram, telegram.bot(tmp_path):
            # In one batch: before and after those of others.
            telegram.bring(hello(1), (STRANGE | UNKNOWN)[strange], hello(2))
            await telegram.until(heard(telegram, 1))
            await telegram.until(heard(telegram, 2))
            await telegram.until(lambda: telegram.confirmed > 3)
            await telegram.until(lambda: not inbox(tmp_path))
    assert WORDS not in caplog.text
    assert ("left out" in caplog.text) == (strange in STRANGE)
    assert not [record for record in caplog.records if record.levelno >= logging.CRITICAL]
    figure("deaf 0")


async def test_the_one_who_sent_it_is_answered_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    async with RawTelegram() as telegram, telegram.bot(tmp_path):
        telegram.bring(POLL_ALONE)
        await telegram.until(lambda: telegram.said(900))
    assert len(telegram.said(900)) == 1


async def test_what_is_no_update_is_passed_over_and_what_never_ends_is_asked_for_ever_more_slowly(
    tmp_path: Path,
) -> None:
    async with RawTelegram() as telegram, telegram.bot(tmp_path):
        telegram.bring(5, hello(1))
        await telegram.until(heard(telegram, 1))
        telegram.bring({"update_id": "x"})
        await telegram.until(lambda: telegram.confirmed > 1)
        polls, began = telegram.polls, asyncio.get_running_loop().time()
        await telegram.until(lambda: telegram.polls >= polls + 2)
        assert asyncio.get_running_loop().time() - began > 1  # the pauses grow from 1 s to 30 s


async def test_what_the_bot_says_in_reply_to_such_a_message_was_said(tmp_path: Path) -> None:
    """Otherwise the answer would count as failed, and be given again and again."""
    async with RawTelegram() as telegram, telegram.bot(tmp_path):
        telegram.answers["sendMessage"] = {"reply_to_message": address(1) | {"poll": POLL}}
        telegram.bring(hello(1))
        await telegram.until(heard(telegram, 1))
        await telegram.until(lambda: not inbox(tmp_path))
    assert len(telegram.said(1)) == 1


@pytest.mark.fault("illegible-updates")
async def test_the_webhook_takes_all_of_them_and_the_others_are_served(tmp_path: Path, figure: Figure) -> None:
    port, operations = free_port(), free_port()
    settings: Json = {
        "webhook_url": f"http://127.0.0.1:{port}/updates",
        "webhook_secret": SECRET,
        "webhook_listen": f"127.0.0.1:{port}",
        "operations_port": operations,
    }
    bodies = [json.dumps({"update_id": 10 + n} | update) for n, update in enumerate((STRANGE | UNKNOWN).values())]
    bodies += [
        "",
        "\x00",
        "[" * 100_000,
        "[]",
        '{"update_id": "1"}',
        '{"update_id": 1e400}',
        '{"update_id": 9, "message": 5}',
    ]
    async with RawTelegram() as telegram, telegram.bot(tmp_path, **settings), aiohttp.ClientSession() as brings:
        await telegram.until(lambda: telegram.of("setWebhook"))
        for body in [*bodies, json.dumps({"update_id": 99} | hello(1))]:
            url = f"http://127.0.0.1:{port}/updates"
            async with brings.post(url, data=body.encode(), headers={SECRET_HEADER: SECRET}) as response:
                assert response.status == 200, body[:60]
        await telegram.until(heard(telegram, 1))
        async with brings.get(f"http://127.0.0.1:{operations}/metrics") as response:
            metrics = await response.text()
        assert f"stylegram_updates_illegible_total {len(STRANGE) + 7}.0" in metrics
    figure("deaf 0")
