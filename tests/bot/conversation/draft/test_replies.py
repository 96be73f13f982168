"""Pictures that get their role from a reply or a caption, in private and in groups."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.fake_telegram import BOT_ID, BOT_NAME
from tests.support.pictures import plain_png

IN_GROUP = {"chat": updates.GROUP}
FRIEND = {"id": 9, "is_bot": False, "first_name": "Bob"}


def quoted(update: Update) -> dict[str, Any]:
    assert update.message is not None
    return {"reply_to_message": update.message.to_dict()}


async def pictures(chat: Chat) -> tuple[str | None, tuple[str, ...]]:
    draft = await chat.draft()
    return (None, ()) if draft is None else (draft.content, draft.styles)


async def test_a_reply_takes_a_picture_as_style_and_another_as_the_photo(chat: Chat) -> None:
    style, content = chat.picture("red"), chat.picture("blue")
    assert "I have the style picture" in await chat.send("/style", **quoted(style))
    assert await chat.feed(updates.text("/content size=256", chat.bot, **quoted(content))) == []
    (job,) = await chat.jobs()
    assert content.message is not None
    assert job.origin.reply_to_message_id == content.message.message_id
    assert job.request.settings.size == 256


async def test_a_reply_to_the_photo_of_the_draft_makes_it_the_style(chat: Chat) -> None:
    photo = chat.picture("red")
    await chat.feed(photo)
    content, _ = await pictures(chat)
    for _ in range(2):
        await chat.send("/style", **quoted(photo))
        assert await pictures(chat) == (None, (content,))
    await chat.send("/content", **quoted(photo))
    assert await pictures(chat) == (content, ())


async def test_a_caption_gives_a_picture_its_role(chat: Chat) -> None:
    await chat.feed(chat.picture("red", caption="/style"))
    content, (style,) = await pictures(chat)
    assert content is None
    await chat.feed(chat.picture("blue", caption="/style"))
    assert style not in (await pictures(chat))[1]
    await chat.feed(chat.picture("green", caption=f"/content@{BOT_NAME} iterations=40"))
    (job,) = await chat.jobs()
    assert job.request.settings.iterations == 40


async def test_a_reply_to_something_without_a_picture_is_explained(chat: Chat) -> None:
    for command in ("/style", "/content", "/savestyle waves"):
        assert "no picture in that message" in await chat.send(command, **quoted(updates.text("hello")))
    assert "Reply with /content" in await chat.send("/content")
    assert await chat.draft() is None


async def test_a_bad_picture_in_reply_is_explained(chat: Chat) -> None:
    chat.telegram.files["text"] = b"no picture"
    for command in ("/style", "/content", "/savestyle waves"):
        assert "could not read" in await chat.send(command, **quoted(updates.document("text")))


async def test_in_a_group_somebody_elses_photo_is_painted_for_the_one_who_replies(chat: Chat) -> None:
    photo = chat.picture("red", user=FRIEND, **IN_GROUP)
    assert await chat.feed(photo) == []
    await chat.feed(updates.text(f"/content@{BOT_NAME}", chat.bot, **IN_GROUP, **quoted(photo)))
    await chat.feed(chat.picture("blue", caption=f"/style@{BOT_NAME}", **IN_GROUP))
    (job,) = await chat.store.read(lambda tx: tx.jobs.waiting())
    assert (job.place.chat_id, job.place.user_id) == (-5, HOME.user_id)


@pytest.mark.parametrize(
    ("content", "is_for_us"),
    [
        ({"caption": "/style"}, True),
        ({"caption": f"/style@{BOT_NAME}"}, True),
        ({"caption": f"look, @{BOT_NAME}!"}, True),
        ({"caption": "/style@another_bot"}, False),
        ({"caption": f"@{BOT_NAME}_too"}, False),
        ({"caption": "/dance"}, False),
        ({}, False),
        ({"reply_to_message": {"from": {"id": BOT_ID, "is_bot": True, "first_name": "S"}}}, True),
        ({"reply_to_message": {"from": FRIEND}}, False),
    ],
)
async def test_in_a_group_a_photo_is_for_the_bot_that_it_names_or_replies_to(
    chat: Chat, content: dict[str, Any], is_for_us: bool
) -> None:
    if "reply_to_message" in content:
        reply = {"message_id": 1, "date": 1_700_000_000, "chat": updates.GROUP, "text": "x"}
        content = {"reply_to_message": reply | content["reply_to_message"]}
    answers = await chat.feed(chat.picture("red", **IN_GROUP, **content))
    assert bool(answers) is is_for_us
    assert bool(chat.telegram.of("getFile")) is is_for_us
    assert await chat.unhandled() == 0


async def test_in_a_topic_the_message_that_opened_it_is_not_replied_to(chat: Chat) -> None:
    opening = {"message_id": 3, "date": 1_700_000_000, "chat": updates.GROUP, "from": FRIEND, "text": "Topic"}
    topic = {"is_topic_message": True, "message_thread_id": 3, "reply_to_message": opening, **IN_GROUP}
    assert "Reply with /content" in await chat.send("/content", **topic)
    assert "no styles here yet" in await chat.send("/style", **topic)


@pytest.mark.parametrize("settings", [{"allowed_chats": "-5"}])
async def test_only_chats_on_the_list_are_served_and_a_group_that_is_not_hears_nothing(chat: Chat) -> None:
    assert "private" in (await chat.feed(chat.picture("red")))[0]
    other = {"id": -6, "type": "supergroup", "title": "Others"}
    assert await chat.feed(updates.text(f"/style@{BOT_NAME}", chat.bot, chat=other)) == []
    assert await chat.feed(chat.picture("red", caption="/style", **IN_GROUP)) != []


def elsewhere(words: str, chat: Chat, **content: Any) -> Update:
    """A message that replies to one of another chat."""
    origin = {"type": "user", "date": 1, "sender_user": {"id": 9, "is_bot": False, "first_name": "Eve"}}
    there = {"origin": origin, "chat": {"id": -100777, "type": "supergroup", "title": "x"}, "message_id": 5, **content}
    return updates.text(words, chat.bot, external_reply=there)


def photo_elsewhere(chat: Chat, color: str) -> dict[str, Any]:
    chat.telegram.files[color] = plain_png(color)
    return {"photo": [{"file_id": color, "file_unique_id": "p1", "width": 400, "height": 300}]}


@pytest.mark.parametrize(("command", "role"), [("/style", "styles"), ("/content", "content"), ("/region", "content")])
async def test_a_photo_of_another_chat_is_taken(chat: Chat, command: str, role: str) -> None:
    (answer,) = await chat.feed(elsewhere(command, chat, **photo_elsewhere(chat, "red")))
    assert answer
    draft = await chat.draft()
    assert draft is not None
    assert getattr(draft, role)
    assert draft.content_message_id != 5  # which is a message of that other chat


async def test_a_photo_of_another_chat_is_kept_as_a_style(chat: Chat) -> None:
    (answer,) = await chat.feed(elsewhere("/savestyle mine", chat, **photo_elsewhere(chat, "red")))
    assert answer.startswith("Kept as “mine”")


async def test_a_recipe_in_reply_to_a_photo_of_another_chat_is_for_that_photo(chat: Chat) -> None:
    await chat.feed(elsewhere("preset=draft", chat, **photo_elsewhere(chat, "red")))
    draft = await chat.draft()
    assert draft is not None
    assert draft.content is not None


@pytest.mark.parametrize("command", ["/style", "/content", "/savestyle mine"])
async def test_what_another_chat_holds_besides_pictures_is_told(chat: Chat, command: str) -> None:
    (answer,) = await chat.feed(elsewhere(command, chat))
    assert answer.startswith("I see no picture in that message.")


async def test_a_photo_of_another_chat_that_cannot_be_fetched_is_told(chat: Chat) -> None:
    gone = {"photo": [{"file_id": "gone", "file_unique_id": "p1", "width": 400, "height": 300}]}
    (answer,) = await chat.feed(elsewhere("/style", chat, **gone))
    assert answer.startswith("I could not fetch this picture")


async def test_nobody_shares_a_photo_of_another_chat(chat: Chat) -> None:
    (answer,) = await chat.feed(elsewhere("/share", chat, **photo_elsewhere(chat, "red")))
    assert answer.startswith("You can share the style of your own paintings")
