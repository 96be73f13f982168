"""Topics in a private chat: the messages of one painting stay in the topic where it was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser
from tests.support.sandbox_chat import button_of, results
from tests.support.telegram_oracle import assert_calls_valid


@pytest.fixture
async def topic(user: SandboxUser) -> SandboxUser:
    """The person in a topic of their private chat."""
    await user.set_abilities(topics=True)
    return user.at(thread=await user.add_topic("Landscapes"))


def topics_of(chat: list[Any]) -> set[int | None]:
    """The topics of the bot's messages."""
    return {message.raw["thread_id"] for message in chat if message.from_bot}


async def test_a_painting_and_what_is_asked_of_it_stay_in_its_topic(
    server: SandboxServer, tmp_path: Path, user: SandboxUser, topic: SandboxUser
) -> None:
    engine = FakeEngine(Script(iterations=20, preview_every=5))
    async with running_bot(server, tmp_path / "bot", engine):
        await topic.send_album([plain_png("red"), plain_png("blue")])
        (painted,) = await topic.wait_for(results, LONG)
        await topic.send_text("/status")
        query = await topic.tap(painted.message_id, button_of(painted, "stronger"), stale=True)
        await topic.answer_to(query)
        await topic.wait_for(lambda chat: len(results(chat)) == 2, LONG)
    (thread,) = topics_of(await user.transcript())
    assert thread == painted.raw["thread_id"]
    assert_calls_valid(await user.calls())


async def test_two_topics_have_drafts_of_their_own(
    server: SandboxServer, tmp_path: Path, user: SandboxUser, topic: SandboxUser
) -> None:
    other = user.at(thread=await user.add_topic("Portraits"))
    engine = FakeEngine(Script(iterations=5))
    async with running_bot(server, tmp_path / "bot", engine):
        for there in (topic, other):
            await there.send_photo(plain_png("red"))
            await there.wait_for(lambda chat, there=there: [m for m in chat if m.from_bot], LONG)
        await topic.send_photo(plain_png("blue"))
        (painted,) = await user.wait_for(results, LONG)
    assert len(engine.jobs) == 1
    assert painted.raw["thread_id"] in {m.raw["thread_id"] for m in await user.transcript() if not m.from_bot}


async def test_what_was_asked_for_in_a_topic_that_is_deleted_comes_outside_of_it(
    server: SandboxServer, tmp_path: Path, user: SandboxUser, topic: SandboxUser
) -> None:
    engine = FakeEngine(Script(iterations=20, hold_at=10))
    async with running_bot(server, tmp_path / "bot", engine):
        await topic.send_album([plain_png("red"), plain_png("blue")])
        card = (await topic.wait_for(lambda chat: [m for m in chat if m.from_bot and m.buttons], LONG))[-1]
        await engine.held()
        await user.delete_topic(card.raw["thread_id"])
        engine.release()
        (painted,) = await user.wait_for(results, LONG)
    assert painted.raw["thread_id"] is None
