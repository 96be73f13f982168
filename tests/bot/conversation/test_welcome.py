"""`/start`: a picture of what this bot does, and ways to begin without one."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from bot import examples
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.pictures import plain_png
from tests.support.updates import STRANGER


async def welcomed(chat: Chat, where: dict[str, Any] = updates.PRIVATE) -> dict[str, str]:
    """What the buttons of the welcome say, by their verbs."""
    await chat.feed(updates.text("/start", chat.bot, chat=where))
    return {data.split(":")[1]: data for data in chat.buttons()}


async def test_a_newcomer_sees_a_painting_beside_its_photo_and_how_to_begin(chat: Chat) -> None:
    buttons = await welcomed(chat)
    (sent,) = chat.telegram.of("sendPhoto")
    assert sent.uploads == (examples.before_and_after(),)
    assert "Send me two photos" in sent.parameters["caption"]
    assert list(buttons) == ["example", "gallery", "set"]


def test_the_example_is_small_and_as_large_as_telegram_shows_photos() -> None:
    with Image.open(io.BytesIO(examples.before_and_after())) as picture:
        assert picture.format == "JPEG"
        assert 1000 <= max(picture.size) <= 1280
    assert len(examples.before_and_after()) < 200_000


async def test_the_example_is_painted_once_and_replies_to_the_welcome(chat: Chat) -> None:
    buttons = await welcomed(chat)
    assert await chat.tap(buttons["example"]) == "Started."
    assert await chat.tap(buttons["example"]) == "I am at it already."
    (job,) = await chat.jobs()
    assert job.reply_to_message_id == 500  # the message of a tap
    for name, jpeg in ((job.content, examples.photo()), (job.styles[0], examples.style())):
        with Image.open(io.BytesIO(await chat.store.files.read(name))) as kept, Image.open(io.BytesIO(jpeg)) as own:
            assert kept.tobytes() == own.convert("RGB").tobytes()


async def test_the_example_has_the_settings_of_its_owner(chat: Chat) -> None:
    await chat.send("/iterations 40")
    await chat.tap((await welcomed(chat))["example"])
    (job,) = await chat.jobs()
    assert job.settings.iterations == 40


async def test_a_photo_that_waits_goes_on_waiting_beside_the_example(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    await chat.tap((await welcomed(chat))["example"])
    assert (await chat.draft()) is not None
    assert len(await chat.jobs()) == 1


async def test_an_example_that_was_cancelled_can_be_asked_for_again(chat: Chat) -> None:
    buttons = await welcomed(chat)
    await chat.tap(buttons["example"])
    await chat.send("/cancel")
    assert await chat.tap(buttons["example"]) == "Started."


@pytest.mark.parametrize("settings", [{"jobs_per_user": 1}])
async def test_the_example_counts_as_any_other_job(chat: Chat) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    assert "the most at a time" in (await chat.tap((await welcomed(chat))["example"]) or "")
    assert chat.tapped()["show_alert"] is True
    assert len(await chat.jobs()) == 1


@pytest.mark.parametrize("settings", [{"daily_quota": 1.5}])
async def test_the_example_costs_as_much_as_any_other_job(chat: Chat) -> None:
    await chat.tap((await welcomed(chat))["example"])
    spent = await chat.store.read(lambda tx: tx.people.spendings(HOME.user_id))
    assert [spending.cost for spending in spent] == [1.0]
    await chat.feed(chat.picture("red"))
    assert "points a day" in (await chat.feed(chat.picture("blue")))[0]


@pytest.mark.parametrize("verb", ["example", "gallery"])
async def test_the_buttons_are_for_the_one_who_asked(chat: Chat, verb: str) -> None:
    buttons = await welcomed(chat, updates.GROUP)
    data = buttons[verb]
    await chat.feed(updates.tap(data, chat.bot, user=STRANGER, chat=updates.GROUP))
    assert "for the person who asked" in chat.tapped()["text"]
    assert chat.tapped()["show_alert"] is True
    assert await chat.jobs() == []
    assert len(chat.telegram.of("sendPhoto")) == 1


async def test_the_gallery_comes_in_a_new_message(chat: Chat) -> None:
    tile = await chat.store.files.put(await chat.decoder.tile(plain_png("green")))
    await chat.store.write(lambda tx: tx.styles.keep(owner=0, name="chalk", picture=tile, tile=tile, origin="file:1"))
    await chat.tap((await welcomed(chat))["gallery"])
    assert len(chat.telegram.of("sendPhoto")) == 2
    assert chat.button("style")
    assert chat.telegram.of("editMessageMedia") == []
