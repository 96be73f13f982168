"""A series is put together: an album, a style, and the tap that begins."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.jobs.model import Job, JobState, Place
from bot.languages import Language
from bot.store import HOUSE, Series
from bot.texts.look_up import texts_in
from engine.settings import Colors
from tests.bot.conversation.conftest import HOME, Chat
from tests.bot.conversation.draft.test_albums import settling
from tests.support import updates
from tests.support.eventually import LONG
from tests.support.updates import GROUP, PRIVATE, STRANGER

TEXTS = texts_in(Language.ENGLISH)
COLORS = ("red", "blue", "green", "yellow", "white", "black", "grey", "pink", "brown", "purple")


async def album(chat: Chat, count: int = 3, *, caption: str | None = None, group: bool = False) -> str:
    """Send an album, and wait; returns what the bot says to it, in a text or under the sheet of its pictures."""
    said, sheets = len(chat.telegram.said), len(chat.telegram.of("sendPhoto"))
    first, *others = COLORS[:count]
    words = {} if caption is None else {"caption": caption}
    where = {"chat": GROUP if group else PRIVATE, "media_group_id": "g"}
    await chat.feed(
        chat.picture(first, **words, **where),
        *(chat.picture(color, **where) for color in others),
    )

    def answers() -> list[str]:
        captions = [str(request.parameters["caption"]) for request in chat.telegram.of("sendPhoto")]
        return [*chat.telegram.said[said:], *captions[sheets:]]

    async with settling(chat.albums), asyncio.timeout(LONG):
        while not answers():  # noqa: ASYNC110 - the fake tells nobody
            await asyncio.sleep(0.02)
    return answers()[0]


async def house_style(chat: Chat, name: str = "waves") -> str:
    picture, tile = await chat.store.files.put(b"waves"), await chat.store.files.put(b"tile")
    await chat.store.write(
        lambda tx: tx.styles.keep(owner=HOUSE, name=name, picture=picture, tile=tile, origin="file:w")
    )
    return picture


async def the_series(chat: Chat) -> tuple[Series, list[Job]]:
    (series_id,) = await chat.store.read(lambda tx: tx.series.untold())
    series = await chat.store.read(lambda tx: tx.series.get(series_id))
    assert series is not None
    return series, await chat.store.read(lambda tx: tx.series.jobs(series_id))


async def test_an_album_of_three_may_become_a_series_in_the_style_of_a_picture(chat: Chat) -> None:
    assert "whole album, as a series" in await album(chat)
    before = await chat.draft()
    assert before is not None
    offer = chat.button("series")
    assert await chat.tap(offer) is None
    assert "I have 3 photos for a series" in chat.telegram.of("editMessageText")[-1].parameters["text"]
    assert await chat.tap(offer) is None  # twice does no harm
    (answer,) = await chat.feed(chat.picture("black"))
    assert "3 photos, all in one style" in answer
    assert "3 places in the queue and 3 of your 50 points a day (50 are free)" in answer
    start = chat.button("startseries")
    assert await chat.jobs() == []
    assert await chat.tap(start) == "Started."
    assert await chat.tap(start) == "This picture is no longer waiting."
    series, jobs = await the_series(chat)
    assert series.card_message_id == updates.CARD  # the question whether to begin becomes the card
    assert [job.request.content for job in jobs] == [before.content, *before.one.choices]
    assert {job.request.styles for job in jobs} == {jobs[0].request.styles}
    assert {job.request.settings.strength for job in jobs} == {60}
    assert all(job.request.settings == jobs[0].request.settings for job in jobs)
    assert series.reply_to_message_id == before.content_message_id
    assert await chat.draft() is None


async def test_series_comes_first_then_the_album_then_a_name(chat: Chat) -> None:
    picture = await house_style(chat)
    assert "Select 2 to 10 photos" in await chat.send("/series strength=30 colors=keep")
    assert "I have 2 photos for a series" in await album(chat, 2)
    assert "2 photos, all in one style" in await chat.send("style=waves")
    await chat.tap(chat.button("startseries"))
    _, jobs = await the_series(chat)
    assert {job.request.styles for job in jobs} == {(picture,)}
    assert {(job.request.settings.strength, job.request.settings.colors) for job in jobs} == {(30, Colors.KEEP)}


async def test_a_single_picture_is_the_style_of_a_series_whose_album_is_still_to_come(chat: Chat) -> None:
    await chat.send("/series")
    (answer,) = await chat.feed(chat.picture("black"))
    assert answer == TEXTS.say("series-send-album-styled", low="2", high="10")
    assert "4 photos, all in one style" in await album(chat, 4)


async def test_a_recipe_as_the_caption_of_an_album_asks_for_a_series(chat: Chat) -> None:
    await house_style(chat)
    answer = await album(chat, 10, caption="iterations=40 size=256 preset=standard style=waves")
    assert "10 photos, all in one style" in answer
    assert answer.startswith("10 photos, all in one style, 256 px each.")
    assert "iterations=" not in answer


async def test_a_command_in_the_caption_makes_two_photos_a_series_in_a_group(chat: Chat) -> None:
    answer = await album(chat, 2, caption="/series@stylegram_test_bot", group=True)
    assert "I have 2 photos for a series" in answer
    assert TEXTS.say("reply-in-group") in answer


async def test_a_style_from_the_gallery_completes_a_series(chat: Chat) -> None:
    await house_style(chat)
    await chat.send("/series")
    await album(chat, 3)
    (style,) = await chat.store.read(lambda tx: tx.styles.of(HOUSE))
    draft = await chat.draft()
    assert draft is not None
    assert draft.series
    await chat.feed(updates.tap(f"v1:style:7.{draft.series.pictures[0][:8]}.{style.number}", chat.bot))
    assert "3 photos, all in one style" in chat.telegram.said[-1]


@pytest.mark.parametrize("settings", [{"daily_quota": 2}])
async def test_every_picture_counts_toward_the_quota_and_the_refusal_says_so(chat: Chat) -> None:
    await house_style(chat)
    answer = await album(chat, 3, caption="style=waves")
    assert "These 3 pictures cost 3 points; you have 2 a day." in answer
    assert "The 3 photos of the series are kept" in answer
    assert "These 3 pictures cost" in str(await chat.tap(chat.button("startseries")))
    assert await chat.jobs() == []
    assert "3 photos, all in one style" in await chat.send("size=256")
    assert await chat.tap(chat.button("startseries")) == "Started."


@pytest.mark.parametrize("settings", [{"queue_limit": 2}])
async def test_every_picture_counts_toward_the_queue(chat: Chat) -> None:
    await house_style(chat)
    assert "The queue is full" in await album(chat, 3, caption="style=waves")


async def test_while_a_series_is_in_work_its_owner_begins_nothing_else(chat: Chat) -> None:
    await house_style(chat)
    await album(chat, 5, caption="style=waves")
    await chat.tap(chat.button("startseries"))
    answer = (await chat.feed(chat.picture("red"), chat.picture("blue")))[-1]
    assert "You have 5 pictures in work" in answer


async def test_a_series_does_not_hold_up_others(chat: Chat) -> None:
    await house_style(chat)
    await album(chat, 5, caption="style=waves")
    await chat.tap(chat.button("startseries"))
    theirs = {"chat": {"id": 8, "type": "private"}, "user": STRANGER}
    await chat.feed(chat.picture("red", **theirs), chat.picture("blue", **theirs))
    await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    (job,) = await chat.jobs(Place(chat_id=8, user_id=8))
    assert await chat.store.read(lambda tx: tx.jobs.queue_place(job.id)) == 1


async def test_its_owner_alone_stops_it_and_what_is_painted_stays(chat: Chat) -> None:
    await house_style(chat)
    await album(chat, 3, caption="style=waves")
    await chat.tap(chat.button("startseries"))
    series, jobs = await the_series(chat)
    data = f"v1:stopseries:{series.id}"
    assert await chat.tap(data, user=STRANGER) == TEXTS.say("tap-not-yours")
    assert await chat.tap(data) == "Canceled."
    assert await chat.tap(data) == TEXTS.say("tap-over")
    _, jobs = await the_series(chat)
    assert {job.state for job in jobs} == {JobState.CANCELED}


async def test_cancel_forgets_a_series_that_is_being_put_together(chat: Chat) -> None:
    await chat.send("/series")
    await album(chat, 3)
    assert "3 photos for a series" in await chat.send("/status")
    await chat.tap(chat.button("drop"))
    assert await chat.draft() is None
    await chat.send("/series")
    assert await chat.send("/cancel") == TEXTS.say("canceled-draft")


async def test_a_shared_style_that_is_withdrawn_meanwhile_is_asked_for_anew(chat: Chat) -> None:
    await chat.feed(chat.picture("black", caption="/savestyle hers", user=STRANGER))
    await chat.feed(updates.text("/share hers", chat.bot, user=STRANGER))
    assert "3 photos, all in one style" in await album(chat, 3, caption="style=hers")
    start = chat.button("startseries")
    await chat.feed(updates.text("/unshare hers", chat.bot, user=STRANGER))
    await chat.tap(start)
    assert TEXTS.say("style-withdrawn") in chat.telegram.of("editMessageText")[-1].parameters["text"]
    assert await chat.jobs() == []


async def test_a_series_that_is_forgotten_leaves_nothing(chat: Chat) -> None:
    await chat.send("/series")
    await album(chat, 3)
    draft = await chat.draft()
    assert draft is not None
    assert draft.series
    await chat.feed(chat.picture("black"))
    await chat.tap(chat.button("startseries"))
    await chat.store.write(lambda tx: tx.erasures.begin(HOME, 1, None, before_update=0, now=9e9))
    (erasure,) = await chat.store.read(lambda tx: tx.erasures.pending())
    assert await chat.store.write(lambda tx: tx.erasures.delete_finished_jobs(erasure))
    assert await chat.store.read(lambda tx: tx.series.untold()) == []
    await chat.store.sweep_files(grace=0)
    assert not await chat.store.files.has(*draft.series.pictures[:1])
