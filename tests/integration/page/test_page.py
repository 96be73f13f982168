"""The sandbox's chat page in a real browser, against the real server, with a bot of a few lines."""

from __future__ import annotations

import base64
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Page, expect
from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    Message,
    Update,
)

from engine.image import video
from tests.support.eventually import eventually
from tests.support.patient_bot import patient_bot
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxServer

#: One browser for all tests here, so they share its event loop.
in_module = pytest_asyncio.fixture(loop_scope="module")
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


class ScriptedBot:
    """Waits for updates one after the other."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self._offset = 0

    async def next_update(self) -> Update:
        while not (updates := await self.bot.get_updates(offset=self._offset, limit=1, timeout=10)):
            pass
        (update,) = updates
        self._offset = update.update_id + 1
        return update

    async def next_message(self) -> Message:
        update = await self.next_update()
        assert update.message is not None
        return update.message

    async def next_tap(self) -> CallbackQuery:
        update = await self.next_update()
        assert update.callback_query is not None
        return update.callback_query


@in_module
async def scripted(server: SandboxServer) -> AsyncIterator[ScriptedBot]:
    async with patient_bot(server) as bot:
        yield ScriptedBot(bot)


async def test_two_photos_a_card_that_becomes_a_photo_a_tap_and_the_original(
    page: Page, scripted: ScriptedBot, tmp_path: Path
) -> None:
    content, style = tmp_path / "content.png", tmp_path / "style.png"
    content.write_bytes(plain_png("teal", 640, 480))
    style.write_bytes(plain_png("orange", 300, 500))

    # Two photos go as an album, in the order that the page shows.
    await expect(page.get_by_text("nothing leaves this machine")).to_be_visible()
    await page.locator("#files").set_input_files([style, content])
    await expect(page.locator("#attached li")).to_contain_text(["1 content", "2 style"])
    await page.get_by_role("button", name="Swap").click()
    await page.get_by_label("Message or caption").fill("iterations=40")
    await page.get_by_role("button", name="Send", exact=True).click()
    first, second = await scripted.next_message(), await scripted.next_message()
    assert first.media_group_id == second.media_group_id is not None
    assert (first.photo[-1].width, second.photo[-1].width) == (640, 300)
    assert first.caption == "iterations=40"
    await expect(page.locator(".you .photos.several img")).to_have_count(2)
    await expect(page.locator("#attached li")).to_have_count(0)

    # The card is a text, then, edited, a photo with buttons.
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Stop & keep", callback_data="v1:keep:1")]])
    card = await first.reply_text("Queue 1", do_quote=True)
    shown = page.locator(f".message[data-message-id='{card.message_id}']")
    await expect(shown).to_contain_text("Queue 1")
    preview = InputMediaPhoto(plain_png("purple", 320, 240), caption="20 of 40")
    await scripted.bot.edit_message_media(preview, first.chat.id, card.message_id, reply_markup=keyboard)
    await expect(shown).to_contain_text("20 of 40")
    await expect(shown).not_to_contain_text("Queue 1")
    await expect(shown.locator("img")).to_have_attribute("width", "320")

    # A tap, and the bot's answer to it.
    await shown.get_by_role("button", name="Stop & keep").click()
    tap = await scripted.next_tap()
    assert tap.data == "v1:keep:1"
    await tap.answer("Stopping; what is there is kept.")
    await expect(page.locator(".toast")).to_have_text("Stopping; what is there is kept.")
    result = InputMediaPhoto(plain_png("navy", 320, 240), caption="Painted")
    await scripted.bot.edit_message_media(result, first.chat.id, card.message_id)
    await expect(shown.locator(".keyboard button")).to_have_count(0)

    # The result large, and its original byte by byte.
    await shown.locator("button.photo").click()
    await expect(page.get_by_role("dialog").locator("img")).to_be_visible()
    await page.keyboard.press("Escape")
    original = plain_png("navy", 400, 300)
    await scripted.bot.send_document(first.chat.id, original, filename="painted.png")
    async with page.expect_download() as downloading:
        await page.get_by_text("painted.png").click()
    download = await downloading.value
    assert download.suggested_filename == "painted.png"
    await download.save_as(tmp_path / "downloaded.png")
    assert (tmp_path / "downloaded.png").read_bytes() == original


async def test_commands_are_offered_and_chosen_with_the_keyboard(page: Page, scripted: ScriptedBot) -> None:
    await scripted.bot.set_my_commands([("start", "How it works"), ("size", "How large"), ("settings", "What is set")])
    line = page.get_by_label("Message or caption")
    await expect(page.get_by_role("button", name="Commands")).to_be_visible()
    await line.press_sequentially("/s")
    await expect(page.get_by_role("option")).to_have_count(3)
    await line.press("ArrowDown")
    await line.press("Enter")
    await expect(line).to_have_value("/size ")
    await line.press_sequentially("256")
    await line.press("Enter")
    message = await scripted.next_message()
    assert message.text == "/size 256"
    assert message.entities[0].type == "bot_command"


DROP = """
({ base64, name }) => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type: "image/png" }));
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}
"""
PASTE = """
({ base64 }) => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "image.png", { type: "image/png" }));
  document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}
"""


async def test_pictures_can_be_dropped_and_pasted_and_sent_as_a_sticker(page: Page, scripted: ScriptedBot) -> None:
    picture = base64.b64encode(plain_png("teal")).decode()
    await page.evaluate(DROP, {"base64": picture, "name": "dropped.png"})
    await page.evaluate(PASTE, {"base64": picture})
    await expect(page.locator("#attached li")).to_have_count(2)
    await page.get_by_role("button", name="Remove image.png").click()
    await page.get_by_text("Sticker", exact=True).click()
    await page.get_by_role("button", name="Send", exact=True).click()
    message = await scripted.next_message()
    assert message.sticker is not None
    await expect(page.get_by_alt_text("Sticker")).to_be_visible()


RECORD_AND_DROP = """
async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 120 });
  const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: "video/webm" });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  for (let frame = 0; frame < 10; frame++) {
    canvas.getContext("2d").fillStyle = `hsl(${36 * frame} 80% 50%)`;
    canvas.getContext("2d").fillRect(0, 0, 160, 120);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  recorder.stop();
  await stopped;
  const data = new DataTransfer();
  data.items.add(new File(parts, "film.webm", { type: "video/webm" }));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}
"""


async def test_a_film_comes_with_a_thumbnail_that_the_browser_made(page: Page, scripted: ScriptedBot) -> None:
    await page.evaluate(RECORD_AND_DROP)
    await page.get_by_text("Round video", exact=True).click()
    await page.get_by_role("button", name="Send", exact=True).click()
    message = await scripted.next_message()
    assert message.video_note is not None
    assert message.video_note.length == 120
    assert message.video_note.thumbnail is not None
    assert (message.video_note.thumbnail.width, message.video_note.thumbnail.height) == (160, 120)
    await expect(page.locator(".round video")).to_be_visible()


async def test_somebody_else_writes_in_a_group_and_the_arrow_keys_go_through_the_chats(
    page: Page, scripted: ScriptedBot
) -> None:
    await page.get_by_role("button", name="New person").click()
    await page.get_by_label("Name").fill("Ada")
    await page.get_by_label("Language").select_option("de")
    await page.get_by_role("button", name="Add").click()
    await expect(page.locator("#me")).to_contain_text("Ada")

    await page.get_by_role("button", name="New group").click()
    await page.get_by_label("Name of the group").fill("Painters")
    await expect(page.get_by_label("You", exact=True)).to_be_checked()
    await page.get_by_role("button", name="Create").click()
    await expect(page.locator("#title")).to_have_text("Painters")
    await expect(page.get_by_role("log")).to_contain_text("Ada added Stylegram")
    update = await scripted.next_update()
    assert update.my_chat_member is not None
    await scripted.next_message()

    line = page.get_by_label("Message or caption")
    await line.fill("/start@stylegram_sandbox_bot")
    await line.press("Enter")
    message = await scripted.next_message()
    assert message.from_user is not None
    assert (message.from_user.first_name, message.from_user.language_code) == ("Ada", "de")
    await message.reply_text("Hallo Ada", do_quote=True)
    await expect(page.get_by_role("log")).to_contain_text("Hallo Ada")

    await page.locator("#me").click()
    await page.get_by_role("menuitemcheckbox", name="You").click()
    await expect(page.locator("#me")).to_contain_text("You")
    await expect(page.locator(".named .name").first).to_have_text("Ada")
    await page.keyboard.press("Alt+ArrowDown")
    await expect(page.locator("#title")).to_have_text("Stylegram")
    await page.locator(".room[aria-current]").focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.locator("#title")).to_have_text("Painters")


async def test_who_blocks_the_bot_can_unblock_it(page: Page, scripted: ScriptedBot) -> None:
    await page.get_by_role("button", name="About this chat").click()
    await page.get_by_role("menuitem", name="Block the bot").click()
    blocked = await scripted.next_update()
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    await page.get_by_role("button", name="Unblock it").click()
    await expect(page.get_by_role("button", name="Unblock it")).to_be_hidden()


async def test_a_phone_shows_the_chat_and_has_the_list_behind_a_button(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 800})
    await expect(page.locator("#sidebar")).to_be_hidden()
    await page.get_by_role("button", name="Chats", exact=True).click()
    await expect(page.get_by_text("nothing leaves this machine")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#sidebar")).to_be_hidden()
    widest = await page.evaluate("document.documentElement.scrollWidth")
    assert widest == 390


async def test_the_theme_follows_the_system_until_it_is_chosen(page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(ground)
    await page.emulate_media(color_scheme="dark")
    dark = await page.evaluate(ground)
    assert dark != light
    await page.get_by_role("button", name="Light theme").click()
    assert await page.evaluate(ground) == light
    await page.reload()
    await expect(page.get_by_role("button", name="Dark theme")).to_be_visible()
    assert await page.evaluate(ground) == light


async def test_a_timelapse_plays_and_takes_its_room_before_it_is_there(page: Page, scripted: ScriptedBot) -> None:
    await page.get_by_label("Message or caption").fill("hello")
    await page.keyboard.press("Enter")
    message = await scripted.next_message()
    frames = [Image.new("RGB", (320, 240), color) for color in ("red", "blue")]
    gif = io.BytesIO()
    frames[0].save(gif, "GIF", save_all=True, append_images=frames[1:])
    await message.reply_animation(gif.getvalue(), filename="timelapse.gif", caption="Timelapse")
    shown = page.locator(".moving img")
    await expect(shown).to_have_js_property("complete", True)
    assert await shown.evaluate("image => [image.width, image.height, image.naturalWidth]") == [320, 240, 320]
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="Download the animation").click()
    assert (await downloading.value).suggested_filename == "timelapse.gif"


async def test_a_film_plays_and_a_live_photo_does_while_somebody_points_at_it(
    page: Page, scripted: ScriptedBot
) -> None:
    await page.get_by_label("Message or caption").fill("hello")
    await page.keyboard.press("Enter")
    message = await scripted.next_message()
    film = video.mp4([jpeg_of(color) for color in ("red", "green", "blue")])
    await message.reply_animation(film, filename="film.mp4")
    moving = page.locator(".moving video")
    await expect(moving).to_have_js_property("paused", False)
    await expect(moving).to_have_js_property("videoWidth", 320)
    still = plain_png("teal", 640, 480)
    await message.reply_live_photo(live_photo=InputFile(film, filename="live.mp4"), photo=still, caption="Alive")
    photo = page.get_by_role("button", name="Open the picture from Stylegram")
    await expect(photo.get_by_text("LIVE")).to_be_visible()
    live = photo.locator("video")
    await expect(live).to_have_js_property("paused", True)
    await photo.hover()
    await expect(live).to_have_js_property("paused", False)
    await expect(live).to_have_css("opacity", "1")
    await page.mouse.move(0, 0)
    await expect(live).to_have_js_property("paused", True)
    await expect(live).to_have_css("opacity", "0")


def jpeg_of(color: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), color).save(buffer, "JPEG")
    return buffer.getvalue()


async def test_a_private_chat_has_topics_where_the_bot_has_them(page: Page, server: SandboxServer) -> None:
    async with server.user() as user:
        await user.set_abilities(topics=True)
        await user.add_topic("Landscapes")
        await page.reload()
        await page.get_by_role("navigation", name="Topics").get_by_text("Landscapes").click()
        line = page.get_by_label("Message or caption")
        await line.fill("hello")
        await line.press("Enter")
        await expect(page.get_by_role("log")).to_contain_text("hello")
        await page.get_by_role("navigation", name="Topics").get_by_text("General").click()
        await expect(page.get_by_role("log")).not_to_contain_text("hello")


AT_THE_END = "s => Math.round(s.scrollHeight - s.scrollTop - s.clientHeight) <= 1"


async def test_what_grows_moves_nobody_from_the_end_and_what_comes_nobody_from_above(
    page: Page, scripted: ScriptedBot
) -> None:
    line, scroller = page.get_by_label("Message or caption"), page.locator("#scroller")
    for number in range(20):
        await line.fill(f"line {number}")
        await line.press("Enter")
        message = await scripted.next_message()
    card = await message.reply_text("Queue 1")
    await expect(page.get_by_role("log")).to_contain_text("Queue 1")
    preview = InputMediaPhoto(plain_png("purple", 640, 480), caption="20 of 40")
    await scripted.bot.edit_message_media(preview, card.chat.id, card.message_id)
    await expect(page.locator(".photo img")).to_have_js_property("complete", True)
    await page.locator("#files").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": plain_png("red")})
    await expect(page.locator("#attached li")).to_be_visible()
    await eventually(lambda: scroller.evaluate(AT_THE_END))

    await scroller.evaluate("scroller => scroller.scrollTo(0, 0)")
    await expect(page.get_by_role("button", name="Scroll to the newest message")).to_be_visible()
    await message.reply_text("news")
    await expect(page.locator("#to-end.news")).to_be_visible()
    assert await scroller.evaluate("scroller => scroller.scrollTop") == 0
    await page.locator("#to-end").click()
    await expect(page.locator("#to-end")).to_be_hidden()
    await eventually(lambda: scroller.evaluate(AT_THE_END))


async def test_an_empty_chat_offers_an_example_that_the_bot_can_paint(page: Page, scripted: ScriptedBot) -> None:
    await page.get_by_role("button", name="Try an example").click()
    first, second = await scripted.next_message(), await scripted.next_message()
    assert first.media_group_id == second.media_group_id is not None
    await expect(page.get_by_role("button", name="Try an example")).to_be_hidden()
    file = await first.photo[-1].get_file()
    with Image.open(io.BytesIO(await file.download_as_bytearray())) as picture:
        assert min(picture.size) >= 256


async def test_a_file_that_is_no_picture_can_be_sent_and_the_page_says_what_it_cannot_send(
    page: Page, scripted: ScriptedBot, tmp_path: Path
) -> None:
    text = tmp_path / "renamed.jpg"
    text.write_text("This is no picture.")
    await page.locator("#files").set_input_files(text)
    await page.get_by_role("button", name="Send", exact=True).click()
    message = await scripted.next_message()
    assert message.document is not None
    assert message.document.file_name == "renamed.jpg"
    await page.get_by_label("Message or caption").fill("x" * 4097)
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator(".toast")).to_contain_text("up to 4096 characters")


async def test_the_chat_is_there_again_after_a_restart_of_the_server(
    page: Page, scripted: ScriptedBot, server: SandboxServer
) -> None:
    await page.get_by_label("Message or caption").fill("hello")
    await page.keyboard.press("Enter")
    message = await scripted.next_message()
    await server.stop()
    await expect(page.locator("#status")).to_contain_text("connection lost")
    await server.start()
    await message.reply_text("back again")
    await expect(page.get_by_role("log")).to_contain_text("back again")
    await expect(page.get_by_role("log")).to_contain_text("hello")
