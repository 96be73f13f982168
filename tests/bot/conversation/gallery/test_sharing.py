"""Styles that people share, and recipes that travel with their names."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.jobs.model import Job, PaintingRequest, Place
from bot.languages import Language
from bot.store import HOUSE
from bot.texts.look_up import texts_in
from tests.bot.conversation.conftest import HOME, Chat
from tests.bot.conversation.results.test_follow_ups import finish
from tests.support import updates
from tests.support.fake_telegram import BOT_ID, BOT_NAME
from tests.support.jobs import job_now
from tests.support.pictures import plain_png
from tests.support.updates import GROUP, STRANGER

TEXTS = texts_in(Language.ENGLISH)
THEIRS = {"id": 8, "type": "private", "first_name": "Eve"}
EVE: dict[str, Any] = {"chat": THEIRS, "user": STRANGER}
EVES = Place(chat_id=8, user_id=8)


async def painting(chat: Chat, caption: str = "iterations=40 size=256") -> Job:
    """A result of Ada's, shown in message 500."""
    await chat.feed(chat.picture("red", caption=caption), chat.picture("blue"))
    return await finish(chat)


def reply_to(message_id: int, **author: Any) -> dict[str, Any]:
    message = updates.message(**author).message
    assert message is not None
    return {"reply_to_message": message.to_dict() | {"message_id": message_id}}


async def recipe_of(chat: Chat, words: str = "/share", *, replies: bool = True) -> str:
    """Share; returns the recipe that the bot answers with."""
    answer = await chat.send(words, **(reply_to(500) if replies else {}))
    found = re.search("<code>(.*)</code>", answer)
    assert found is not None, answer
    return found[1]


def name_in(recipe: str) -> str:
    return recipe.partition("style=")[2]


async def jobs_of_eve(chat: Chat) -> list[Job]:
    return await chat.jobs(EVES)


async def test_a_recipe_with_a_shared_style_paints_anybodys_photo_the_same_way(chat: Chat) -> None:
    job = await painting(chat)
    recipe = await recipe_of(chat)
    assert recipe.startswith("iterations=40 size=256 preset=standard style=")
    assert await chat.feed(chat.picture("green", caption=recipe, **EVE)) == []
    (theirs,) = await jobs_of_eve(chat)
    assert theirs.request.styles == job.request.styles
    assert theirs.request.content != job.request.content
    assert theirs.request.settings == job.request.settings
    assert await chat.store.read(lambda tx: tx.shares.name_for(theirs)) == name_in(recipe)


@pytest.mark.parametrize("order", ["before", "reply"])
async def test_a_recipe_comes_before_a_photo_or_as_a_reply_to_one(chat: Chat, order: str) -> None:
    job = await painting(chat)
    recipe = await recipe_of(chat)
    photo = chat.picture("green", **EVE)
    if order == "before":
        await chat.feed(updates.text(recipe, chat.bot, **EVE), photo)
    else:
        assert photo.message is not None
        await chat.feed(updates.text(recipe, chat.bot, **EVE, reply_to_message=photo.message.to_dict()))
    (theirs,) = await jobs_of_eve(chat)
    assert (theirs.request.styles, theirs.request.settings) == (job.request.styles, job.request.settings)


async def test_a_recipe_in_reply_to_a_picture_of_the_bots_does_not_take_that_picture(chat: Chat) -> None:
    await painting(chat)
    recipe = await recipe_of(chat)
    sheet = updates.photo("sheet", user={"id": BOT_ID, "is_bot": True, "first_name": "Stylegram"})
    assert sheet.message is not None
    await chat.feed(updates.text(recipe, chat.bot, **EVE, reply_to_message=sheet.message.to_dict()))
    draft = await chat.draft(EVES)
    assert draft is not None
    assert draft.content is None


async def test_a_style_that_is_not_shared_has_no_name_and_is_not_reached(chat: Chat) -> None:
    job = await painting(chat)
    assert await chat.store.read(lambda tx: tx.shares.name_for(job)) is None
    for guess in (job.request.styles[0], job.request.styles[0][:8], job.id, "1", "0"):
        (answer,) = await chat.feed(chat.picture("green", caption=f"style={guess}", **EVE))
        assert "I know no style" in answer
    assert await jobs_of_eve(chat) == []


async def test_the_button_under_a_result_gives_the_line_and_always_the_same_name(chat: Chat) -> None:
    job = await painting(chat)
    for _ in range(2):
        await chat.feed(updates.tap(f"v1:share:{job.id}", chat.bot))
    first, second = chat.telegram.said[-2:]
    assert first == second
    assert "style=" in first
    assert len(await chat.store.read(lambda tx: tx.shares.of(7))) == 1


async def test_under_the_card_of_a_series_it_is_asked_first_in_a_message_of_its_own(chat: Chat) -> None:
    job = await painting(chat)
    before = len(chat.telegram.of("editMessageReplyMarkup"))
    said = await chat.feed(updates.tap(f"v1:askshare:{job.id}", chat.bot))  # the card is a text
    assert said == [TEXTS.say("tap-share-question")]
    assert chat.buttons() == [f"v1:share:{job.id}"]
    assert await chat.store.read(lambda tx: tx.shares.of(7)) == []
    assert len(chat.telegram.of("editMessageReplyMarkup")) == before  # the card keeps its buttons
    await chat.tap(f"v1:share:{job.id}")
    assert len(await chat.store.read(lambda tx: tx.shares.of(7))) == 1
    answered = chat.telegram.of("editMessageReplyMarkup")[before:]
    assert [edit.parameters.get("reply_markup") for edit in answered] == [None]


async def test_a_house_style_has_its_name_already(chat: Chat) -> None:
    job = await painting(chat)
    tile = await chat.store.files.put(b"tile")
    await chat.store.write(
        lambda tx: tx.styles.keep(owner=HOUSE, name="waves", picture=job.request.styles[0], tile=tile, origin="file:w")
    )
    assert name_in(await recipe_of(chat)) == "waves"
    assert await chat.store.read(lambda tx: tx.shares.of(7)) == []


async def test_a_name_of_ones_own_is_taken_where_it_is_free(chat: Chat) -> None:
    await painting(chat)
    assert name_in(await recipe_of(chat, "/share Sea at Night")) == "sea-at-night"
    assert name_in(await recipe_of(chat, "/share sea-at-night")) == "sea-at-night"  # the same once more
    await chat.feed(updates.text("/cancel", chat.bot, **EVE))
    await chat.feed(chat.picture("yellow", caption="/style", **EVE))
    assert "is taken" in await chat.send("/share sea-at-night", **EVE)
    assert "cannot be a name" in await chat.send("/share a/b")


async def test_a_kept_style_is_shared_under_its_name_and_a_drafts_without_one(chat: Chat) -> None:
    await chat.feed(chat.picture("blue", caption="/savestyle my-waves"))
    (kept,) = await chat.store.read(lambda tx: tx.styles.of(7))
    answer = await chat.send("/share my-waves")
    assert "<code>style=my-waves</code>" in answer
    share = await chat.store.read(lambda tx: tx.shares.named("my-waves"))
    assert share is not None
    assert share.pictures == (kept.picture,)
    await chat.feed(chat.picture("green", caption="/style"))
    assert name_in(await recipe_of(chat, "/share", replies=False))


async def test_a_withdrawn_style_is_gone_at_once_and_what_waits_is_painted(chat: Chat) -> None:
    await painting(chat)
    recipe = await recipe_of(chat)
    await chat.feed(chat.picture("green", caption=recipe, **EVE))
    await chat.feed(updates.text(recipe, chat.bot, **EVE))  # and one that waits for its photo
    assert "Taken back" in await chat.send(f"/unshare {name_in(recipe)}")
    (theirs,) = await jobs_of_eve(chat)
    assert await chat.store.files.has(*theirs.request.styles)
    (answer,) = await chat.feed(chat.picture("white", **EVE))
    assert "no longer shared" in answer
    assert "Now send a picture in the style" in answer
    assert len(await jobs_of_eve(chat)) == 1
    (answer,) = await chat.feed(chat.picture("white", caption=recipe, **EVE))
    assert "I know no style" in answer


async def test_who_borrowed_a_style_cannot_keep_it_share_it_or_go_on_with_it(chat: Chat) -> None:
    await painting(chat)
    recipe = await recipe_of(chat)
    await chat.feed(chat.picture("green", caption=recipe, **EVE))
    theirs = await finish(chat)
    assert theirs.request.borrowed is not None
    said = await chat.send("/savestyle mine", **EVE)
    assert "somebody else’s" in said
    borrowed = await chat.send("/share other-name", **EVE)  # it keeps the name that it has, whose ever that is
    assert name_in(recipe) in borrowed
    assert "Nobody learns" not in borrowed
    assert await chat.store.read(lambda tx: tx.shares.named("other-name")) is None
    assert "share no style" in await chat.send(f"/unshare {name_in(recipe)}", **EVE)
    await chat.send(f"/unshare {name_in(recipe)}")
    assert await chat.tap(f"v1:again:{theirs.id}", **EVE) == TEXTS.say("tap-withdrawn")
    assert await chat.tap(f"v1:share:{theirs.id}", **EVE) == TEXTS.say("tap-withdrawn")
    await chat.feed(chat.picture("white", **EVE))
    await chat.tap(chat.button("laststyle"), **EVE)
    assert await jobs_of_eve(chat) == []
    assert (await job_now(chat.store, theirs.id)).request.styles == theirs.request.styles


async def test_somebody_elses_style_never_becomes_a_photo_to_paint(chat: Chat) -> None:
    await painting(chat)
    recipe = await recipe_of(chat)
    await chat.feed(updates.text(recipe, chat.bot, **EVE))
    draft = await chat.draft(EVES)
    assert draft is not None
    await chat.tap(f"v1:ascontent:8.{draft.styles[0][:8]}", **EVE)
    assert (await chat.draft(EVES)) == draft
    await chat.feed(chat.picture("green", **EVE))
    (theirs,) = await jobs_of_eve(chat)
    assert await chat.tap(f"v1:swap:{theirs.id}.{theirs.request.content[:8]}", **EVE) == TEXTS.say("tap-over")
    assert (await job_now(chat.store, theirs.id)).request.content == theirs.request.content


async def test_the_list_has_a_button_for_each_and_only_the_owners_works(chat: Chat) -> None:
    assert await chat.send("/shared") == TEXTS.say("shared-none")
    await painting(chat)
    recipe = await recipe_of(chat)
    await chat.feed(updates.text("/shared", chat.bot))
    (sheet,) = chat.telegram.of("sendPhoto")
    assert name_in(recipe) in sheet.parameters["caption"]
    data = chat.button("unshare")
    assert await chat.tap(data, user=STRANGER) == TEXTS.say("tap-not-yours")
    assert await chat.tap(data, photo=[], caption="list") == "Taken back."
    assert await chat.tap(data) == TEXTS.say("tap-style-gone")
    assert await chat.store.read(lambda tx: tx.shares.of(7)) == []


async def test_there_is_a_limit_for_each_person(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.conversation.gallery.sharing.MOST", 1)
    await painting(chat)
    await recipe_of(chat)
    await chat.feed(chat.picture("green", caption="/style"))
    assert "which is the most" in await chat.send("/share")
    await chat.send("/share", **EVE)  # another person's limit is their own


async def test_others_cannot_share_a_painting_or_a_picture_in_a_group(chat: Chat) -> None:
    await painting(chat)
    job = await chat.store.read(lambda tx: tx.job_history.last(HOME))
    assert job is not None
    theirs = reply_to(500, chat=GROUP)
    answer = await chat.send("/share", user=STRANGER, chat=GROUP, **theirs)
    assert answer == TEXTS.say("share-not-yours")
    photo = chat.picture("green", chat=GROUP)
    assert photo.message is not None
    answer = await chat.send("/share", user=STRANGER, chat=GROUP, reply_to_message=photo.message.to_dict())
    assert answer == TEXTS.say("share-not-yours")
    assert await chat.send("/share", **EVE) == TEXTS.say("share-how", example="/share sea-at-night")


async def test_what_is_shared_outlives_its_painting_and_goes_when_its_owner_is_forgotten(chat: Chat) -> None:
    job = await painting(chat)
    await recipe_of(chat)
    await chat.store.write(lambda tx: tx.cards.mark_delivered(job.id))
    await chat.store.write(lambda tx: tx.cards.mark_told(job.id, 2.0))
    await chat.store.write(lambda tx: tx.retention.expire_pictures(9e9, 9e9))
    await chat.store.sweep_files(grace=0)
    assert await chat.store.files.has(*job.request.styles)
    assert job.request.styles[0] in await chat.store.read(lambda tx: tx.files.of_person(7))
    await chat.store.write(lambda tx: tx.erasures.begin(HOME, 1, None, before_update=0, now=9e9))
    assert await chat.store.read(lambda tx: tx.shares.of(7)) == []
    await chat.store.sweep_files(grace=0)
    assert not await chat.store.files.has(*job.request.styles)


@pytest.mark.parametrize("settings", [{"admins": "99"}])
async def test_an_admin_removes_a_name(chat: Chat) -> None:
    root = {"id": 99, "is_bot": False, "first_name": "Root"}
    office = {"user": root, "chat": root | {"type": "private"}}
    await painting(chat)
    name = name_in(await recipe_of(chat))
    assert "Say which" in await chat.send("/takedown", **office)
    assert "No style is shared" in await chat.send("/takedown no-such-name", **office)
    assert "User 7 had shared it" in await chat.send(f"/takedown {name}", **office)
    assert await chat.store.read(lambda tx: tx.shares.named(name)) is None


async def test_a_blend_is_shared_as_one(chat: Chat) -> None:
    content, *styles = [await chat.store.files.put(plain_png(color)) for color in ("red", "blue", "green")]
    await painting(chat)
    last = await chat.store.read(lambda tx: tx.job_history.last(HOME))
    assert last is not None
    request = PaintingRequest(settings=last.request.settings, content=content, styles=tuple(styles))
    await chat.store.write(lambda tx: tx.jobs.add(request, HOME, 2.0))
    recipe = await recipe_of(chat, "/share", replies=False)
    await chat.feed(chat.picture("white", caption=recipe, **EVE))
    (theirs,) = await jobs_of_eve(chat)
    assert list(theirs.request.styles) == styles


async def test_the_line_of_a_shared_style_is_copied_at_a_tap_and_its_link_shared_at_another(chat: Chat) -> None:
    await painting(chat)
    recipe = await recipe_of(chat)
    markup = chat.telegram.of("sendMessage")[-1].parameters["reply_markup"]
    ((copy, link),) = markup["inline_keyboard"]
    assert copy["copy_text"] == {"text": recipe}
    asked = parse_qs(urlsplit(link["url"]).query)
    assert asked["url"] == [f"https://t.me/{BOT_NAME}?start=y{name_in(recipe)}_pstandard_z256_i40"]
