"""Colored buttons, the clipboard, reactions, and a painting that goes into another chat: in a real browser.

The screenshots in the test's directory are for people to look at.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.store.layout import DATABASE
from tests.integration.page.test_tour import Visitor
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import FakeEngine, Script
from tests.support.invariant import reading
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


def has_styles(database: Path) -> bool:
    """Whether the operator's styles are in the gallery."""
    with reading(database) as connection:
        return bool(connection.execute("SELECT count(*) = 2 FROM styles").fetchone()[0])


async def test_a_painting_goes_to_friends_and_they_paint_like_it(
    page: Page, server: SandboxServer, tmp_path: Path, folder: Path
) -> None:
    visitor, engine = Visitor(page, tmp_path), FakeEngine(Script(iterations=60, hold_at=30))
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    async with server.user() as user:
        state = await user.state()
        await user.add_group("Friends", [state["user"]["id"]])
    name = state["bot"]["username"]
    async with running_bot(server, tmp_path / "bot", engine, styles=folder):
        await visitor.writes("/help")
        await visitor.reads("/savestyle")  # it is there
        await eventually(lambda: asyncio.to_thread(has_styles, tmp_path / "bot" / DATABASE), LONG)
        await visitor.sends(plain_png("teal", 640, 480), caption="style=chalk iterations=60")
        card = await visitor.reads("30/60")
        await expect(card.get_by_role("button", name="Cancel")).to_have_class("danger")
        await expect(card.get_by_role("button", name="Stop & keep")).to_have_class("success")
        await visitor.keeps("colors")
        engine.release()
        result = await visitor.reads("chalk · ")

        await visitor.presses(result, "More…")
        await visitor.presses(result, "Recipe")
        await expect(page.locator(".toast", has_text="Copied: iterations=60")).to_be_visible()
        assert "style=chalk" in await page.evaluate("navigator.clipboard.readText()")
        await visitor.presses(result, "‹ Back")

        await visitor.presses(result, "Share")
        await page.get_by_role("button", name="Choose", exact=True).click()
        offer = page.get_by_role("group", name="What the bot offers to send").get_by_role("button")
        await expect(offer).to_contain_text("Your painting")
        await expect(page.locator("#title")).to_have_text("Friends")
        await visitor.keeps("offer")
        await offer.click()
        shared = page.locator(".message.you").filter(has_text=f"via @{name}").last
        await expect(shared).to_contain_text(f"chalk · Painted by @{name}")
        await expect(shared.locator("img")).to_be_visible()
        await visitor.keeps("shared")

        await visitor.writes(f"/size@{name} 384")
        await expect(page.locator(".message.you .reaction").last).to_have_text("👌")
        await visitor.keeps("reaction")

        await shared.get_by_role("link", name="Paint yours like this").click()
        await visitor.reads("chalk it is: send me a photo")
        await expect(page.locator("#title")).to_have_text("Stylegram")
        await visitor.keeps("like-this")
