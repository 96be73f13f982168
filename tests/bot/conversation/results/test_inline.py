"""A painting that its owner shares: offered in any chat, to them alone."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from bot.jobs.model import Job, Place
from bot.store import HOUSE
from bot.transport.backlog import MOST_WAITING
from tests.bot.conversation.conftest import HOME, Chat
from tests.bot.conversation.results.test_history import paint
from tests.support import updates
from tests.support.fake_telegram import BOT_ID, BOT_NAME, Refusal
from tests.support.updates import STRANGER, USER

PHOTO = "AgACphoto"


async def shared(chat: Chat) -> Job:
    """A painting that Telegram has a number for."""
    job = await paint(chat)
    await chat.store.write(lambda tx: tx.job_history.note_photo(job.id, PHOTO))
    return job


async def ask(chat: Chat, words: str, user: dict[str, Any] = USER) -> dict[str, Any]:
    """What the bot offers for these words."""
    before = len(chat.telegram.of("answerInlineQuery"))
    await chat.feed(updates.inline_query(words, chat.bot, user=user))
    (answer,) = chat.telegram.of("answerInlineQuery")[before:]
    decoded = {
        name: json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value
        for name, value in answer.parameters.items()
    }
    assert decoded["is_personal"] is True
    assert decoded["cache_time"] == 0
    return decoded


async def test_its_owner_is_offered_the_painting_with_a_link_to_paint_like_it(chat: Chat) -> None:
    job = await shared(chat)
    name = "night"
    await chat.store.write(
        lambda tx: tx.styles.keep(
            owner=HOUSE, name=name, picture=job.request.styles[0], tile=job.request.styles[0], origin="drawn:1"
        )
    )
    (result,) = (await ask(chat, job.id))["results"]
    assert (result["type"], result["photo_file_id"]) == ("photo", PHOTO)
    assert result["caption"] == f"<b>Night</b> · Painted by @{BOT_NAME}"
    ((key,),) = result["reply_markup"]["inline_keyboard"]
    assert key["url"].startswith(f"https://t.me/{BOT_NAME}?start=ynight_")
    assert await chat.unhandled() == 0


async def test_a_style_without_a_public_name_stays_private(chat: Chat) -> None:
    job = await shared(chat)
    await chat.store.write(
        lambda tx: tx.styles.keep(
            owner=HOME.user_id, name="secret", picture=job.request.styles[0], tile=job.request.styles[0], origin="chat"
        )
    )
    (result,) = (await ask(chat, job.id))["results"]
    assert "secret" not in json.dumps(result)
    ((key,),) = result["reply_markup"]["inline_keyboard"]
    assert key["url"] == f"https://t.me/{BOT_NAME}"


@pytest.mark.parametrize("words", ["", "0123456789abcdef", "night", "a" * 256, "' OR 1=1"])
async def test_there_is_nothing_for_other_words(chat: Chat, words: str) -> None:
    await shared(chat)
    answer = await ask(chat, words)
    assert (answer["results"], answer.get("button")) == ([], None)


async def test_nobody_else_is_offered_it(chat: Chat) -> None:
    job = await shared(chat)
    answer = await ask(chat, f" {job.id} ", STRANGER)
    assert (answer["results"], answer.get("button")) == ([], None)


async def test_where_telegrams_number_is_not_known_the_painting_comes_once_more_first(chat: Chat) -> None:
    job = await paint(chat)
    answer = await ask(chat, job.id)
    assert answer["results"] == []
    assert answer["button"]["start_parameter"] == f"a{job.id}"
    await chat.feed(updates.text(f"/start a{job.id}", chat.bot))
    (sent,) = chat.telegram.of("sendPhoto")
    assert sent.uploads == (b"red",)
    assert (await ask(chat, job.id))["results"][0]["photo_file_id"] == "photo-of-1001"


async def test_a_forged_link_shows_nobody_elses_painting(chat: Chat) -> None:
    job = await paint(chat, user_id=8)
    await chat.feed(updates.text(f"/start a{job.id}", chat.bot))
    (sent,) = chat.telegram.of("sendPhoto")
    assert sent.uploads != (b"red",)
    assert "Send me two photos" in sent.parameters["caption"]


async def test_who_may_not_use_the_bot_is_offered_nothing_and_a_closed_chat_stays_closed(chat: Chat) -> None:
    job = await shared(chat)
    await chat.store.write(lambda tx: tx.chats.close(HOME.chat_id, time.time()))
    await ask(chat, job.id)
    assert await chat.store.read(lambda tx: tx.chats.is_closed(HOME.chat_id))
    await chat.store.write(lambda tx: tx.people.ban(HOME.user_id, time.time()))
    await chat.feed(updates.inline_query(job.id, chat.bot))
    assert len(chat.telegram.of("answerInlineQuery")) == 1
    assert await chat.unhandled() == 0


async def test_an_answer_that_comes_too_late_is_no_error(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    chat.telegram.answer_next("answerInlineQuery", Refusal(400, late))
    await ask(chat, "")
    assert [record for record in caplog.records if record.levelname in ("ERROR", "WARNING")] == []


async def test_what_was_shared_is_no_photo_to_paint(chat: Chat) -> None:
    bot = {"id": BOT_ID, "is_bot": True, "first_name": "Stylegram"}
    assert await chat.feed(chat.picture("red", via_bot=bot)) == []
    assert await chat.draft() is None


async def test_who_asks_without_end_makes_nobody_else_wait(chat: Chat) -> None:
    from bot.transport.backlog import Backlog
    from bot.transport.update_queue import _order_key

    backlog = Backlog()
    for _ in range(MOST_WAITING):
        backlog.add(updates.inline_query("x", chat.bot))
    assert not backlog.has_no_room_for(updates.text("hello", chat.bot, user=STRANGER, chat=updates.GROUP))
    assert backlog.has_no_room_for(updates.inline_query("x", chat.bot))
    assert _order_key(updates.inline_query("x")) != _order_key(updates.inline_query("x", user=STRANGER))


async def test_who_is_forgotten_has_no_query_left_in_the_inbox(chat: Chat) -> None:
    query = updates.inline_query("secret words", chat.bot)
    await chat.store.write(lambda tx: tx.inbox.add(BOT_ID, query.update_id, query.to_json(), 0))
    await chat.store.write(
        lambda tx: tx.erasures.begin(
            Place(chat_id=7, user_id=7), 1, "en", before_update=query.update_id + 1, now=time.time()
        )
    )
    assert await chat.unhandled() == 0
