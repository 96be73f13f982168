"""Drawing over a photo in the sandbox's page, in a real browser, until the bot has understood the region."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.async_api import Page, expect

from bot.intake.regions.arrays import mask_of, png_of
from bot.intake.regions.drawing import drawn_region
from engine.image.images import normalize
from tests.integration.page.test_page import ScriptedBot, scripted  # noqa: F401 - a fixture
from tests.support.drawings import CUP, Drawing, jpeg, meant, photo_of
from tests.support.sandbox import SandboxServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def downloaded(bot: ScriptedBot, file_id: str) -> bytes:
    file = await bot.bot.get_file(file_id)
    return normalize(bytes(await file.download_as_bytearray())).png


async def loop(page: Page) -> None:
    """Draw a loop around the cup with the mouse."""
    box = await page.locator("#drawing canvas").bounding_box()
    assert box is not None
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in CUP.outline]
    await page.mouse.move(*points[0])
    await page.mouse.down()
    for x, y in [*points[1:], points[0]]:
        await page.mouse.move(x, y, steps=4)
    await page.mouse.up()


async def test_a_loop_drawn_over_ones_photo_goes_out_as_a_reply_that_the_bot_understands(
    page: Page,
    scripted: ScriptedBot,  # noqa: F811 - a fixture
    server: SandboxServer,
) -> None:
    async with server.user() as user:
        await user.send_photo(jpeg(photo_of("coffee", 900)))
    sent = await scripted.next_message()
    await page.locator(".message img").first.click()
    await page.get_by_role("button", name="Draw").click()
    await expect(page.get_by_role("button", name="Undo")).to_be_disabled()

    await page.get_by_label("Thick").check()
    await page.mouse.click(300, 300)
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator("#send-drawing")).to_be_disabled()
    await page.get_by_label("Medium").check()
    await page.get_by_label("Green").check()
    await loop(page)
    await page.locator("#send-drawing").click()

    drawn = await scripted.next_message()
    assert drawn.caption == "/region"
    assert drawn.reply_to_message is not None
    assert drawn.reply_to_message.message_id == sent.message_id
    before, after = [await downloaded(scripted, m.photo[-1].file_id) for m in (sent, drawn)]
    with Image.open(io.BytesIO(after)) as seen:
        assert seen.size == (900, 600)
    mask = mask_of(png_of(drawn_region(before, after)))
    wanted = meant(Drawing(thing=CUP, kind="loop"), mask.shape[::-1])
    assert np.sum(mask & wanted) / np.sum(mask | wanted) > 0.8
    await expect(page.locator("#drawing")).to_be_hidden()


async def test_a_drawing_that_is_canceled_is_not_sent(
    page: Page,
    scripted: ScriptedBot,  # noqa: F811 - a fixture
    server: SandboxServer,
) -> None:
    async with server.user() as user:
        await user.send_photo(jpeg(photo_of("coffee", 600)))
    await scripted.next_message()
    for leave in ("Cancel", "Escape"):
        await page.locator(".message img").first.click()
        await page.get_by_role("button", name="Draw").click()
        await loop(page)
        await (page.keyboard.press(leave) if leave == "Escape" else page.get_by_role("button", name=leave).click())
        await expect(page.locator("#drawing")).to_be_hidden()
    await expect(page.locator(".message")).to_have_count(1)
