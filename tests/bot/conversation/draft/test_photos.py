"""Photos, files and captions: what becomes a draft, what a job, what a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from bot.store import StoreFull
from bot.store.chats import ChatStore
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.fake_telegram import Refusal, no_connection
from tests.support.hostile import encoded
from tests.support.odd_pictures import raw_photograph
from tests.support.pictures import plain_png


async def test_a_photo_and_then_another_become_a_job_without_a_further_word(chat: Chat) -> None:
    first = chat.picture("red")
    assert await chat.feed(first) == ["I have the photo. Now send a picture in the style you want."]
    assert await chat.feed(chat.picture("blue")) == []
    (job,) = await chat.jobs()
    assert first.message is not None
    assert job.origin.reply_to_message_id == first.message.message_id
    assert job.request.styles != (job.request.content,)
    assert (await chat.store.files.read(job.request.content)).startswith(b"\x89PNG")
    assert (job.request.settings.iterations, job.request.settings.size) == (300, 512)
    assert await chat.draft() is None
    assert await chat.unhandled() == 0


async def test_the_largest_size_of_a_photo_is_taken(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    assert [request.parameters["file_id"] for request in chat.telegram.of("getFile")] == ["red"]


async def test_a_file_that_holds_a_picture_is_taken_whatever_it_calls_itself(chat: Chat) -> None:
    chat.telegram.files["file"] = plain_png("red")
    await chat.feed(updates.document("file", chat.bot, mime="application/octet-stream"))
    draft = await chat.draft()
    assert draft is not None
    assert draft.content is not None


async def test_a_bad_picture_is_explained_and_the_other_one_is_kept(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    chat.telegram.files["text"] = b"This is a text, renamed to .jpg"
    (answer,) = await chat.feed(updates.document("text", chat.bot, mime="image/jpeg"))
    assert "could not read" in answer
    draft = await chat.draft()
    assert draft is not None
    assert draft.content is not None
    await chat.feed(chat.picture("blue"))
    assert len(await chat.jobs()) == 1


CUT_OUT = "Parts of this picture are transparent. I paint them as white."


async def test_whoever_sends_a_cut_out_picture_is_told_what_becomes_of_it(chat: Chat) -> None:
    chat.telegram.files["cut-out"] = encoded(Image.new("RGBA", (96, 80), (200, 30, 30, 90)), "PNG")
    (answer,) = await chat.feed(updates.document("cut-out", chat.bot))
    assert answer == f"{CUT_OUT}\nI have the photo. Now send a picture in the style you want."
    chat.telegram.files["glass"] = encoded(Image.new("LA", (96, 80), (30, 90)), "PNG")
    assert await chat.feed(updates.document("glass", chat.bot, caption="/style")) == [CUT_OUT]
    assert len(await chat.jobs()) == 1
    assert CUT_OUT in await chat.feed(updates.document("cut-out", chat.bot, caption="/savestyle glass"))


async def test_a_sticker_may_be_cut_out_as_they_all_are(chat: Chat) -> None:
    chat.telegram.files["cut-out"] = encoded(Image.new("RGBA", (96, 80), (200, 30, 30, 90)), "WEBP")
    (answer,) = await chat.feed(updates.sticker("cut-out", chat.bot))
    assert answer.startswith("I have the style picture.")


async def test_a_kind_of_picture_that_is_not_read_is_called_so_with_those_that_are(chat: Chat) -> None:
    chat.telegram.files["raw"] = raw_photograph(photometric=32803, dng=True)
    (answer,) = await chat.feed(updates.document("raw", chat.bot, mime="image/jpeg"))
    assert answer.startswith("I do not read this kind of picture. I read JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP")


async def test_a_truncated_picture_is_explained(chat: Chat) -> None:
    png = plain_png("red")
    chat.telegram.files["half"] = png[: len(png) // 2]
    (answer,) = await chat.feed(updates.document("half", chat.bot))
    assert "file is incomplete" in answer


@pytest.mark.parametrize(
    ("incoming", "words"),
    [
        (lambda bot: updates.document("big", bot, size=25 * 2**20), "larger than 20 MB"),
        (lambda bot: updates.photo("tiny", bot, width=20, height=20), "too small"),
        (lambda bot: updates.photo("strip", bot, width=3000, height=100), "too long and narrow"),
    ],
)
async def test_what_telegram_says_of_a_picture_may_be_enough_to_refuse_it(
    chat: Chat, incoming: Any, words: str
) -> None:
    (answer,) = await chat.feed(incoming(chat.bot))
    assert words in answer
    assert chat.telegram.of("getFile") == []


async def test_a_file_that_telegram_does_not_give_is_explained(chat: Chat) -> None:
    chat.telegram.answer_next("getFile", Refusal(400, "Bad Request: file is too big"))
    (answer,) = await chat.feed(updates.document("big", chat.bot))
    assert "larger than 20 MB" in answer
    chat.telegram.answer_next("getFile", *[no_connection()] * 5)
    (answer,) = await chat.feed(chat.picture("red"))
    assert "could not fetch" in answer
    assert await chat.unhandled() == 0


async def test_a_caption_sets_the_job_and_nothing_else(chat: Chat) -> None:
    await chat.feed(chat.picture("red", caption="for you: iterations=50"))
    await chat.feed(chat.picture("blue", caption="size=256"))
    (job,) = await chat.jobs()
    assert (job.request.settings.iterations, job.request.settings.size) == (50, 256)
    assert "300" in await chat.send("/settings")


async def test_a_bad_caption_gets_the_range_and_an_example_and_the_photos_are_kept(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    (answer,) = await chat.feed(chat.picture("blue", caption="iterations=5000"))
    assert "from 10 to 2000" in answer
    assert "Example: iterations=300" in answer
    assert await chat.jobs() == []
    assert chat.button("start")
    assert await chat.feed(updates.text("iterations=500", chat.bot)) == []
    (job,) = await chat.jobs()
    assert job.request.settings.iterations == 500


async def test_photos_with_a_bad_caption_start_at_a_tap(chat: Chat) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue", caption="size=1 iterations=40"))
    start = chat.button("start")
    await chat.feed(updates.tap(start, chat.bot))
    assert chat.tapped()["text"] == "Started."
    (job,) = await chat.jobs()
    assert (job.request.settings.iterations, job.request.settings.size) == (40, 512)
    await chat.feed(updates.tap(start, chat.bot))
    assert chat.tapped()["text"] == "This picture is no longer waiting."
    assert len(await chat.jobs()) == 1


async def test_only_their_owner_starts_two_photos(chat: Chat) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue", caption="size=1"))
    await chat.feed(updates.tap(chat.button("start"), chat.bot, user=updates.STRANGER))
    assert "Only the person" in chat.tapped()["text"]
    assert await chat.jobs() == []


async def test_a_photo_after_two_that_wait_begins_anew(chat: Chat) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue", caption="size=1"))
    await chat.feed(chat.picture("green"))
    draft = await chat.draft()
    assert draft is not None
    assert draft.styles == ()


async def test_the_most_jobs_at_a_time_are_kept_to_and_the_photos_too(chat: Chat) -> None:
    for _ in range(3):
        await chat.feed(chat.picture("red"), chat.picture("blue"))
    answers = await chat.feed(chat.picture("red"), chat.picture("blue"))
    assert "3 pictures in work" in answers[-1]
    assert len(await chat.jobs()) == 3
    await chat.send("/cancel")
    assert await chat.draft() is None
    assert await chat.jobs() == []


async def test_topics_of_one_group_have_their_own_drafts(chat: Chat) -> None:
    topic = {"is_topic_message": True, "chat": updates.GROUP, "caption": "@stylegram_test_bot"}
    await chat.feed(chat.picture("red", message_thread_id=3, **topic))
    await chat.feed(chat.picture("blue", message_thread_id=4, **topic))
    assert len(chat.telegram.said) == 2
    assert await chat.store.read(lambda tx: tx.jobs.waiting()) == []
    await chat.feed(chat.picture("green", message_thread_id=3, **topic))
    (job,) = await chat.store.read(lambda tx: tx.jobs.waiting())
    assert (job.place.chat_id, job.place.user_id, job.place.topic_id) == (-5, 7, 3)


async def test_photos_in_a_group_that_are_not_for_the_bot_are_left_alone(chat: Chat) -> None:
    assert await chat.feed(chat.picture("red", chat=updates.GROUP)) == []
    assert chat.telegram.requests == []
    assert await chat.unhandled() == 0


async def test_a_draft_of_yesterday_is_forgotten(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    old = await chat.draft()
    assert old is not None
    await chat.store.write(lambda tx: tx.drafts.save(replace(old, updated_at=old.updated_at - 25 * 3600)))
    await chat.feed(chat.picture("blue"))
    assert await chat.jobs(HOME) == []


async def test_a_picture_for_which_the_disk_has_no_room_is_refused_with_the_reason(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.conversation.core.update_context.RESERVE", 2**62)
    assert "My disk is full" in (await chat.feed(chat.picture("red")))[0]
    assert await chat.draft() is None
    assert await chat.unhandled() == 0


async def test_whatever_meets_a_full_disk_says_so(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> None:
        raise StoreFull("database or disk is full")

    monkeypatch.setattr(ChatStore, "save_preferences", full)
    assert "My disk is full" in await chat.send("/size 200")
    assert await chat.unhandled() == 0
