"""Albums: several updates without an end mark."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from PIL import Image
from telegram import Update

from bot.conversation.draft import albums
from bot.conversation.draft.albums import Albums
from bot.intake.contact_sheet import GAP, TILE
from bot.jobs.model import Job, Place
from tests.bot.conversation.conftest import Chat
from tests.support import updates
from tests.support.eventually import LONG, eventually
from tests.support.fake_telegram import BOT_ID


@asynccontextmanager
async def settling(arriving: Albums) -> AsyncIterator[None]:
    task = asyncio.create_task(arriving.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def the_job(chat: Chat) -> Job:
    async with asyncio.timeout(LONG):
        while not (jobs := await chat.jobs()):
            await chat.store.wait_for_change(chat.store.revision, 0.05)
    (job,) = jobs
    return job


async def next_answer(chat: Chat, said: int) -> str:
    async with asyncio.timeout(LONG):
        while len(chat.telegram.said) == said:  # noqa: ASYNC110 - the fake tells nobody
            await asyncio.sleep(0.02)
    return chat.telegram.said[-1]


async def next_caption(chat: Chat) -> str:
    """Wait for the first picture that the bot sends; returns its caption."""
    async with asyncio.timeout(LONG):
        while not chat.telegram.of("sendPhoto"):  # noqa: ASYNC110 - the fake tells nobody
            await asyncio.sleep(0.02)
    return str(chat.telegram.of("sendPhoto")[0].parameters["caption"])


def message_id(update: Update) -> int:
    assert update.message is not None
    return update.message.message_id


async def test_an_album_of_two_is_a_job_in_the_order_of_its_messages(chat: Chat) -> None:
    content, style = (chat.picture(color, media_group_id="g") for color in ("red", "blue"))
    await chat.feed(style, content)  # shuffled on their way
    async with settling(chat.albums):
        job = await the_job(chat)
    assert job.origin.reply_to_message_id == message_id(content)
    await chat.feed(chat.picture("red"))
    draft = await chat.draft()
    assert draft is not None
    assert draft.content == job.request.content
    assert chat.telegram.said == ["I have the photo. Now send a picture in the style you want."]


async def test_a_caption_on_either_photo_sets_the_job(chat: Chat) -> None:
    await chat.feed(
        chat.picture("red", media_group_id="g"),
        chat.picture("blue", media_group_id="g", caption="iterations=300 size=768"),
    )
    async with settling(chat.albums):
        job = await the_job(chat)
    assert (job.request.settings.iterations, job.request.settings.size) == (300, 768)


async def test_an_album_waits_for_items_that_are_still_being_fetched(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[albums.Settled | None] = []
    settle = albums.settle

    async def noted(*about: Any) -> albums.Settled | None:
        tries.append(await settle(*about))
        return tries[-1]

    async def was_tried() -> bool:
        return bool(tries)

    monkeypatch.setattr(albums, "settle", noted)
    late = chat.picture("blue", media_group_id="g")
    await chat.store.write(lambda tx: tx.inbox.add(BOT_ID, late.update_id, late.to_json(), 0))
    async with settling(chat.albums):
        await chat.feed(chat.picture("red", media_group_id="g"))
        await eventually(was_tried)  # since no more items came for so long
        assert tries[0] is None
        assert await chat.draft() is None
        await chat.feed(late)
        await the_job(chat)


async def test_the_good_one_of_two_keeps_its_role(chat: Chat) -> None:
    chat.telegram.files["text"] = b"no picture"
    await chat.feed(updates.photo("text", chat.bot, media_group_id="g"), chat.picture("blue", media_group_id="g"))
    async with settling(chat.albums):
        answer = await next_answer(chat, 0)
        assert answer.splitlines() == [
            "I could not read this as a picture: it is damaged, or not a picture at all. Send a JPEG, PNG or WebP.",
            "I have the style picture. Now send the photo to paint.",
        ]
        content = chat.picture("red")
        await chat.feed(content)
        job = await the_job(chat)
    assert job.origin.reply_to_message_id == message_id(content)


async def test_a_video_beside_a_photo_is_explained_and_the_photo_kept(chat: Chat) -> None:
    video = {"file_id": "v", "file_unique_id": "v", "width": 90, "height": 90, "duration": 1}
    await chat.feed(chat.picture("red", media_group_id="g"), updates.message(chat.bot, video=video, media_group_id="g"))
    async with settling(chat.albums):
        answer = await next_answer(chat, 0)
    assert "video" in answer
    assert "Now send a picture in the style" in answer


async def album_of_three(chat: Chat, **more: str) -> None:
    """Send an album of three, and wait until the bot asks for the style."""
    await chat.feed(*(chat.picture(color, media_group_id="g", **more) for color in ("red", "blue", "green")))
    async with settling(chat.albums):
        assert "one of the other 2" in await next_caption(chat)


async def test_of_an_album_of_three_the_first_is_painted_in_the_style_that_is_chosen(chat: Chat) -> None:
    await album_of_three(chat, caption="iterations=40")
    draft = await chat.draft()
    assert draft is not None
    _, first, second, blend, _ = chat.buttons()
    assert await chat.tap(second) == "Started."
    assert await chat.tap(second) == "This picture is no longer waiting."
    assert await chat.tap(first) == "This picture is no longer waiting."
    assert blend.endswith(".all")
    (job,) = await chat.jobs()
    assert job.request.content == draft.content
    assert job.request.styles == draft.one.choices[1:]
    assert job.origin.reply_to_message_id == draft.content_message_id
    assert job.request.settings.iterations == 40


async def test_the_styles_of_an_album_are_shown_with_the_numbers_of_their_buttons(chat: Chat) -> None:
    await album_of_three(chat)
    (request,) = chat.telegram.of("sendPhoto")
    assert Image.open(io.BytesIO(request.uploads[0])).size == (2 * (TILE + GAP) + GAP, TILE + 2 * GAP)
    keys = [key["text"] for row in request.parameters["reply_markup"]["inline_keyboard"] for key in row]
    assert keys == ["🖼 All 3 in one style", "Style 1", "Style 2", "Blend them all", "✖ Forget it"]


async def test_where_the_styles_cannot_be_shown_their_buttons_are_there_all_the_same(chat: Chat) -> None:
    await chat.feed(*(chat.picture(color, media_group_id="g") for color in ("red", "blue", "green")))
    chat.decoder.draws = False
    async with settling(chat.albums):
        assert "one of the other 2" in await next_answer(chat, 0)
    assert len(chat.buttons()) == 5


async def test_the_styles_of_an_album_can_be_blended(chat: Chat) -> None:
    await album_of_three(chat)
    draft = await chat.draft()
    assert draft is not None
    await chat.tap(chat.buttons()[3])
    (job,) = await chat.jobs()
    assert job.request.styles == draft.one.choices
    assert len(set(job.request.styles)) == 2


async def test_instead_of_one_of_the_album_a_further_picture_may_be_the_style(chat: Chat) -> None:
    await album_of_three(chat)
    pick = chat.buttons()[1]
    await chat.feed(chat.picture("yellow"))
    (job,) = await chat.jobs()
    assert len(job.request.styles) == 1
    assert await chat.tap(pick) == "This picture is no longer waiting."


async def test_bad_settings_on_an_album_keep_both_photos(chat: Chat) -> None:
    await chat.feed(
        chat.picture("red", media_group_id="g", caption="size=20"), chat.picture("blue", media_group_id="g")
    )
    async with settling(chat.albums):
        answer = await next_answer(chat, 0)
    assert "from 128 to 2048" in answer
    assert "Both photos are kept" in answer
    await chat.feed(updates.text("/size 256", chat.bot))
    assert (await the_job(chat)).request.settings.size == 256


async def test_an_album_of_bad_pictures_says_so_once(chat: Chat) -> None:
    chat.telegram.files["text"] = b"no picture"
    await chat.feed(*(updates.photo("text", chat.bot, media_group_id="g") for _ in range(2)))
    async with settling(chat.albums):
        answer = await next_answer(chat, 0)
    assert answer.count("could not read") == 1
    draft = await chat.draft()
    assert draft is None or (draft.content is None and not draft.styles)


async def test_in_a_group_one_caption_names_the_bot_for_the_whole_album(chat: Chat) -> None:
    await chat.feed(
        chat.picture("red", chat=updates.GROUP, media_group_id="g", caption="@stylegram_test_bot"),
        chat.picture("blue", chat=updates.GROUP, media_group_id="g"),
        chat.picture("green", chat=updates.GROUP, media_group_id="not for the bot"),
    )
    async with settling(chat.albums):
        async with asyncio.timeout(LONG):
            while not (jobs := await chat.jobs(Place(chat_id=-5, user_id=7))):
                await chat.store.wait_for_change(chat.store.revision, 0.05)
    assert len(jobs) == 1
    assert len(chat.telegram.of("getFile")) == 2


async def test_a_bad_album_does_not_start_photos_that_wait_for_better_settings(chat: Chat) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue", caption="size=1"))
    chat.telegram.files["text"] = b"no picture"
    await chat.feed(*(updates.photo("text", chat.bot, media_group_id="g") for _ in range(2)))
    async with settling(chat.albums):
        answer = await next_answer(chat, len(chat.telegram.said))
    assert "could not read" in answer
    assert "Both photos are kept" in answer
    assert await chat.jobs() == []
