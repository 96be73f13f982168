"""The whole bot over HTTP against the sandbox's server, with an engine that paints at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(tmp_path / "sandbox") as server:
        yield server


@pytest.fixture
async def user(server: SandboxServer) -> AsyncIterator[SandboxUser]:
    async with server.user() as user:
        yield user


def finished(chat: list[VisibleMessage]) -> VisibleMessage | None:
    """The card with the result, once the reply to it has come."""
    cards = {message.message_id: message for message in chat if message.from_bot}
    told = next((message for message in chat if message.text == "Here is your painting."), None)
    return None if told is None or told.reply_to is None else cards[told.reply_to]


async def test_an_album_of_two_becomes_one_painting_in_one_card(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(seconds_per_iteration=0.02))
    async with running_bot(server, tmp_path / "bot", engine):
        content_message, _ = await user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=100")
        preview = await user.wait_for(
            lambda chat: next((m for m in chat if m.from_bot and m.media and "/100" in m.text), None)
        )
        assert any(data.startswith("v1:keep:") for data in preview.callback_data)
        card = await user.wait_for(finished)
        assert card.message_id == preview.message_id
        assert card.reply_to == content_message
        assert card.edits >= 3
        assert card.text.startswith("iterations=100 size=512")
        assert [m.message_id for m in await user.transcript() if m.from_bot and m.media] == [card.message_id]
