"""Commands, and everything that is neither a command nor a picture."""

from __future__ import annotations

from typing import Any

import pytest

from bot.transport.backlog import NEVER_DROPPED
from tests.bot.conversation.conftest import Chat
from tests.support import updates
from tests.support.commands import NAMES


@pytest.mark.parametrize("command", [f"/{name}" for name in NAMES])
async def test_every_command_answers_once_and_is_handled(chat: Chat, command: str) -> None:
    await chat.feed(updates.text(command, chat.bot))
    assert len(chat.telegram.of("sendMessage") + chat.telegram.of("sendPhoto")) == 1
    assert await chat.unhandled() == 0


@pytest.mark.parametrize("settings", [{"max_iterations": 100, "max_size": 256}])
async def test_the_operators_limits_are_the_range_and_bound_the_example(chat: Chat) -> None:
    assert "from 128 to 256" in await chat.send("/size 512")
    assert "/iterations 100" in await chat.send("/iterations 300")
    assert "iterations=100 size=256" in await chat.send("/settings")


async def test_settings_in_words_go_with_the_next_picture(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    answer = await chat.send("iterations=40")
    assert "Noted for the next picture: iterations=40" in answer
    await chat.feed(chat.picture("blue"))
    (job,) = await chat.jobs()
    assert job.request.settings.iterations == 40


async def test_status_tells_of_jobs_and_of_a_photo_that_waits(chat: Chat) -> None:
    assert "Nothing" in await chat.send("/status")
    await chat.feed(chat.picture("red"), chat.picture("blue"), chat.picture("green"))
    lines = (await chat.send("/status")).splitlines()
    assert lines == [
        "Waiting, place 1 in the queue",
        "I have the photo. Now send a picture in the style you want.",
    ]


async def test_cancel_ends_jobs_and_draft_of_this_place_only(chat: Chat) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue"), chat.picture("green"))
    other = {"is_topic_message": True, "chat": updates.GROUP, "caption": "@stylegram_test_bot", "message_thread_id": 3}
    await chat.feed(chat.picture("red", **other), chat.picture("blue", **other))
    assert (await chat.send("/cancel")).splitlines() == [
        "Canceled one picture.",
        "The picture that waited is forgotten.",
    ]
    assert len(await chat.store.read(lambda tx: tx.jobs.waiting())) == 1
    assert await chat.send("/cancel") == "There is nothing to cancel."


FILE = {"file_id": "f", "file_unique_id": "f"}
CONTENTS: dict[str, tuple[dict[str, Any], str]] = {
    "words": ({"text": "hello"}, "Send me two photos"),
    "unknown command": ({"text": "/dance", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}, "/help"),
    "sticker": (
        {"sticker": FILE | {"type": "regular", "width": 9, "height": 9, "is_animated": True, "is_video": False}},
        "This sticker moves",
    ),
    "animation": (
        {"animation": FILE | {"width": 9, "height": 9, "duration": 1}, "document": FILE | {"mime_type": "video/mp4"}},
        "GIF",
    ),
    "video": ({"video": FILE | {"width": 9, "height": 9, "duration": 1}}, "video"),
    "video note": ({"video_note": FILE | {"length": 9, "duration": 1}}, "video"),
    "voice": ({"voice": FILE | {"duration": 1}}, "sounds"),
    "contact": ({"contact": {"phone_number": "1", "first_name": "A"}}, "only use pictures"),
    "place": ({"location": {"latitude": 1.0, "longitude": 1.0}}, "only use pictures"),
}


GENERAL = ("words", "voice", "contact", "place")


@pytest.mark.parametrize("kind", CONTENTS)
async def test_anything_else_gets_one_helpful_line(chat: Chat, kind: str) -> None:
    content, words = CONTENTS[kind]
    (answer,) = await chat.feed(updates.message(chat.bot, **content))
    assert words in answer
    assert "\n" not in answer
    assert await chat.unhandled() == 0


@pytest.mark.parametrize("kind", CONTENTS)
async def test_while_a_photo_waits_the_line_says_what_is_missing_unless_it_is_about_what_was_sent(
    chat: Chat, kind: str
) -> None:
    await chat.feed(chat.picture("red"))
    content, words = CONTENTS[kind]
    (answer,) = await chat.feed(updates.message(chat.bot, **content))
    assert ("Now send a picture in the style" if kind in GENERAL else words) in answer
    assert ("v1:styles:7" in str(chat.buttons())) == (kind in GENERAL)
    assert await chat.draft() is not None


@pytest.mark.parametrize("kind", GENERAL)
async def test_while_a_job_is_in_work_the_line_says_how_it_stands(chat: Chat, kind: str) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    (answer,) = await chat.feed(updates.message(chat.bot, **CONTENTS[kind][0]))
    assert answer.startswith("Waiting, place 1 in the queue")


@pytest.mark.parametrize("kind", CONTENTS)
async def test_in_a_group_the_bot_keeps_quiet_unless_it_is_spoken_to(chat: Chat, kind: str) -> None:
    content, _ = CONTENTS[kind]
    assert await chat.feed(updates.message(chat.bot, chat=updates.GROUP, **content)) == []
    assert await chat.unhandled() == 0


async def test_news_of_the_chat_itself_are_no_reason_to_speak(chat: Chat) -> None:
    assert await chat.feed(updates.message(chat.bot, chat=updates.GROUP, new_chat_title="Sculptors")) == []
    assert await chat.unhandled() == 0


@pytest.mark.parametrize("settings", [{"allowed_users": "1,2"}])
async def test_strangers_are_turned_away_in_words_and_in_taps(chat: Chat) -> None:
    (answer,) = await chat.feed(chat.picture("red"))
    assert "private" in answer
    assert await chat.draft() is None
    await chat.feed(updates.tap("v1:cancel:1", chat.bot))
    assert "private" in chat.tapped()["text"]
    assert await chat.unhandled() == 0


async def test_an_unexpected_error_gets_one_sentence_and_does_not_come_back(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    chat.decoder.broken = True
    (answer,) = await chat.feed(chat.picture("red"))
    assert "Something went wrong" in answer
    assert await chat.unhandled() == 0
    assert "could not be handled" in caplog.text


async def test_the_answer_to_status_has_the_buttons_of_what_waits(chat: Chat) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue", caption="size=1"))
    assert (await chat.send("/status")).startswith("Both photos are kept.")
    await chat.feed(updates.tap(chat.button("start"), chat.bot))
    assert len(await chat.jobs()) == 1


def test_what_is_taken_in_however_much_waits_are_commands() -> None:
    assert set(NAMES) >= NEVER_DROPPED
