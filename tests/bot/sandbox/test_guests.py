"""Guest mode: somebody asks the bot in a chat of which it is no member, and it answers there once."""

from __future__ import annotations

from typing import Any

import aiogram.types
import pytest

from bot.sandbox.guests import QUERY_SECONDS
from bot.sandbox.state import Sandbox
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api, Clock
from tests.support.telegram_oracle import assert_object_valid

ANSWER = {"type": "article", "id": "1", "title": "Waves", "input_message_content": {"message_text": "Queue 1"}}


@pytest.fixture
async def stranger(user: SandboxUser, sandbox: Sandbox) -> SandboxUser:
    """The person in a group without the bot."""
    there = user.at(chat=await user.add_group("Friends", [sandbox.user.id]))
    await there.set_bot_status("left")
    return there


async def asked(api: Api, stranger: SandboxUser) -> dict[str, Any]:
    """The guest message that comes of a photo and a reply to it that names the bot."""
    photo = await stranger.send_photo(plain_png("red"))
    await stranger.send_text("@stylegram_sandbox_bot waves", reply_to=photo)
    (update,) = [update for update in (await api("getUpdates")).result if "guest_message" in update]
    assert_object_valid(aiogram.types.Update, update)
    return dict(update["guest_message"])


async def test_who_names_the_bot_in_reply_to_a_photo_is_answered_there(api: Api, stranger: SandboxUser) -> None:
    question = await asked(api, stranger)
    assert question["reply_to_message"]["photo"]
    file = question["reply_to_message"]["photo"][-1]["file_id"]
    assert (await api("getFile", file_id=file)).result["file_path"]
    sent = (await api("answerGuestQuery", guest_query_id=question["guest_query_id"], result=ANSWER)).result
    inline = {"inline_message_id": sent["inline_message_id"]}
    assert (await api("editMessageText", **inline, text="<b>Painting</b>", parse_mode="HTML")).result is True
    shown = (await stranger.transcript())[-1]
    assert (shown.text, shown.from_bot, shown.reply_to) == ("Painting", True, question["message_id"])
    assert "not modified" in (await api("editMessageText", **inline, text="<b>Painting</b>", parse_mode="HTML")).reason
    stored = (await api("sendPhoto", chat_id=api.chat_id, photo=plain_png("blue"))).result["photo"][-1]["file_id"]
    media = {"type": "photo", "media": stored, "caption": "Done"}
    assert (await api("editMessageMedia", **inline, media=media)).result is True
    shown = (await stranger.transcript())[-1]
    assert (shown.text, shown.media and shown.media.kind) == ("Done", "photo")
    upload = {"type": "photo", "media": "attach://p"}
    assert "uploaded" in (await api("editMessageMedia", **inline, media=upload, p=plain_png("red"))).reason


async def test_a_query_is_answered_once_and_in_time(api: Api, stranger: SandboxUser, clock: Clock) -> None:
    first = (await asked(api, stranger))["guest_query_id"]
    assert (await api("answerGuestQuery", guest_query_id=first, result=ANSWER)).result
    assert "query is too old" in (await api("answerGuestQuery", guest_query_id=first, result=ANSWER)).reason
    await api("getUpdates", offset=-1)
    await stranger.send_text("@stylegram_sandbox_bot waves")
    second = (await api("getUpdates", offset=-1)).result[0]["guest_message"]["guest_query_id"]
    clock.now += QUERY_SECONDS + 1
    assert "query is too old" in (await api("answerGuestQuery", guest_query_id=second, result=ANSWER)).reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": ""}, "RESULT_ID_INVALID"),
        ({"title": " "}, "title"),
        ({"type": "photo"}, "articles"),
        ({"input_message_content": {"message_text": ""}}, "message text is empty"),
        ({"input_message_content": {"message_text": "<b>", "parse_mode": "HTML"}}, "can't parse entities"),
    ],
)
async def test_what_is_no_message_is_refused_and_may_be_tried_again(
    api: Api, stranger: SandboxUser, change: dict[str, Any], reason: str
) -> None:
    query = (await asked(api, stranger))["guest_query_id"]
    assert reason in (await api("answerGuestQuery", guest_query_id=query, result=ANSWER | change)).reason
    assert (await api("answerGuestQuery", guest_query_id=query, result=ANSWER)).result


async def test_it_hears_nothing_without_its_name_nor_where_botfather_has_guest_mode_off(
    api: Api, stranger: SandboxUser, sandbox: Sandbox
) -> None:
    await stranger.send_text("waves, please")
    with sandbox.storage.change():
        sandbox.abilities.become(type(sandbox.abilities.now)(guests=False))
    assert (await api("getMe")).result["supports_guest_queries"] is False
    await stranger.send_text("@stylegram_sandbox_bot waves")
    assert not [update for update in (await api("getUpdates")).result if "guest_message" in update]


async def test_a_message_that_never_was_cannot_be_edited(api: Api) -> None:
    assert "MESSAGE_ID_INVALID" in (await api("editMessageText", inline_message_id="nothing", text="Hello")).reason


async def test_an_answer_can_still_be_edited_after_a_restart(api: Api, stranger: SandboxUser, sandbox: Sandbox) -> None:
    query = (await asked(api, stranger))["guest_query_id"]
    sent = (await api("answerGuestQuery", guest_query_id=query, result=ANSWER)).result
    assert sandbox.storage.load("inline_message", dict[str, int]).keys() == {sent["inline_message_id"]}


async def test_a_guest_asks_in_a_topic_and_is_answered_there(api: Api, user: SandboxUser, sandbox: Sandbox) -> None:
    there = user.at(chat=await user.add_group("Friends", [sandbox.user.id], forum=True))
    there = there.at(thread=await there.add_topic("Pictures"))
    await there.set_bot_status("left")
    question = await asked(api, there)
    await api("answerGuestQuery", guest_query_id=question["guest_query_id"], result=ANSWER)
    shown = (await there.transcript())[-1]
    assert (shown.from_bot, shown.raw["thread_id"]) == (True, question["message_thread_id"])
