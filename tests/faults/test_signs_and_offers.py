"""Reactions and answers to inline queries while Telegram is in trouble: words instead, nothing twice, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.languages import Language
from bot.store.layout import DATABASE
from bot.texts.look_up import texts_in
from tests.faults.test_telegram_chats import moved_to
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.invariant import reading, settled
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage
from tests.support.sandbox_chat import told

Figure = Callable[[str], None]
SAVED = texts_in(Language.ENGLISH).say("setting-saved-size", value=384)
WORDS = [
    pytest.param({"kind": "flood", "seconds": 30.0}, id="429", marks=pytest.mark.fault("too-many-requests")),
    pytest.param({"kind": "blocked"}, id="403", marks=pytest.mark.fault("kicked")),
    pytest.param({"kind": "error", "status": 500, "count": 20}, id="5xx", marks=pytest.mark.fault("server-errors")),
]


async def group_of(user: SandboxUser, kind: str = "supergroup") -> SandboxUser:
    """The same person in a group with the bot."""
    return user.at(chat=await user.add_group("Painters", [(await user.state())["user"]["id"]], kind=kind))


async def set_size(member: SandboxUser) -> int:
    name = (await member.state())["bot"]["username"]
    return await member.send_text(f"/size@{name} 384")


def answers(message_id: int) -> Callable[[list[VisibleMessage]], tuple[bool, int] | None]:
    """Whether the message has a reaction, and how many words there are about it, once there is either."""

    def look(chat: list[VisibleMessage]) -> tuple[bool, int] | None:
        said = sum(message.from_bot and message.text == SAVED for message in chat)
        reacted = any(message.message_id == message_id and message.reaction == "👌" for message in chat)
        return (reacted, said) if reacted or said else None

    return look


@pytest.mark.parametrize("trouble", WORDS)
async def test_where_a_reaction_is_not_possible_words_say_it(
    trouble: dict[str, Any], tmp_path: Path, figure: Figure
) -> None:
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        member = await group_of(user)
        async with running_bot(server, tmp_path / "bot", FakeEngine()):
            await user.set_fault(method="setMessageReaction", **trouble)
            assert await member.wait_for(answers(await set_size(member)), LONG) == (False, 1)
            assert closed_chats(tmp_path / "bot") == 0, "that a reaction is forbidden does not close a chat"
    figure("reactions refused 1, said in words 1")


@pytest.mark.fault("timeout-after-send")
async def test_a_reaction_whose_answer_is_lost_needs_no_words(tmp_path: Path, figure: Figure) -> None:
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        member = await group_of(user)
        async with running_bot(server, tmp_path / "bot", FakeEngine()):
            await user.set_fault("cut", method="setMessageReaction", applied=True)
            message = await set_size(member)
            first = await user.wait_for_call("setMessageReaction")
            await user.wait_for_call("setMessageReaction", since=first["number"])
            assert await member.wait_for(answers(message), LONG) == (True, 0)
    figure("reactions twice 1 to the same effect, words 0")


@pytest.mark.fault("chat-migrated")
async def test_a_group_that_moves_in_that_moment_is_told_in_words(tmp_path: Path, figure: Figure) -> None:
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        member = await group_of(user, kind="group")
        chat = (await member.state())["chat_id"]
        async with running_bot(server, tmp_path / "bot", FakeEngine()):
            await user.set_fault("migration", method="setMessageReaction", chat_id=chat)
            await set_size(member)

            there = user.at(chat=await moved_to(user, chat))
            assert await there.wait_for(answers(-1), LONG) == (False, 1)
    figure("lost 0")


async def test_a_group_without_reactions_is_asked_once_in_an_hour(tmp_path: Path) -> None:
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        member = await group_of(user)
        await member.allow_reactions(False)
        async with running_bot(server, tmp_path / "bot", FakeEngine()):
            for count in (1, 2):
                await set_size(member)
                await member.wait_for(lambda chat, n=count: sum(m.text == SAVED for m in chat) == n, LONG)
            assert len(await user.calls("setMessageReaction")) == 1


OFFERS = [
    pytest.param({"kind": "flood", "seconds": 1.0}, id="429", marks=pytest.mark.fault("too-many-requests")),
    pytest.param({"kind": "cut"}, id="cut", marks=pytest.mark.fault("server-errors")),
    pytest.param({"kind": "error", "status": 502}, id="502", marks=pytest.mark.fault("server-errors")),
    pytest.param({"kind": "cut", "applied": True}, id="lost", marks=pytest.mark.fault("timeout-after-send")),
]


@pytest.mark.parametrize("trouble", OFFERS)
async def test_an_offer_comes_all_the_same(trouble: dict[str, Any], tmp_path: Path, figure: Figure) -> None:
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user() as user,
        running_bot(server, tmp_path / "bot", FakeEngine(Script(iterations=5))),
    ):
        await user.send_album([plain_png("red"), plain_png("blue")])
        (painting,) = await user.wait_for(told(1), LONG)
        await settled(tmp_path / "bot", None, LONG)
        await user.set_fault(method="answerInlineQuery", **trouble)
        query = await user.ask_inline(query_of(painting))
        offer = await user.inline_offer(query)
        assert [each["title"] for each in offer["results"]] == ["Your painting"]
    figure("offers lost 0")


@pytest.mark.fault("kicked")
async def test_an_offer_that_is_forbidden_closes_no_chat(tmp_path: Path, figure: Figure) -> None:
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user() as user,
        running_bot(server, tmp_path / "bot", FakeEngine(Script(iterations=5))),
    ):
        await user.set_fault("blocked", method="answerInlineQuery")
        await user.ask_inline("")
        await user.inline_offer(await user.ask_inline(""))  # which comes after all that follows from the first
        assert [call["status"] for call in await user.calls("answerInlineQuery")] == [403, 200]
        closed = closed_chats(tmp_path / "bot")  # before a message opens the chat again
        assert closed == 0
        await user.send_album([plain_png("red"), plain_png("blue")])
        await user.wait_for(told(1), LONG)
    figure(f"chats closed {closed}")


def closed_chats(data: Path) -> int:
    """How many chats the bot takes to be closed."""
    with reading(data / DATABASE) as database:
        return int(database.execute("SELECT count(*) FROM closed_chats").fetchone()[0])


def query_of(painting: VisibleMessage) -> str:
    """What the button under a painting writes into another chat."""
    switch = "switch_inline_query_chosen_chat"
    return next(str(key[switch]["query"]) for row in painting.buttons for key in row if switch in key)
