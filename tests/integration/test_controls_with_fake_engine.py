"""Settings, the buttons under a result and recipes, over HTTP against the sandbox's server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.jobs.follow_ups import OF_RESULTS, FollowUpKind
from bot.jobs.setting_limits import SETTINGS as NAMES
from engine.settings import Colors, InitialImage
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import Media, SandboxServer, SandboxUser
from tests.support.sandbox_chat import Chat, button_of, recipe_of, results, shows


def painted(count: int) -> Callable[[Chat], Chat | None]:
    """The cards with a result, once there are so many."""
    return lambda chat: results(chat) if len(results(chat)) == count else None


def sends_film(chat: Chat) -> Media | None:
    files = [message.media for message in chat if message.from_bot and message.media is not None]
    return next((file for file in files if (file.name or "").endswith(".mp4")), None)


async def test_every_setting_is_explained_kept_and_used_and_the_recipe_repeats_it(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(iterations=5))
    async with running_bot(server, tmp_path / "bot", engine):
        for name in NAMES:
            await user.send_text(f"/{name}")
            await user.wait_for(shows(f"Example: /{name} "), LONG)
        for words in ("preset draft", "strength 70", "colors keep", "style_scale 150", "init noise", "size 256"):
            await user.send_text(f"/{words}")
            await user.wait_for(shows("From now on I paint"), LONG)
        await user.send_album([plain_png("red"), plain_png("blue")])
        (card,) = await user.wait_for(painted(1), LONG)
        recipe = recipe_of(await user.opened(card))
        assert recipe == "iterations=120 size=256 preset=standard strength=70 colors=keep style_scale=150% init=noise"

        await user.send_text("/settings reset")
        await user.wait_for(shows("iterations=300 size=512 preset=standard"), LONG)
        await user.send_album([plain_png("green"), plain_png("blue")], caption=recipe)
        _, again = await user.wait_for(painted(2), LONG)
        assert recipe_of(await user.opened(again)) == recipe
        first, second = engine.jobs
        assert first.settings == second.settings
        assert second.settings.colors is Colors.KEEP


async def test_the_panel_is_tapped_through(server: SandboxServer, user: SandboxUser, tmp_path: Path) -> None:
    async with running_bot(server, tmp_path / "bot", FakeEngine()):
        await user.send_text("/settings")
        panel = await user.wait_for(shows("Your settings here"), LONG)
        start = panel.callback_data[0].rpartition(".")[0]
        await user.tap(panel.message_id, f"{start}.strength")
        await user.wait_for(shows("Strength: automatic"), LONG)
        query = await user.tap(panel.message_id, f"{start}.strength=80")
        assert (await user.answer_to(query, LONG))["text"] == "Noted."
        changed = await user.wait_for(shows("strength=80"), LONG)
        assert changed.message_id == panel.message_id
        assert "Strength: 80" in [button["text"] for row in changed.buttons for button in row]
        await user.tap(panel.message_id, f"{start}.reset")
        await user.wait_for(shows("Your settings here: iterations=300 size=512 preset=standard\n"), LONG)


async def test_every_button_under_a_result_makes_its_follow_up(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(iterations=5))
    async with running_bot(server, tmp_path / "bot", engine, jobs_per_user=10):
        await user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=40 strength=50 stroke=75")
        (parent,) = await user.wait_for(painted(1), LONG)
        behind = await user.opened(parent)
        offered = [
            kind for kind in OF_RESULTS if kind not in (FollowUpKind.FACES, FollowUpKind.PAINT)
        ]  # there are none
        for kind in offered:
            shown = behind if f"v1:{kind}:" in str(behind.callback_data) else parent
            for _ in range(2):
                await user.tap(parent.message_id, button_of(shown, kind), stale=True)
        await user.wait_for(shows("Four ways to paint it."), LONG)
        cards = await user.wait_for(painted(len(offered)), LONG)  # the parent, and all but the variants
        assert {card.reply_to for card in cards[1:]} == {parent.message_id}
        assert {job.content for job in engine.jobs} == {engine.jobs[0].content}
        assert all(job.settings.style_scale == 0.75 for job in engine.jobs)
        onward = [job for job in engine.jobs if job.settings.init is InitialImage.PICTURE]
        assert len(onward) == 4
        assert all(job.initial is not None for job in onward)
        recipes = {recipe_of(await user.opened(card)) for card in cards[1:]}
        assert len(recipes) == len(offered) - 1
        assert "iterations=240 size=512 preset=standard strength=50 style_scale=75%" in recipes

        jobs = len(engine.jobs)
        await user.tap(parent.message_id, button_of(behind, "film"))
        film = await user.wait_for(sends_film, LONG)
        assert (await user.download(film))[4:8] == b"ftyp"
        assert len(engine.jobs) == jobs  # it is made of what was seen on the way


async def test_a_tap_before_a_restart_and_one_after_it_make_one_follow_up(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path / "bot", FakeEngine(Script(iterations=5), Script(hold_at=3))):
        await user.send_album([plain_png("red"), plain_png("blue")])
        (parent,) = await user.wait_for(painted(1), LONG)
        again = button_of(await user.opened(parent), "again")
        query = await user.tap(parent.message_id, again)
        assert (await user.answer_to(query, LONG))["text"] == "Started."
    engine = FakeEngine(Script(iterations=5))
    async with running_bot(server, tmp_path / "bot", engine):
        await user.tap(parent.message_id, again)
        await user.wait_for(painted(2), LONG)
        query = await user.tap(parent.message_id, again)
        assert (await user.answer_to(query, LONG))["text"] == "I have painted that already: /history has it."
    assert len(engine.jobs) == 1
    assert engine.jobs[0].settings.seed == 1


async def test_a_new_style_needs_only_the_style(server: SandboxServer, user: SandboxUser, tmp_path: Path) -> None:
    engine = FakeEngine(Script(iterations=5))
    async with running_bot(server, tmp_path / "bot", engine):
        await user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=40 colors=match")
        (parent,) = await user.wait_for(painted(1), LONG)
        await user.tap(parent.message_id, button_of(parent, "restyle"))
        await user.wait_for(shows("Now send a picture in the style"), LONG)
        await user.send_photo(plain_png("green"))
        _, second = await user.wait_for(painted(2), LONG)
        assert recipe_of(await user.opened(second)) == "iterations=40 size=512 preset=standard colors=match"
    assert engine.jobs[0].content == engine.jobs[1].content
    assert engine.jobs[0].styles != engine.jobs[1].styles
