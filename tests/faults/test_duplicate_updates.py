"""Updates that come more than once, some long after they were confirmed, and in any order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.invariant import chats_of, check, settled
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer
from tests.support.scene import finished
from tests.support.stuttering import stuttering

PEOPLE = 2


@pytest.mark.fault("duplicate-updates")
async def test_each_counts_once(tmp_path: Path, figure: Callable[[str], None]) -> None:
    data = tmp_path / "bot"
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user() as user,
        stuttering(server, seed=1) as between,
    ):
        people = [user.at(as_=n, chat=n) for n in [await user.add_person(f"Person {i}") for i in range(PEOPLE)]]
        for person in people:  # while there is no bot, so that it gets all of it at once
            await person.send_album([plain_png("red"), plain_png("blue")])
            await person.send_text("/help")
        async with running_bot(between, data, FakeEngine(Script(iterations=10))):
            for person in people:
                [card] = await person.wait_for(finished(1), LONG)
                stronger = next(button for button in card.callback_data if button.startswith("v1:stronger:"))
                await person.tap(card.message_id, stronger)
                await person.wait_for(finished(2), LONG)
            await settled(data, server.data, LONG)
        chats = await chats_of(*people)
    tally = await check(data, chats, accepted=2 * PEOPLE, sandbox=server.data)
    help_texts = [sum(m.from_bot and "/styles" in m.text for m in chat) for chat in chats.values()]
    assert help_texts == [1] * PEOPLE
    assert between.repeated > PEOPLE
    assert between.mixed_up
    figure(f"extra jobs {tally.accepted - 2 * PEOPLE} of {between.repeated} repeated updates")
