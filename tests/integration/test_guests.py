"""Guest mode, to the whole bot over HTTP: somebody asks in a chat of which the bot is no member."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.languages import Language
from bot.store.layout import DATABASE
from bot.texts.look_up import texts_in
from bot.transport.verbs import Verb
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage
from tests.support.sandbox_chat import Chat, button_of, results
from tests.support.telegram_oracle import assert_calls_valid

TEXTS = texts_in(Language.ENGLISH)
BOT = "@stylegram_sandbox_bot"
INLINE = "inline_message_id"


@dataclass
class Friends:
    """A group without the bot, and the operator's own group, which has it."""

    there: SandboxUser
    private: SandboxUser
    storage: int

    async def ask(self, words: str = "chalk", *, photo: bool = True) -> None:
        replied = await self.there.send_photo(plain_png("red")) if photo else None
        await self.there.send_text(f"{BOT} {words}", reply_to=replied)

    async def hears(self, wanted: Callable[[VisibleMessage], bool]) -> VisibleMessage:
        """The bot's one message there, once it is as wanted."""

        def found(chat: Chat) -> VisibleMessage | None:
            said = [message for message in chat if message.from_bot]
            assert len(said) <= 1
            return said[0] if said and wanted(said[0]) else None

        return await self.there.wait_for(found, LONG)


@pytest.fixture
async def friends(user: SandboxUser) -> Friends:
    own = int((await user.state())["user"]["id"])
    there = user.at(chat=await user.add_group("Friends", [own]))
    await there.set_bot_status("left")
    return Friends(there, user, await user.add_group("Storage", [own]))


@asynccontextmanager
async def bot(
    server: SandboxServer, tmp_path: Path, folder: Path, script: Script | None = None, **settings: Any
) -> AsyncIterator[FakeEngine]:
    """The bot with the operator's styles, once it has them."""
    engine, data = FakeEngine(script or Script(iterations=5)), tmp_path / "bot"
    async with running_bot(server, data, engine, styles=folder, **({"guests": True} | settings)):
        await eventually(lambda: _has_styles(data))
        yield engine


async def _has_styles(data: Path) -> bool:
    if not (data / DATABASE).exists():
        return False
    with closing(sqlite3.connect(data / DATABASE, timeout=LONG)) as database:
        tables = database.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'styles'").fetchone()[0]
        return bool(tables) and database.execute("SELECT count(*) FROM styles").fetchone()[0] == 2


def is_painting(message: VisibleMessage) -> bool:
    return message.media is not None and message.media.kind == "photo"


async def test_one_message_goes_from_the_queue_to_the_painting(
    server: SandboxServer, tmp_path: Path, folder: Path, friends: Friends
) -> None:
    storage = friends.private.at(chat=friends.storage)
    async with bot(server, tmp_path, folder, guest_chat=friends.storage):
        await friends.ask("chalk strength=40")
        painted = await friends.hears(is_painting)
        (link,) = painted.buttons[0]
        assert link["text"] == TEXTS.say("button-like-this")
        assert link["url"].startswith("https://t.me/stylegram_sandbox_bot?start=")
        await storage.wait_for(lambda chat: not any(message.media for message in chat), LONG)
    assert await friends.private.transcript() == []
    calls = await friends.private.calls()
    assert_calls_valid(calls)
    assert sum(call["method"] == "answerguestquery" for call in calls) == 1
    assert all(not call["uploads"] for call in calls if INLINE in call["parameters"])


async def test_without_a_chat_for_it_the_painting_comes_in_private(
    server: SandboxServer, tmp_path: Path, folder: Path, friends: Friends
) -> None:
    async with bot(server, tmp_path, folder):
        await friends.ask()
        await friends.hears(lambda message: message.text == TEXTS.say("guest-in-private"))
        painted = await friends.private.wait_for(results, LONG)
    assert len(painted) == 1


async def test_who_never_wrote_to_the_bot_finds_the_painting_once_they_do(
    server: SandboxServer, tmp_path: Path, folder: Path, friends: Friends
) -> None:
    await friends.private.set_bot_status("kicked")  # as for somebody who did not start it
    async with bot(server, tmp_path, folder):
        await friends.ask()
        await friends.hears(lambda message: message.text == TEXTS.say("guest-in-private"))
        await friends.private.set_bot_status("member")
        await friends.private.send_text("/start")
        assert len(await friends.private.wait_for(results, LONG)) == 1


@pytest.mark.parametrize(
    ("words", "photo", "key", "values"),
    [
        ("chalk", False, "guest-how", {"bot": BOT[1:], "styles": "chalk, oil"}),
        ("", True, "guest-how", {"bot": BOT[1:], "styles": "chalk, oil"}),
        ("crayon", True, "bad-style", {"value": "crayon"}),
        ("style=chalk size=1", True, "bad-number", None),
    ],
)
async def test_what_cannot_be_painted_is_told_why(
    server: SandboxServer,
    tmp_path: Path,
    folder: Path,
    friends: Friends,
    words: str,
    photo: bool,
    key: str,
    values: dict[str, str] | None,
) -> None:
    async with bot(server, tmp_path, folder) as engine:
        await friends.ask(words, photo=photo)
        said = await friends.hears(lambda message: bool(message.text))
    expected = TEXTS.say(key, **values) if values is not None else "size"
    assert expected in said.text
    assert engine.jobs == []


async def test_limits_are_those_of_the_private_chat(
    server: SandboxServer, tmp_path: Path, folder: Path, friends: Friends
) -> None:
    async with bot(server, tmp_path, folder, daily_quota=0.1) as engine:
        await friends.ask()
        said = await friends.hears(lambda message: message.edits > 0)
    assert "points" in said.text
    assert engine.jobs == []
    assert await friends.private.transcript() == []


async def test_guest_mode_that_is_off_changes_nothing(
    server: SandboxServer, tmp_path: Path, folder: Path, friends: Friends
) -> None:
    async with bot(server, tmp_path, folder, guests=False):
        await friends.ask()
        await friends.private.send_text("/help")
        await friends.private.wait_for(lambda chat: [message for message in chat if message.from_bot], LONG)
    assert not [message for message in await friends.there.transcript() if message.from_bot]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "blocked", "method": "sendPhoto"},  # the operator's chat is closed
        {"kind": "blocked", "method": "editMessageMedia"},
    ],
)
async def test_where_the_picture_cannot_be_shown_the_painting_comes_in_private(
    server: SandboxServer, tmp_path: Path, folder: Path, friends: Friends, fault: dict[str, Any]
) -> None:
    await friends.private.set_fault(**fault)
    async with bot(server, tmp_path, folder, guest_chat=friends.storage):
        await friends.ask()
        await friends.hears(lambda message: message.text == TEXTS.say("guest-in-private"))
        assert len(await friends.private.wait_for(results, LONG)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "flood", "method": "answerGuestQuery", "seconds": 1.0},
        {"kind": "flood", "method": "editMessageText", "seconds": 1.0, "count": 2},
        {"kind": "cut", "method": "editMessageText", "applied": True},
        {"kind": "error", "method": "editMessageMedia", "status": 502, "applied": True},
        {"kind": "cut", "method": "sendPhoto", "applied": True},
    ],
)
async def test_a_bad_day_of_telegram_delays_the_painting_and_doubles_nothing(
    server: SandboxServer, tmp_path: Path, folder: Path, friends: Friends, fault: dict[str, Any]
) -> None:
    await friends.private.set_fault(**fault)
    async with bot(server, tmp_path, folder, guest_chat=friends.storage):
        await friends.ask()
        await friends.hears(is_painting)
    assert await friends.private.waiting_faults() == []
    assert await friends.private.transcript() == []


async def test_an_answer_of_which_nobody_knows_whether_it_arrived_sends_the_painting_in_private(
    server: SandboxServer, tmp_path: Path, folder: Path, friends: Friends
) -> None:
    await friends.private.set_fault("cut", method="answerGuestQuery", applied=True)
    async with bot(server, tmp_path, folder, guest_chat=friends.storage):
        await friends.ask()
        assert len(await friends.private.wait_for(results, LONG)) == 1


async def test_whom_the_bot_does_not_serve_hears_nothing(
    server: SandboxServer, tmp_path: Path, folder: Path, friends: Friends
) -> None:
    async with bot(server, tmp_path, folder, allowed_users="1") as engine:
        await friends.ask()
        await friends.private.send_text("/start")
        await friends.private.wait_for(lambda chat: [message for message in chat if message.from_bot], LONG)
    assert not [message for message in await friends.there.transcript() if message.from_bot]
    assert engine.jobs == []


async def test_who_is_forgotten_meanwhile_leaves_no_painting_behind(
    server: SandboxServer, tmp_path: Path, folder: Path, friends: Friends
) -> None:
    async with bot(server, tmp_path, folder, Script(iterations=20, hold_at=10), guest_chat=friends.storage) as engine:
        await friends.ask()
        await eventually(lambda: _is_painting(engine))
        await friends.private.send_text("/forget")
        question = await friends.private.wait_for(lambda chat: [m for m in chat if m.buttons], LONG)
        await friends.private.tap(question[0].message_id, button_of(question[0], Verb.ERASE))
        await friends.hears(lambda message: message.text == TEXTS.say("card-canceled"))
        engine.release()
        await friends.private.wait_for(lambda chat: [m for m in chat if m.edits and not m.buttons], LONG)
    assert not any(message.media for message in await friends.private.transcript())


async def _is_painting(engine: FakeEngine) -> bool:
    return bool(engine.jobs)


async def test_a_failed_job_is_told_there(
    server: SandboxServer, tmp_path: Path, folder: Path, friends: Friends
) -> None:
    async with bot(server, tmp_path, folder, Script(fail_at=2), guest_chat=friends.storage):
        await friends.ask()
        await friends.hears(lambda message: message.text == TEXTS.failure("not_finite"))
    assert await friends.private.transcript() == []
