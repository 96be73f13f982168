"""python-telegram-bot, over HTTP, against the server: the library that the real bot uses."""

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image
from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
)
from telegram.error import Conflict

from tests.support.patient_bot import patient_bot
from tests.support.pictures import moving_gif, plain_png
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Running
from tests.support.telegram_oracle import assert_calls_valid


@pytest.fixture
async def bot(running: Running, user: SandboxUser) -> AsyncIterator[Bot]:
    async with patient_bot(running) as bot:
        yield bot
    assert_calls_valid(await user.calls())


async def test_the_bot_is_the_one_of_the_token(bot: Bot, running: Running) -> None:
    me = await bot.get_me()
    assert me.is_bot
    assert str(me.id) == running.token.split(":")[0]


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
    ids = await user.send_album([plain_png("teal", 2000, 1000), plain_png("teal", 300, 500)], caption="size=256")
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
    await user.send_photo(plain_png("teal", 2000, 1000))
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
    media = InputMediaPhoto(plain_png("teal", 512, 384), caption="<b>10</b> of 300", parse_mode="HTML")
    edited = await bot.edit_message_media(media, chat_id, card.message_id, reply_markup=keyboard)
    assert isinstance(edited, Message)
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


async def test_a_second_poll_ends_the_first(bot: Bot, running: Running, user: SandboxUser) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await user.wait_for_call("getUpdates")
    async with patient_bot(running) as rival:
        await rival.get_updates(timeout=0)
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_the_calls_around_the_start_of_a_bot_work(bot: Bot, user: SandboxUser) -> None:
    await user.send_text("hello")
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).pending_update_count == 0
    await bot.set_my_commands([("start", "How it works")], scope=BotCommandScopeAllPrivateChats())
    (command,) = await bot.get_my_commands(scope=BotCommandScopeAllPrivateChats())
    assert command.command == "start"
    assert await bot.get_my_commands() == ()


async def test_every_kind_of_message_arrives(bot: Bot, user: SandboxUser) -> None:
    ids = [
        await user.send_sticker(),
        await user.send_video(),
        await user.send_voice(),
        await user.send_animation(moving_gif()),
        *await user.send_document_album([(b"one", "a.txt", "text/plain"), (b"two", "b.txt", "text/plain")]),
    ]
    received = [update.message for update in await bot.get_updates()]
    messages = [message for message in received if message is not None]
    assert [message.message_id for message in messages] == ids
    sticker, video, voice, animation, first, second = messages
    assert sticker.sticker is not None
    assert not sticker.sticker.is_animated
    assert video.video is not None
    assert voice.voice is not None
    assert animation.animation is not None
    assert animation.animation.thumbnail is not None
    assert first.media_group_id == second.media_group_id is not None


async def test_the_replied_message_comes_along(bot: Bot, user: SandboxUser) -> None:
    photo_id = await user.send_photo(plain_png("teal"))
    await user.send_text("look", reply_to=photo_id)
    _, update = await bot.get_updates()
    assert update.message is not None
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.photo
    answer = await update.message.reply_text("seen", do_quote=True)
    assert (await user.transcript())[-1].reply_to == update.message.message_id
    assert answer.reply_to_message is not None
