"""Captions as people write them: links and formulas, full-width signs, misspelled names, commands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.conversation.draft import mistakes
from bot.jobs.model import Job, Preferences
from engine.settings import Colors
from tests.bot.conversation.conftest import HOME, Chat
from tests.bot.conversation.draft.test_albums import next_answer, settling, the_job
from tests.support import updates
from tests.support.fake_telegram import BOT_NAME
from tests.support.pictures import plain_png

IN_GROUP: dict[str, Any] = {"chat": updates.GROUP}

#: What a caption asks for; those that ask for nothing are only text.
SETTINGS: list[tuple[str, dict[str, object]]] = [
    ("Sunset in Lisbon https://youtu.be/watch?v=abc123&t=5", {}),
    ("via https://shop.example/p?id=7&ref=tg", {}),
    ("E=mc2 formula", {}),
    ("iterations=50，size=256", {"iterations": 50, "size": 256}),
    ("size＝256 iterations＝50", {"size": 256, "iterations": 50}),
    ("size=256。", {"size": 256}),
    ("“size=256”", {"size": 256}),
    ("(size=256)", {"size": 256}),
    ("size=256!", {"size": 256}),
    ("size=256px", {"size": 256}),
    ("strength=70%", {"strength": 70}),
    ("iterations=1,000", {"iterations": 1000}),
    ("/size 128", {"size": 128}),
    ("/strength 20", {"strength": 20}),
    ("/strength 20%", {"strength": 20}),
    (f"/size@{BOT_NAME} 128", {"size": 128}),
    ("/stroke 150", {"style_scale": 1.5}),  # as this was called before; not to be renamed
    ("/style_scale 150", {"style_scale": 1.5}),
]
#: Misspelled names, and what the bot asks.
MEANT = [("color=keep", "colors=keep"), ("colours=keep", "colors=keep"), ("colour=purple", "colors=keep")]


@pytest.fixture
async def arriving(chat: Chat) -> AsyncIterator[Chat]:
    """A chat in which albums are settled."""
    async with settling(chat.albums):
        yield chat


async def kept(chat: Chat) -> Preferences:
    return await chat.store.read(lambda tx: tx.chats.preferences(HOME.chat_id, HOME.user_id))


def asked_for(job: Job) -> dict[str, object]:
    usual = {"iterations": 300, "size": 512, "strength": None, "style_scale": 1.0}
    now = {
        "iterations": job.request.settings.iterations,
        "size": job.request.settings.size,
        "strength": job.request.settings.strength,
        "style_scale": job.request.settings.style_scale,
    }
    return {name: value for name, value in now.items() if value != usual[name]}


@pytest.mark.parametrize(("caption", "wanted"), SETTINGS)
async def test_an_album_starts_with_what_its_caption_asks_for(
    arriving: Chat, caption: str, wanted: dict[str, object]
) -> None:
    await arriving.feed(
        arriving.picture("red", media_group_id="g", caption=caption), arriving.picture("blue", media_group_id="g")
    )
    assert asked_for(await the_job(arriving)) == wanted


@pytest.mark.parametrize(("caption", "wanted"), SETTINGS)
async def test_two_photos_start_with_what_a_caption_asks_for(
    chat: Chat, caption: str, wanted: dict[str, object]
) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue", caption=caption))
    (job,) = await chat.jobs()
    assert asked_for(job) == wanted


@pytest.mark.parametrize(("caption", "question"), MEANT)
async def test_a_misspelled_name_is_asked_about_and_the_photos_wait(
    arriving: Chat, caption: str, question: str
) -> None:
    said = len(arriving.telegram.said)
    await arriving.feed(
        arriving.picture("red", media_group_id="g", caption=caption), arriving.picture("blue", media_group_id="g")
    )
    assert f"Did you mean {question}?" in await next_answer(arriving, said)
    assert await arriving.jobs() == []
    await arriving.feed(updates.text("colors=keep", arriving.bot))  # what was meant
    assert (await the_job(arriving)).request.settings.colors is Colors.KEEP


async def test_a_misspelled_style_is_asked_about(chat: Chat) -> None:
    chat.telegram.files["waves"] = plain_png("navy")
    await chat.feed(updates.photo("waves", chat.bot, caption="/savestyle waves"))
    (answer,) = await chat.feed(chat.picture("red", caption="style=wave"))
    assert "Did you mean style=waves?" in answer


async def test_a_setting_in_a_caption_is_kept_as_if_it_came_in_a_message(chat: Chat) -> None:
    assert await chat.feed(chat.picture("red", caption="/size 128")) == [
        "From now on I paint 128 pixels on the longer edge here.",
        "I have the photo. Now send a picture in the style you want.",
    ]
    assert await kept(chat) == Preferences(size=128)


async def test_a_bad_setting_in_a_caption_is_told_once_and_the_photos_wait(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    (answer,) = await chat.feed(chat.picture("blue", caption="/size 9999"))
    assert "size must be a whole number from 128 to 2048, not “9999”" in answer
    assert await chat.jobs() == []
    assert await kept(chat) == Preferences()


async def test_the_panel_comes_with_a_photo_whose_caption_asks_for_it(chat: Chat) -> None:
    panel, photo = await chat.feed(chat.picture("red", caption="/settings"))
    assert panel.startswith("Your settings here")
    assert photo.startswith("I have the photo")


@pytest.mark.parametrize("name", ["help", "status", "history", "cancel", "language", "styles", "shared", "privacy"])
async def test_every_command_says_in_a_caption_what_it_says_in_a_message(chat: Chat, name: str) -> None:
    in_a_message = await chat.feed(updates.text(f"/{name}", chat.bot))
    before = len(chat.telegram.said)
    await chat.feed(chat.picture("red", caption=f"/{name}"))
    assert chat.telegram.said[before : before + len(in_a_message)] == in_a_message
    draft = await chat.draft()
    assert draft is not None
    assert draft.content is not None


async def test_an_unknown_command_in_a_caption_is_told(chat: Chat) -> None:
    answers = await chat.feed(chat.picture("red", caption="/dance"))
    assert answers[0].startswith("I do not know this command.")


async def test_a_command_in_the_caption_of_a_video_is_done(chat: Chat) -> None:
    video = {"file_id": "v", "file_unique_id": "v", "width": 640, "height": 480, "duration": 1}
    answers = await chat.feed(updates.message(chat.bot, video=video, caption="/size 128"))
    assert answers[0].startswith("From now on I paint 128 pixels")


async def test_a_command_in_a_caption_is_for_the_bot_in_a_group(chat: Chat) -> None:
    (answer,) = await chat.feed(chat.picture("red", caption="/size 128", **IN_GROUP))
    assert answer.startswith("I have the photo.")
    assert len(chat.telegram.of("setMessageReaction")) == 1  # that the setting was noted
    assert await chat.feed(chat.picture("red", caption="/size@another_bot 128", **IN_GROUP)) == []


async def test_a_style_named_by_a_command_in_the_caption_is_that_of_the_photo(chat: Chat) -> None:
    chat.telegram.files["waves"] = plain_png("navy")
    await chat.feed(updates.photo("waves", chat.bot, caption="/savestyle waves"))
    await chat.feed(chat.picture("red", caption="/style waves"))
    (job,) = await chat.jobs()
    assert job.request.styles == (await stored(chat, "navy"),)


async def test_captions_of_an_album_say_which_is_the_photo_and_which_the_style(arriving: Chat) -> None:
    await arriving.feed(
        arriving.picture("red", media_group_id="g", caption="/style"), arriving.picture("blue", media_group_id="g")
    )
    job = await the_job(arriving)
    assert (job.request.content, job.request.styles) == (
        await stored(arriving, "blue"),
        (await stored(arriving, "red"),),
    )


async def stored(chat: Chat, color: str) -> str:
    return await chat.store.files.put((await chat.decoder.normalize(plain_png(color))).png)


@pytest.mark.parametrize("caption", ["/region", "/protect", "/savestyle mine"])
async def test_commands_about_a_single_picture_say_so_in_an_album(arriving: Chat, caption: str) -> None:
    said = len(arriving.telegram.said)
    await arriving.feed(
        arriving.picture("red", media_group_id="g", caption=caption), arriving.picture("blue", media_group_id="g")
    )
    assert await the_job(arriving)
    assert [words for words in arriving.telegram.said[said:] if "not in an album" in words] == [
        f"For {caption.split()[0]}, send the picture by itself, not in an album."
    ]


async def test_each_mistake_is_told_once_and_of_many_the_first(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    wrong = " ".join([*(f"size={number}" for number in range(1, 9)), *["size=1"] * 90])
    (answer,) = await chat.feed(chat.picture("blue", caption=wrong))
    assert answer.count("size must be a whole number") == mistakes.MOST
    assert f"There are {8 - mistakes.MOST} more mistakes" in answer


@pytest.mark.parametrize(
    "words",
    [
        "style=https://evil.example/x",
        "size=https://evil.example/x",
        "style=evil.example",
        "/style https://evil.example/?a=b",
        "/savestyle evil.example",
        "/share evil.example",
        "/unshare evil.example",
        "/language evil.example",
        "/size evil.example",
        "iterations=@somebody",
    ],
)
async def test_no_link_of_a_member_is_repeated(chat: Chat, words: str) -> None:
    answers = await chat.feed(updates.text(words, chat.bot))
    assert answers != []
    assert not any("evil" in answer or "@" in answer for answer in answers)


async def test_nothing_that_the_bot_writes_shows_a_preview_of_a_link(chat: Chat) -> None:
    await chat.feed(updates.text("/settings", chat.bot))
    await chat.tap(next(data for data in chat.buttons() if data.endswith(".size")))
    for method in ("sendMessage", "editMessageText"):
        (request,) = chat.telegram.of(method)
        assert request.parameters["link_preview_options"] == {"is_disabled": True}
