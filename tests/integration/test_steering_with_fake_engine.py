"""Steering, variants and first looks in the chat, over HTTP against the sandbox's server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import FACTS, FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage
from tests.support.sandbox_chat import Chat, button_of, recipe_of, results, shows


def with_button(verb: str) -> Callable[[Chat], VisibleMessage | None]:
    return lambda chat: next((m for m in chat if any(f":{verb}:" in data for data in m.callback_data)), None)


async def tap(user: SandboxUser, verb: str) -> None:
    card = await user.wait_for(with_button(verb), LONG)
    await user.tap(card.message_id, button_of(card, verb))


async def test_a_painting_is_steered_and_its_film_is_of_what_was_seen(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(iterations=300, seconds_per_iteration=0.01, hold_at=60), Script(iterations=10))
    async with running_bot(server, tmp_path / "bot", engine):
        await user.send_album([plain_png("red"), plain_png("blue")])
        await engine.held()
        await tap(user, "turnstronger")
        await user.wait_for(shows("↪ Stronger, from the next iteration on"), LONG)
        await tap(user, "turnstyle")
        await user.wait_for(shows("Send the new style"), LONG)
        style = await user.send_photo(plain_png("green"))
        await user.wait_for(lambda chat: any(m.message_id == style and m.reaction for m in chat), LONG)
        await eventually(lambda: _was_steered(engine, 2), LONG)
        engine.release()
        card = (await user.wait_for(lambda chat: results(chat) or None, LONG))[0]
        opened = await user.opened(card)
        assert "strength=" in recipe_of(opened)
        await user.tap(card.message_id, button_of(opened, "film"))
        film = await user.wait_for(
            lambda chat: next((m.media for m in chat if m.media and (m.media.name or "").endswith(".mp4")), None), LONG
        )
        assert (await user.download(film))[4:8] == b"ftyp"
    (painting,) = engine.jobs
    assert engine.changes[-1].styles != painting.styles


async def _was_steered(engine: FakeEngine, number: int) -> bool:
    return bool(engine.changes) and engine.changes[-1].number == number


async def test_one_of_four_variants_is_painted_on(server: SandboxServer, user: SandboxUser, tmp_path: Path) -> None:
    engine = FakeEngine(Script(iterations=20))
    async with running_bot(server, tmp_path / "bot", engine):
        await user.send_photo(plain_png("red"))
        await tap(user, "sketch")
        await user.send_photo(plain_png("blue"))
        sheet = await user.wait_for(shows("Four ways to paint it."), LONG)
        assert sheet.media is not None
        await user.tap(sheet.message_id, sheet.callback_data[2])
        await user.wait_for(lambda chat: results(chat) or None, LONG)
    sketching, painting = engine.jobs
    assert painting.settings == sketching.sketches[2]
    assert painting.checkpoint is not None


async def test_what_takes_long_shows_a_first_look(server: SandboxServer, user: SandboxUser, tmp_path: Path) -> None:
    slow = msgspec.structs.replace(FACTS, seconds_per_iteration=0.1)
    engine = FakeEngine(Script(seconds_per_iteration=1.0), facts=slow)
    async with running_bot(server, tmp_path / "bot", engine):
        await user.send_album([plain_png("red"), plain_png("blue")])
        look = await user.wait_for(shows("A first look."), LONG)
        assert look.media is not None
        await tap(user, "cancel")
        await user.wait_for(shows("Canceled."), LONG)
    assert engine.jobs[0].quick_look


async def test_the_same_request_is_painted_once(server: SandboxServer, user: SandboxUser, tmp_path: Path) -> None:
    engine = FakeEngine(Script(iterations=5))
    async with running_bot(server, tmp_path / "bot", engine, reuse=True):
        for count in (1, 2):
            await user.send_album([plain_png("red"), plain_png("blue")])
            cards = await user.wait_for(
                lambda chat, count=count: results(chat) if len(results(chat)) == count else None
            )
        await user.wait_for(shows("I had painted this already"), LONG)
        await user.tap(cards[-1].message_id, button_of(await user.opened(cards[-1]), "again"))
        await user.wait_for(lambda chat: len(results(chat)) == 3, LONG)
    assert [job.settings.seed for job in engine.jobs] == [0, 1]
