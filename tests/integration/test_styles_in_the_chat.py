"""Drafts in every order and the gallery of styles: the whole bot over HTTP, with an engine that paints at once."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from engine.settings import JobSpec
from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser
from tests.support.sandbox_chat import button_of, recipe_of, shows, told


def hues(job: JobSpec) -> list[str]:
    """The channel that leads in each picture of a job, the content first."""
    means = [Image.open(io.BytesIO(picture)).resize((1, 1)).getpixel((0, 0)) for picture in (job.content, *job.styles)]
    return ["RGB"[max(range(3), key=lambda channel, mean=mean: mean[channel])] for mean in means]


async def gallery(user: SandboxUser) -> None:
    """Wait until it is filled: the bot decodes the folder while it starts."""
    while True:
        asked = await user.send_text("/styles")
        answer = await user.wait_for(lambda chat, asked=asked: chat[-1] if chat[-1].message_id > asked else None)
        if "oil" in str(answer.buttons):
            return


async def test_a_photo_gets_a_style_from_the_gallery(
    server: SandboxServer, user: SandboxUser, folder: Path, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(iterations=5))
    async with running_bot(server, tmp_path / "bot", engine, styles=folder):
        await gallery(user)
        await user.send_photo(plain_png("red"))
        question = await user.wait_for(shows("I have the photo"))
        await user.tap(question.message_id, button_of(question, "styles"))
        shelf = await user.wait_for(shows("Choose the style for your photo"))
        assert shelf.message_id == question.message_id
        assert shelf.media is not None
        query = await user.tap(shelf.message_id, button_of(shelf, "style"))
        assert (await user.answer_to(query))["text"] == "chalk it is: see below how far I am."
        (result,) = await user.wait_for(told(1))
        assert result.text.startswith("chalk · ")
        recipe = recipe_of(await user.opened(result))
        assert "style=chalk" in recipe
        await user.send_photo(plain_png("blue"), caption=recipe)
        await user.wait_for(told(2))
    assert [hues(job) for job in engine.jobs] == [["R", "G"], ["B", "G"]]


async def test_an_album_of_three_is_painted_in_a_blend_also_after_a_restart(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(iterations=5))
    async with running_bot(server, tmp_path / "bot", FakeEngine()):
        await user.send_album([plain_png("red"), plain_png("green"), plain_png("blue")])
        question = await user.wait_for(shows("one of the other 2"))
    async with running_bot(server, tmp_path / "bot", engine):
        await user.tap(question.message_id, next(data for data in question.callback_data if data.endswith(".all")))
        await user.wait_for(told(1))
    assert [hues(job) for job in engine.jobs] == [["R", "G", "B"]]


async def test_pictures_in_the_chat_get_their_roles_by_reply_and_a_sticker_is_a_style(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(iterations=5))
    async with running_bot(server, tmp_path / "bot", engine):
        first = await user.send_photo(plain_png("red"))
        question = await user.wait_for(shows("I have the photo"))
        await user.tap(question.message_id, button_of(question, "asstyle"))
        await user.wait_for(shows("I have the style picture"))
        await user.send_photo(plain_png("blue"))
        await user.wait_for(told(1))
        await user.send_text("/content", reply_to=first)
        await user.wait_for(shows("I have the photo"))
        await user.send_sticker()
        await user.wait_for(told(2))
        await user.send_text("/savestyle Red Chalk", reply_to=first)
        await user.wait_for(shows("Kept as “red-chalk”"))
        await user.send_photo(plain_png("green"), caption="style=red-chalk")
        await user.wait_for(told(3))
    jobs = [hues(job) for job in engine.jobs]
    assert jobs[0] == ["B", "R"]
    assert jobs[1][0] == "R"
    assert jobs[2] == ["G", "R"]


async def test_a_waiting_job_is_swapped_on_its_card(server: SandboxServer, user: SandboxUser, tmp_path: Path) -> None:
    engine = FakeEngine(Script(hold_at=1), Script(iterations=5))
    async with running_bot(server, tmp_path / "bot", engine):
        await user.send_album([plain_png("red"), plain_png("blue")])
        busy = await user.wait_for(lambda chat: shows("░")(chat))
        await user.send_album([plain_png("red"), plain_png("green")])
        card = await user.wait_for(shows("In the queue"))
        query = await user.tap(card.message_id, button_of(card, "swap"))
        assert (await user.answer_to(query))["text"] == "Photo and style have changed places."
        await user.tap(busy.message_id, button_of(busy, "cancel"))
        await user.wait_for(told(1))
    assert [hues(job) for job in engine.jobs] == [["R", "B"], ["G", "R"]]
