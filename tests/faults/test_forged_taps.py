"""A client can tap under any message of the bot with any data. Every verb, under a painting and a panel of somebody
else, to the whole bot over HTTP: neither is changed.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.transport.verbs import Verb
from tests.support.eventually import LONG
from tests.support.invariant import settled
from tests.support.pictures import plain_png
from tests.support.raw_telegram import BOT_ID, RawTelegram

Json = dict[str, Any]

GROUP: Json = {"id": -1001234567890, "type": "supergroup", "title": "G1"}
ADA: Json = {"id": 7, "is_bot": False, "first_name": "Ada", "language_code": "en"}
EVE: Json = {"id": 8, "is_bot": False, "first_name": "Eve", "language_code": "en"}

_numbers = itertools.count(1)


def message(user: Json, words: str, **content: Any) -> Json:
    entity = {"type": "bot_command", "offset": 0, "length": len(words.split()[0])}
    said = {"caption": words} if content else {"text": words, "entities": [entity]}
    return {"message": {"message_id": next(_numbers), "date": 1, "chat": GROUP, "from": user, **said, **content}}


def photo(telegram: RawTelegram, color: str) -> Json:
    telegram.files[color] = plain_png(color)
    return {"photo": [{"file_id": color, "file_unique_id": color, "width": 96, "height": 80}]}


def tap(user: Json, message_id: int, data: str, *, is_photo: bool) -> Json:
    author = {"id": BOT_ID, "is_bot": True, "first_name": "Stylegram"}
    shown = {"photo": [{"file_id": "x", "file_unique_id": "x", "width": 9, "height": 9}]} if is_photo else {"text": "x"}
    card = {"message_id": message_id, "date": 1, "chat": GROUP, "from": author, **shown}
    query = {"id": f"q{next(_numbers)}", "from": user, "chat_instance": "1", "data": data, "message": card}
    return {"callback_query": query}


def forgeries(owner: int, job: str) -> Iterator[str]:
    """Data of every verb such as the bot itself would give to that person."""
    for verb in Verb:
        for subject in (owner, f"{owner}.-.0", f"{owner}.size", job, f"{job}.0"):
            yield f"v1:{verb}:{subject}"


async def painted(telegram: RawTelegram, data: Path) -> tuple[int, str]:
    """Ada's painting: its card, and its job's id."""
    telegram.bring(message(ADA, "/content@stylegram_bot", **photo(telegram, "red")))
    telegram.bring(message(ADA, "/style@stylegram_bot iterations=20 size=128", **photo(telegram, "blue")))

    def finished() -> str | None:
        return next((data for data in telegram.buttons(GROUP["id"]) if data.startswith("v1:stronger:")), None)

    job = (await telegram.until(finished)).rpartition(":")[2]
    await settled(data, None, LONG)  # the progress card was deleted, too
    return int(telegram.of("editMessageMedia")[-1]["message_id"]), job


def edits(telegram: RawTelegram) -> int:
    return sum(call.method.startswith("editMessage") for call in telegram.calls)


async def told(telegram: RawTelegram, taps: list[Json]) -> list[Json]:
    """The answers to these taps."""
    ids = {each["callback_query"]["id"] for each in taps}
    telegram.bring(*taps)

    def answers() -> list[Json]:
        return [call for call in telegram.of("answerCallbackQuery") if call["callback_query_id"] in ids]

    return await telegram.until(lambda: answers() if len(answers()) == len(taps) else None)


def unhandled(data: Path) -> int:
    with sqlite3.connect(f"file:{data / 'stylegram.sqlite3'}?mode=ro", uri=True) as database:
        (count,) = database.execute("SELECT count(*) FROM inbox WHERE handled_at IS NULL").fetchone()
    database.close()
    return count


@pytest.mark.fault("forged-taps")
async def test_nobody_changes_what_was_said_to_somebody_else(tmp_path: Path, figure: Callable[[str], None]) -> None:
    async with RawTelegram() as telegram, telegram.bot(tmp_path):
        card, job = await painted(telegram, tmp_path)
        telegram.bring(message(ADA, "/settings@stylegram_bot"))
        await telegram.until(lambda: any(":set:" in data for data in telegram.buttons(GROUP["id"])))
        panel = await telegram.noted(tmp_path, GROUP["id"])
        await telegram.until(lambda: unhandled(tmp_path) == 0)
        before, said = edits(telegram), len(telegram.said(GROUP["id"]))
        forged = [
            tap(EVE, under, data, is_photo=under == card) for under in (card, panel) for data in forgeries(8, job)
        ]
        answers = await told(telegram, forged)
        await telegram.until(lambda: unhandled(tmp_path) == 0)
        assert edits(telegram) == before
        assert len(telegram.said(GROUP["id"])) == said  # nor is anything said about it in the group
        # To choose one's own language is everybody's right; all others hear that this is not theirs.
        assert len([answer for answer in answers if answer.get("show_alert") == "true"]) == 5 * 2 * (len(Verb) - 1)
        # What belongs to her she may change all the same.
        telegram.bring(message(EVE, "/settings@stylegram_bot"))
        await telegram.until(lambda: any(data.startswith("v1:set:8.") for data in telegram.buttons(GROUP["id"])))
        hers = await telegram.noted(tmp_path, GROUP["id"])
        await told(telegram, [tap(EVE, hers, "v1:set:8.size", is_photo=False)])
        await telegram.until(lambda: edits(telegram) == before + 1)
    figure(f"{len(forged)} taps, edited 0")
