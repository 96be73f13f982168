"""python-telegram-bot, over HTTP, against the server: the library that the real bot uses."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import Conflict

from tests.support.sandbox import SandboxServer, SandboxUser


def picture(width: int, height: int, colour: str = "teal", kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, kind)
    return buffer.getvalue()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(tmp_path / "server") as server:
        yield server


@pytest.fixture
async def user(server: SandboxServer) -> AsyncIterator[SandboxUser]:
    async with server.user() as user:
        yield user


@pytest.fixture
async def bot(server: SandboxServer) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot") as bot:
        yield bot


async def test_the_bot_is_the_one_of_the_token(bot: Bot, server: SandboxServer) -> None:
    me = await bot.get_me()
    assert me.is_bot
    assert str(me.id) == server.token.split(":")[0]


async def test_a_long_poll_ends_as_soon_as_the_user_writes(bot: Bot, user: SandboxUser) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await user.send_text("/start now")
    (update,) = await poll
    assert update.message is not None
    assert update.message.text == "/start now"
    assert update.message.entities[0].type == "bot_command"
    assert update.message.entities[0].length == len("/start")


async def test_an_update_comes_again_until_it_is_confirmed(bot: Bot, user: SandboxUser) -> None:
    await user.send_text("one")
    (first,) = await bot.get_updates()
    (again,) = await bot.get_updates()
    assert first.update_id == again.update_id
    assert await bot.get_updates(offset=first.update_id + 1) == ()


async def test_an_album_arrives_as_updates_that_share_a_group(bot: Bot, user: SandboxUser) -> None:
    ids = await user.send_album([picture(2000, 1000), picture(300, 500)], caption="size=256")
    first, second = [update.message for update in await bot.get_updates()]
    assert first is not None
    assert second is not None
    assert [first.message_id, second.message_id] == ids
    assert first.media_group_id == second.media_group_id is not None
    assert first.caption == "size=256"
    assert second.caption is None
    assert [size.width for size in first.photo] == [90, 320, 800, 1280]
    assert second.photo[-1].height == 500


async def test_a_photo_can_be_downloaded(bot: Bot, user: SandboxUser) -> None:
    await user.send_photo(picture(2000, 1000))
    (update,) = await bot.get_updates()
    assert update.message is not None
    file = await bot.get_file(update.message.photo[-1].file_id)
    data = await file.download_as_bytearray()
    with Image.open(io.BytesIO(data)) as downloaded:
        assert downloaded.format == "JPEG"
        assert downloaded.size == (1280, 640)


async def test_a_document_keeps_every_byte(bot: Bot, user: SandboxUser) -> None:
    await user.send_document(b"not a picture", "holiday.jpg", "image/jpeg")
    (update,) = await bot.get_updates()
    assert update.message is not None
    document = update.message.document
    assert document is not None
    assert (document.file_name, document.mime_type) == ("holiday.jpg", "image/jpeg")
    file = await bot.get_file(document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"not a picture"


async def test_a_text_can_become_a_photo_by_an_edit(bot: Bot, user: SandboxUser) -> None:
    await user.send_text("hello")
    (update,) = await bot.get_updates()
    assert update.effective_chat is not None
    chat_id = update.effective_chat.id
    card = await bot.send_message(chat_id, "Waiting")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Stop", callback_data="v1:stop:1")]])
    media = InputMediaPhoto(picture(512, 384, kind="JPEG"), caption="<b>10</b> of 300", parse_mode="HTML")
    edited = await bot.edit_message_media(media, chat_id, card.message_id, reply_markup=keyboard)
    assert edited.photo[-1].width == 512
    shown = (await user.transcript())[-1]
    assert (shown.text, shown.edits, shown.callback_data) == ("10 of 300", 1, ["v1:stop:1"])
    assert shown.media is not None
    assert (await user.download(shown.media)).startswith(b"\xff\xd8")


async def test_a_tap_reaches_the_bot_and_its_answer_the_user(bot: Bot, user: SandboxUser) -> None:
    await user.send_text("hello")
    (update,) = await bot.get_updates()
    assert update.effective_chat is not None
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Stop", callback_data="v1:stop:1")]])
    card = await bot.send_message(update.effective_chat.id, "Waiting", reply_markup=keyboard)
    query_id = await user.tap(card.message_id, "v1:stop:1")
    (tapped,) = await bot.get_updates(offset=update.update_id + 1)
    assert tapped.callback_query is not None
    assert tapped.callback_query.data == "v1:stop:1"
    await bot.answer_callback_query(tapped.callback_query.id, "Stopping", show_alert=True)
    assert await user.answer_to(query_id) == {"text": "Stopping", "show_alert": True}


async def test_a_second_poll_ends_the_first(bot: Bot, server: SandboxServer, user: SandboxUser) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await user.wait_for_call("getUpdates")
    async with Bot(server.token, base_url=f"{server.url}/bot") as rival:
        await rival.get_updates(timeout=0)
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
