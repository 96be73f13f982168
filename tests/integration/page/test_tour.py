"""A newcomer's way through the chat in a real browser: the whole bot, with the fake engine and nothing but the page.

The screenshots in the test's directory are for people to look at.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from bot import examples
from tests.support.eventually import eventually
from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

ALL_LOADED = "[...document.querySelectorAll('.message img')].every((image) => image.complete)"


class Visitor:
    """Writes, attaches, presses and looks."""

    def __init__(self, page: Page, album: Path) -> None:
        self.page = page
        self._album = album
        self._pictures = 0

    async def writes(self, words: str) -> None:
        line = self.page.get_by_label("Message or caption")
        await line.fill(words)
        await line.press("Enter")

    async def sends(self, *pictures: bytes, caption: str = "") -> None:
        files: list[FilePayload] = [
            {"name": f"{n}.png", "mimeType": "image/png", "buffer": data} for n, data in enumerate(pictures)
        ]
        await self.page.locator("#files").set_input_files(files)
        await expect(self.page.locator("#attached li")).to_have_count(len(files))
        await self.page.get_by_label("Message or caption").fill(caption)
        await self.page.get_by_role("button", name="Send", exact=True).click()

    def message(self, words: str) -> Locator:
        """The latest message of the bot with these words."""
        said = self.page.locator(".text", has_text=words)  # and not what it quotes
        return self.page.locator(".message:not(.you)").filter(has=said).last

    async def reads(self, words: str) -> Locator:
        found = self.message(words)
        await expect(found).to_be_visible()
        return found

    async def presses(self, message: Locator, label: str) -> None:
        await message.get_by_role("button", name=label).click()

    async def keeps(self, name: str) -> None:
        """A screenshot, once all pictures are there."""
        await eventually(lambda: self.page.evaluate(ALL_LOADED))
        self._pictures += 1
        await self.page.screenshot(path=self._album / f"{self._pictures}-{name}.png")


async def test_a_newcomers_first_minute(page: Page, server: SandboxServer, tmp_path: Path, folder: Path) -> None:
    visitor = Visitor(page, tmp_path)
    engine = FakeEngine(Script(seconds_per_iteration=0.02))
    async with running_bot(server, tmp_path / "bot", engine, styles=folder):
        await visitor.writes("/start")
        welcome = await visitor.reads("Send me two photos")
        await expect(welcome.locator("img")).to_be_visible()
        await visitor.keeps("welcome")

        engine.plan(Script(hold_at=30))
        await visitor.sends(examples.photo(), examples.style(), caption="iterations=60")
        preview = await visitor.reads("30/60")
        await expect(preview.locator("img")).to_be_visible()
        await visitor.keeps("preview")
        engine.release()
        result = await visitor.reads(" px · ")
        await expect(page.locator(".message:not(.you)").last.locator("img")).to_be_visible()  # the newest message
        await visitor.keeps("result")
        await visitor.presses(result, "More…")
        await expect(result.get_by_role("button", name="Recipe")).to_be_visible()
        await visitor.keeps("all-buttons")
        await visitor.presses(result, "Recipe")
        await expect(page.locator(".toast")).to_contain_text("iterations=60")
        await visitor.presses(result, "‹ Back")

        await visitor.presses(result, "Stronger")
        await expect(page.locator(".toast", has_text="Started.")).to_be_visible()
        stronger = await visitor.reads("Stronger")
        await expect(stronger.get_by_role("button", name="More…")).to_be_visible()
        assert engine.jobs[-1].initial is not None  # it goes on from the first

        await visitor.writes("/styles")
        shelf = await visitor.reads("Choose a style, then send the photo to paint.")
        await visitor.keeps("styles")
        await visitor.presses(shelf, "1 · chalk")
        await visitor.reads("chalk it is. Now send the photo to paint.")
        await visitor.sends(plain_png("teal", 640, 480))
        await visitor.reads("chalk · ")

        await visitor.writes("/forget")
        question = await visitor.reads("Shall I delete everything")
        await visitor.presses(question, "Delete everything")
        await visitor.reads("Done: I keep nothing of you any more.")
        await expect(page.locator(".message:not(.you)")).to_have_count(1)
        await visitor.keeps("forgotten")
