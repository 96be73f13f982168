"""`/privacy` and `/forget`: what is kept, and that nobody can have another's things deleted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.fake_telegram import BOT_ID

STRANGER = {"id": 8, "is_bot": False, "first_name": "Eve"}
ERASE, SPARE = "v1:erase:7", "v1:spare:7"


async def pending(chat: Chat) -> int:
    return len(await chat.store.read(lambda tx: tx.erasures.pending()))


@pytest.mark.parametrize(
    ("settings", "span"),
    [({}, "3 days"), ({"retention_hours": 1}, "1 hour"), ({"retention_hours": 100}, "100 hours")],
)
async def test_the_figures_are_those_of_the_configuration(chat: Chat, span: str) -> None:
    answer = await chat.send("/privacy")
    assert f"{span} after they were last used" in answer
    assert "(settings and times): 30 days" in answer
    assert "delete them: 30 days" in answer


@pytest.mark.parametrize(("settings", "is_said"), [({}, False), ({"guests": True}, True)])
async def test_what_cannot_be_deleted_in_other_chats_is_said_where_one_can_ask_there(chat: Chat, is_said: bool) -> None:
    assert ("in a chat of which I am no member, it stays there" in await chat.send("/privacy")) is is_said


async def test_forgetting_is_asked_for_first(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    assert "cannot be undone" in await chat.send("/forget")
    assert ERASE in str(chat.telegram.of("sendMessage")[-1].parameters["reply_markup"])
    await chat.feed(updates.tap(SPARE, chat.bot))
    assert chat.tapped()["text"] == "All right, nothing was deleted."
    assert await chat.draft() is not None
    assert await pending(chat) == 0


async def test_a_tap_begins_it_and_a_second_one_does_no_harm(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    for _ in range(2):
        await chat.feed(updates.tap(ERASE, chat.bot))
        assert "deleting everything" in chat.tapped()["text"]
    assert await chat.draft() is None
    assert await pending(chat) == 1
    assert await chat.store.read(lambda tx: tx.chats.language(7, 7)) is None
    assert await chat.unhandled() == 0
    edited = chat.telegram.of("editMessageText")[-1].parameters
    assert "reply_markup" not in edited


@pytest.mark.parametrize("data", [ERASE, SPARE])
async def test_nobody_answers_for_somebody_else(chat: Chat, data: str) -> None:
    await chat.feed(updates.tap(data, chat.bot, chat=updates.GROUP, user=STRANGER))
    assert "Only the person who asked" in chat.tapped()["text"]
    assert chat.tapped()["show_alert"] is True
    assert await pending(chat) == 0
    assert chat.telegram.of("editMessageText") == []


@pytest.mark.parametrize("settings", [{"allowed_users": "1,2"}])
async def test_those_who_may_not_use_the_bot_may_have_their_things_deleted(chat: Chat) -> None:
    assert "What I store about you" in await chat.send("/privacy")
    assert "Shall I delete" in await chat.send("/forget")
    await chat.feed(updates.tap(ERASE, chat.bot))
    assert await pending(chat) == 1


async def test_the_banned_are_turned_away_but_for_their_own_things(chat: Chat) -> None:
    await chat.store.write(lambda tx: tx.people.ban(HOME.user_id, 1.0))
    assert "private" in await chat.send("/start")
    assert "Shall I delete" in await chat.send("/forget")


async def test_a_photo_that_was_on_its_way_is_not_kept_after_all(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = chat.picture("red")
    normalize = chat.decoder.normalize

    async def overtaken_by_a_tap(data: bytes, **how: Any) -> Any:
        place, latest = HOME, photo.update_id + 1
        await chat.store.write(lambda tx: tx.erasures.begin(place, 500, None, before_update=latest, now=1.0))
        return await normalize(data, **how)

    monkeypatch.setattr(chat.decoder, "normalize", overtaken_by_a_tap)
    assert await chat.feed(photo) == []
    assert await chat.draft() is None
    assert await chat.store.read(lambda tx: tx.inbox.unhandled(BOT_ID)) == []
