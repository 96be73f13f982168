"""In whose name people write and tap, to the whole bot over HTTP: nobody sees what is another's, and who administers a
group may tap what its anonymous admins began.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.core.owners import SHARED
from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.raw_telegram import BOT_ID, RawTelegram

Json = dict[str, Any]

GROUP: Json = {"id": -1001234567890, "type": "supergroup", "title": "G1"}
ELSEWHERE: Json = {"id": -1009876543210, "type": "supergroup", "title": "G2"}
CHANNEL: Json = {"id": -1001111111111, "type": "channel", "title": "C1"}
OTHER_CHANNEL: Json = {"id": -1002222222222, "type": "channel", "title": "C2"}
ADMIN_TO_ALL: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_TO_ALL: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
FORWARDER: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
REAL_ADMIN: Json = {"id": 5551, "is_bot": False, "first_name": "Root", "language_code": "en"}
MEMBER: Json = {"id": 5552, "is_bot": False, "first_name": "Eve", "language_code": "en"}

_numbers = itertools.count(1)


def message(chat: Json, author: Json, sender_chat: Json | None = None, **content: Any) -> Json:
    behind = {} if sender_chat is None else {"sender_chat": sender_chat}
    return {"message": {"message_id": next(_numbers), "date": 1, "chat": chat, "from": author, **behind, **content}}


def picture(telegram: RawTelegram, color: str) -> Json:
    telegram.files[color] = plain_png(color)
    return {"photo": [{"file_id": color, "file_unique_id": color, "width": 96, "height": 80}]}


def command(words: str) -> Json:
    entity = {"type": "bot_command", "offset": 0, "length": len(words.split()[0])}
    return {"text": words, "entities": [entity]}


def tap(chat: Json, user: Json, message_id: int, data: str) -> Json:
    author = {"id": BOT_ID, "is_bot": True, "first_name": "Stylegram"}
    card = {"message_id": message_id, "date": 1, "chat": chat, "from": author, "text": "card"}
    return {
        "callback_query": {
            "id": f"q{next(_numbers)}",
            "from": user,
            "chat_instance": "1",
            "data": data,
            "message": card,
        }
    }


def anonymous(**content: Any) -> Json:
    return message(GROUP, ADMIN_TO_ALL, GROUP, **content)


def offered(telegram: RawTelegram, verb: str, chat: Json = GROUP) -> list[str]:
    return [data for data in telegram.buttons(chat["id"]) if data.startswith(f"v1:{verb}:")]


async def answer_to(telegram: RawTelegram, update: Json) -> str | None:
    """What the tap was answered."""
    telegram.bring(update)
    tap_id = update["callback_query"]["id"]

    def answers() -> list[Json]:
        return [call for call in telegram.of("answerCallbackQuery") if call["callback_query_id"] == tap_id]

    (given,) = await telegram.until(answers)
    return given.get("text")


@pytest.fixture
def slow() -> FakeEngine:
    return FakeEngine(Script(hold_at=5))


async def test_who_administers_the_group_may_tap_what_its_anonymous_admins_began_and_nobody_else(
    tmp_path: Path, slow: FakeEngine
) -> None:
    async with RawTelegram() as telegram, telegram.bot(tmp_path, slow):
        telegram.administrators[GROUP["id"]] = [REAL_ADMIN["id"]]
        telegram.bring(
            anonymous(**picture(telegram, "red"), caption="/content@stylegram_bot"),
            anonymous(**picture(telegram, "blue"), caption="/style@stylegram_bot iterations=2000 size=384"),
        )
        (cancel, *_) = await telegram.until(lambda: offered(telegram, "cancel"))
        card = await telegram.noted(tmp_path, GROUP["id"])
        assert await answer_to(telegram, tap(GROUP, MEMBER, card, cancel)) == (
            "Only the person who sent the photos can do that."
        )
        assert await answer_to(telegram, tap(GROUP, REAL_ADMIN, card, cancel)) == "Canceled."


async def test_an_admin_may_use_the_sheets_and_panels_that_were_shown_to_anonymous_admins(tmp_path: Path) -> None:
    async with RawTelegram() as telegram, telegram.bot(tmp_path):
        telegram.administrators[GROUP["id"]] = [REAL_ADMIN["id"]]
        telegram.bring(anonymous(**command("/settings@stylegram_bot")))
        (size, *_) = await telegram.until(lambda: [data for data in offered(telegram, "set") if data.endswith("size")])
        panel = await telegram.noted(tmp_path, GROUP["id"])
        edits = len(telegram.of("editMessageText"))
        assert await answer_to(telegram, tap(GROUP, MEMBER, panel, size)) == (
            "These are somebody else’s settings. /settings shows yours."
        )
        assert await answer_to(telegram, tap(GROUP, REAL_ADMIN, panel, size)) is None
        await telegram.until(lambda: len(telegram.of("editMessageText")) == edits + 1)


async def test_what_was_kept_in_one_group_is_not_seen_in_another(tmp_path: Path) -> None:
    async with RawTelegram() as telegram, telegram.bot(tmp_path):
        telegram.bring(anonymous(**picture(telegram, "red"), caption="/savestyle@stylegram_bot secret-sketch"))
        await telegram.until(lambda: any("secret-sketch" in said for said in telegram.said(GROUP["id"])))
        telegram.bring(message(ELSEWHERE, ADMIN_TO_ALL, ELSEWHERE, **command("/styles@stylegram_bot")))
        telegram.bring(message(ELSEWHERE, ADMIN_TO_ALL, ELSEWHERE, **command("/style@stylegram_bot secret-sketch")))
        said = await telegram.hears(ELSEWHERE["id"], 2)
        assert "There are no styles here yet." in said[0]
        assert "no style" in said[1].lower()
        telegram.bring(anonymous(**command("/styles@stylegram_bot")))  # at home it is there
        await telegram.until(lambda: telegram.of("sendPhoto"))


async def test_photos_of_two_channels_are_not_one_job(tmp_path: Path) -> None:
    async with RawTelegram() as telegram, telegram.bot(tmp_path):
        for channel, color in ((CHANNEL, "red"), (OTHER_CHANNEL, "blue")):
            caption = f"@stylegram_bot iterations={20 if channel is CHANNEL else 30}"
            telegram.bring(message(GROUP, CHANNEL_TO_ALL, channel, **picture(telegram, color), caption=caption))
        said = await telegram.hears(GROUP["id"], 2)
        assert said[0] == said[1]  # each is told that its photo is kept and lacks a style
        assert not offered(telegram, "cancel")


async def test_a_post_of_the_channel_is_no_photo_for_the_bot_unless_it_names_it(
    tmp_path: Path, slow: FakeEngine
) -> None:
    def post(**content: Any) -> Json:
        return message(GROUP, FORWARDER, CHANNEL, is_automatic_forward=True, **content)

    async with RawTelegram() as telegram, telegram.bot(tmp_path, slow):
        telegram.administrators[GROUP["id"]] = [REAL_ADMIN["id"]]
        telegram.bring(
            post(**picture(telegram, "red"), caption="/style"),
            post(**picture(telegram, "red"), caption="/content"),
            post(**picture(telegram, "red")),
            post(**command("/start")),
            message(GROUP, MEMBER, **command("/cancel@stylegram_bot")),
        )
        await telegram.until(lambda: telegram.said(GROUP["id"]))
        assert telegram.said(GROUP["id"]) == ["There is nothing to cancel."]
        telegram.bring(
            post(**picture(telegram, "red"), caption="@stylegram_bot"),
            post(**picture(telegram, "blue"), caption="@stylegram_bot"),
        )
        (cancel, *_) = await telegram.until(lambda: offered(telegram, "cancel"))
        card = await telegram.noted(tmp_path, GROUP["id"])
        assert await answer_to(telegram, tap(GROUP, REAL_ADMIN, card, cancel)) == "Canceled."


OPERATOR = {"id": 99, "is_bot": False, "first_name": "Op", "language_code": "en"}
OFFICE = {"id": 99, "type": "private", "first_name": "Op"}


async def test_a_ban_of_one_group_silences_no_other_and_nobody_in_particular_cannot_be_banned(tmp_path: Path) -> None:
    async with RawTelegram() as telegram, telegram.bot(tmp_path, admins="99"):
        for shared in sorted(SHARED):
            telegram.bring(message(OFFICE, OPERATOR, **command(f"/ban {shared}")))
        told = await telegram.hears(99, len(SHARED) + 1)
        assert all("Example:" in said for said in told[-len(SHARED) :])
        telegram.bring(message(OFFICE, OPERATOR, **command(f"/ban {GROUP['id']}")))
        await telegram.until(lambda: any(f"{GROUP['id']} is banned" in said for said in telegram.said(99)))
        telegram.bring(
            anonymous(**command("/status@stylegram_bot")),
            message(GROUP, MEMBER, **command("/status@stylegram_bot")),
            message(ELSEWHERE, ADMIN_TO_ALL, ELSEWHERE, **command("/status@stylegram_bot")),
        )
        await telegram.until(lambda: telegram.said(ELSEWHERE["id"]))
        await telegram.until(lambda: telegram.confirmed > len(SHARED) + 4)
    assert telegram.said(GROUP["id"]) == []


ADA: Json = {"id": 601, "is_bot": False, "first_name": "Ada", "language_code": "en"}
HOME: Json = {"id": 601, "type": "private", "first_name": "Ada"}


async def test_a_caption_that_was_put_right_is_heard(tmp_path: Path, slow: FakeEngine) -> None:
    async with RawTelegram() as telegram, telegram.bot(tmp_path, slow):
        photo = message(HOME, ADA, **picture(telegram, "red"), caption="size=512 iterations=5")
        telegram.bring(photo)
        (told,) = await telegram.hears(HOME["id"], 1)
        assert "iterations" in told
        telegram.bring({"edited_message": photo["message"] | {"edit_date": 2, "caption": "size=512 iterations=50"}})
        telegram.bring(message(HOME, ADA, **picture(telegram, "blue")))
        await telegram.until(lambda: offered(telegram, "cancel", HOME))
    with sqlite3.connect(f"file:{tmp_path / 'stylegram.sqlite3'}?mode=ro", uri=True) as database:
        [(settings,)] = database.execute("SELECT settings FROM jobs").fetchall()
    database.close()
    assert (json.loads(settings)["iterations"], json.loads(settings)["size"]) == (50, 512)


async def test_a_style_in_reply_to_a_photo_of_another_chat_says_something_of_that_photo(tmp_path: Path) -> None:
    async with RawTelegram() as telegram, telegram.bot(tmp_path):
        origin = {"type": "user", "date": 1, "sender_user": MEMBER}
        there = {"origin": origin, "chat": ELSEWHERE, "message_id": 5, **picture(telegram, "red")}
        telegram.bring(message(HOME, ADA, **command("/style"), external_reply=there))
        (told,) = await telegram.hears(HOME["id"], 1)
    assert "I have the style" in told
