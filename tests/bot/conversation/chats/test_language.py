"""Which language the bot speaks: the client's at first, then the one that was chosen."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.languages import Language
from bot.texts.look_up import texts_in
from tests.bot.conversation.conftest import Chat
from tests.support import updates
from tests.support.eventually import LONG
from tests.support.fake_telegram import Request

STRANGER = {"id": 8, "is_bot": False, "first_name": "Eve", "language_code": "es"}


def with_client(language: str | None) -> dict[str, Any]:
    return updates.USER | ({} if language is None else {"language_code": language})


def offered(request: Request) -> list[str]:
    """The data of the buttons that a message offers."""
    markup = request.parameters["reply_markup"]
    rows = (json.loads(markup) if isinstance(markup, str) else markup)["inline_keyboard"]
    return [key["callback_data"] for row in rows for key in row]


@pytest.mark.parametrize(
    ("client", "words"),
    [
        ("en", "Nothing is in work."),
        ("de-AT", "Nichts in Arbeit."),
        ("es", "No hay nada en curso."),
        ("ru", "В работе ничего нет."),
        ("zh-hans", "没有正在处理的画。"),
        ("pt-br", "Nothing is in work."),
        (None, "Nothing is in work."),
    ],
)
async def test_at_first_it_is_that_of_the_client(chat: Chat, client: str | None, words: str) -> None:
    assert words in await chat.send("/status", user=with_client(client))


@pytest.mark.parametrize("settings", [{"language": "es"}])
async def test_the_operator_decides_where_the_clients_is_not_spoken(chat: Chat) -> None:
    assert "No hay nada" in await chat.send("/status", user=with_client("pt-br"))
    assert "Nichts" in await chat.send("/status", user=with_client("de"))


async def test_the_command_offers_all_languages_and_a_tap_chooses(chat: Chat) -> None:
    assert "/language de" in await chat.send("/language")
    data = offered(chat.telegram.of("sendMessage")[-1])
    assert data == [f"v1:language:{tag}" for tag in ("en", "de", "es", "ru", "zh")]
    await chat.feed(updates.tap("v1:language:ru", chat.bot, user=with_client("en")))
    assert chat.tapped()["text"] == "Теперь я говорю с вами здесь по-русски."
    (edit,) = chat.telegram.of("editMessageText")
    assert edit.parameters["text"].startswith("На каком языке")
    assert offered(edit) == data
    assert "В работе ничего нет" in await chat.send("/status", user=with_client("en"))
    assert "Nothing" in await chat.send("/status", user=with_client("en"), chat=updates.GROUP)
    assert await chat.unhandled() == 0


@pytest.mark.parametrize("argument", ["de", "DE-ch", "Deutsch", "deutsch"])
async def test_a_language_can_be_written(chat: Chat, argument: str) -> None:
    assert await chat.send(f"/language {argument}") == "Ab jetzt spreche ich hier Deutsch mit dir."
    assert "Nichts" in await chat.send("/status", user=with_client("ru"))


async def test_a_language_that_we_lack_gets_the_list_and_an_example(chat: Chat) -> None:
    answer = await chat.send("/language klingon", user=with_client("de"))
    assert "„klingon“" in answer
    assert "English (en), Deutsch (de), Español (es), Русский (ru), 中文 (zh)" in answer
    assert answer.endswith("/language en")
    assert len(offered(chat.telegram.of("sendMessage")[-1])) == 5


async def test_in_a_group_everybody_has_a_language_of_their_own(chat: Chat) -> None:
    await chat.feed(updates.tap("v1:language:de", chat.bot, chat=updates.GROUP, user=STRANGER))
    assert chat.tapped()["text"] == "Ab jetzt spreche ich hier Deutsch mit dir."
    assert chat.telegram.of("editMessageText") == []
    assert "Nichts" in await chat.send("/status", chat=updates.GROUP, user=STRANGER)
    assert "Nothing" in await chat.send("/status", chat=updates.GROUP)


async def test_a_tap_on_a_language_of_another_version_is_answered(chat: Chat) -> None:
    await chat.feed(updates.tap("v1:language:tlh", chat.bot, user=with_client("de")))
    assert "anderen Version" in chat.tapped()["text"]
    assert await chat.unhandled() == 0


async def test_refusals_errors_and_pictures_are_spoken_of_in_it(chat: Chat) -> None:
    user = with_client("de")
    assert "ganze Zahl von 10 bis 2000" in await chat.send("/iterations 5", user=user)
    assert (await chat.feed(chat.picture("red", user=user)))[0].startswith("Das Foto habe ich.")
    chat.decoder.broken = True
    assert "schiefgegangen" in (await chat.feed(chat.picture("blue", user=user)))[0]


@pytest.mark.parametrize("settings", [{"allowed_users": "1,2"}])
async def test_strangers_are_turned_away_in_theirs(chat: Chat) -> None:
    assert "privat" in await chat.send("/start", user=with_client("de"))
    assert await chat.store.read(lambda tx: tx.chats.language(7, 7)) is None


async def test_what_is_said_of_an_album_is_in_it(chat: Chat) -> None:
    user = with_client("de")
    await chat.feed(*(chat.picture(color, media_group_id="g", user=user) for color in ("red", "blue", "green")))
    task = asyncio.create_task(chat.albums.run())
    async with asyncio.timeout(LONG):
        while not chat.telegram.of("sendPhoto"):  # noqa: ASYNC110 - the fake tells nobody
            await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    (request,) = chat.telegram.of("sendPhoto")
    words = texts_in(Language.GERMAN).say("choices-kept", count=2)
    assert request.parameters["caption"] == words
