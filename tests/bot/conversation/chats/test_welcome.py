"""`/start`: a picture of what this bot does, and ways to begin without one."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from bot import examples
from bot.store import HOUSE
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
    assert job.origin.reply_to_message_id == 500  # the message of a tap
    for name, jpeg in ((job.request.content, examples.photo()), (job.request.styles[0], examples.style())):
        with Image.open(io.BytesIO(await chat.store.files.read(name))) as kept, Image.open(io.BytesIO(jpeg)) as own:
            assert kept.tobytes() == own.convert("RGB").tobytes()


async def test_the_examples_style_is_the_gallerys_so_that_its_recipe_names_it(chat: Chat) -> None:
    drawn = await chat.store.files.put((await chat.decoder.normalize(examples.style())).png)
    tile = await chat.store.files.put(await chat.decoder.tile(plain_png("grey")))
    await chat.store.write(
        lambda tx: tx.styles.keep(owner=HOUSE, name=examples.STYLE_NAME, picture=drawn, tile=tile, origin="drawn")
    )
    await chat.tap((await welcomed(chat))["example"])
    (job,) = await chat.jobs()
    assert await chat.store.read(lambda tx: tx.shares.name_for(job)) == examples.STYLE_NAME


async def test_the_example_has_the_settings_of_its_owner(chat: Chat) -> None:
    await chat.send("/iterations 40")
    await chat.tap((await welcomed(chat))["example"])
    (job,) = await chat.jobs()
    assert job.request.settings.iterations == 40


async def test_a_photo_that_waits_goes_on_waiting_beside_the_example(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    await chat.tap((await welcomed(chat))["example"])
    assert (await chat.draft()) is not None
    assert len(await chat.jobs()) == 1


async def test_an_example_that_was_canceled_can_be_asked_for_again(chat: Chat) -> None:
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


async def house_style(chat: Chat, name: str = "waves", color: str = "teal", owner: int = HOUSE) -> str:
    """Keep a style; returns its picture's name."""
    picture = await chat.store.files.put(plain_png(color))
    tile = await chat.store.files.put(await chat.decoder.tile(plain_png(color)))
    await chat.store.write(
        lambda tx: tx.styles.keep(owner=owner, name=name, picture=picture, tile=tile, origin="drawn:1")
    )
    return picture


async def test_a_link_begins_with_its_style_and_settings(chat: Chat) -> None:
    style = await house_style(chat)
    answer = await chat.send("/start ywaves_i40_z256_pdraft")
    assert answer.startswith("Waves it is: send me a photo")
    assert "iterations=40" in answer
    await chat.feed(chat.picture("red"))
    (job,) = await chat.jobs()
    assert job.request.styles == (style,)
    assert (job.request.settings.iterations, job.request.settings.size) == (40, 256)


async def test_a_link_means_the_style_for_everybody_whatever_one_keeps_under_its_name(chat: Chat) -> None:
    house = await house_style(chat)
    await house_style(chat, color="black", owner=HOME.user_id)
    await chat.send("/start ywaves")
    draft = await chat.draft()
    assert draft is not None
    assert draft.styles == (house,)


@pytest.mark.parametrize("owner", [HOME.user_id, 8])
async def test_no_link_reaches_a_style_that_somebody_keeps_for_themselves(chat: Chat, owner: int) -> None:
    await house_style(chat, "secret", owner=owner)
    answer = await chat.send("/start ysecret_i40")
    assert "I know no style" in answer
    draft = await chat.draft()
    assert draft is not None
    assert draft.styles == ()


async def test_a_link_never_begins_a_painting_by_itself(chat: Chat) -> None:
    style = await house_style(chat)
    await chat.feed(chat.picture("red"))
    answer = await chat.send("/start ywaves")
    assert await chat.jobs() == []
    assert "tap Start" in answer
    assert await chat.tap(chat.button("start")) == "Started."
    (job,) = await chat.jobs()
    assert job.request.styles == (style,)


@pytest.mark.parametrize("payload", ["hello", "y", "i9999999", "zzz", "a0123456789abcdef", "y" + "n" * 63, "__", "😀"])
async def test_a_payload_that_makes_no_sense_is_a_welcome_or_says_what_is_wrong(chat: Chat, payload: str) -> None:
    await chat.feed(updates.text(f"/start {payload}", chat.bot))
    said = [*chat.telegram.said, *(sent.parameters["caption"] for sent in chat.telegram.of("sendPhoto"))]
    assert len(said) == 1
    assert await chat.jobs() == []
    assert await chat.unhandled() == 0
