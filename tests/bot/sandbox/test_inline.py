"""Inline queries, buttons that lead to them, and what a bot or a server lacks: the sandbox against Telegram's rules."""

from __future__ import annotations

from typing import Any

import aiogram.types
import pytest

from bot.sandbox.inline import QUERY_SECONDS
from bot.sandbox.state import Sandbox
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api, Clock
from tests.support.telegram_oracle import assert_object_valid

BACK = {"inline_keyboard": [[{"text": "More", "url": "https://t.me/somebody?start=y1", "style": "primary"}]]}


@pytest.fixture
async def photo(api: Api) -> str:
    """The file_id of a photo that the bot sent."""
    sent = await api("sendPhoto", chat_id=api.chat_id, photo=plain_png("red"))
    return str(sent.result["photo"][-1]["file_id"])


def offer(photo: str, **more: Any) -> dict[str, Any]:
    return {"type": "photo", "id": "1", "photo_file_id": photo, **more}


async def test_a_query_is_answered_and_a_result_sent(api: Api, user: SandboxUser, photo: str) -> None:
    query = await user.ask_inline("night")
    (update,) = (await api("getUpdates")).result
    assert_object_valid(aiogram.types.Update, update)
    assert update["inline_query"]["id"] == query
    assert (update["inline_query"]["query"], update["inline_query"]["chat_type"]) == ("night", "sender")
    button = {"text": "Paint one", "start_parameter": "y-night_i300"}
    result = offer(photo, title="Night", caption="<b>Night</b>", parse_mode="HTML", reply_markup=BACK)
    answer = await api("answerInlineQuery", inline_query_id=query, results=[result], button=button, cache_time=0)
    assert answer.result is True
    offered = await user.inline_offer(query)
    assert [each["title"] for each in offered["results"]] == ["Night"]
    assert offered["button"] == button
    message_id = await user.choose_inline(query, "1")
    shown = (await user.transcript())[-1]
    assert (shown.message_id, shown.text, shown.from_bot) == (message_id, "Night", False)
    assert shown.buttons[0][0]["url"] == "https://t.me/somebody?start=y1"
    sent = (await api("getUpdates")).result[-1]
    assert_object_valid(aiogram.types.Update, sent)
    assert sent["message"]["via_bot"]["is_bot"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"id": ""}, "RESULT_ID_INVALID"),
        ({"id": "é" * 33}, "RESULT_ID_INVALID"),
        ({"caption": "x" * 1025}, "message caption is too long"),
        ({"photo_file_id": "nonsense"}, "wrong file identifier/HTTP URL specified"),
        ({"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}, "can't parse inline keyboard button: Text buttons"),
        ({"type": "article"}, "can't parse inline query result"),
    ],
)
async def test_bad_results_are_refused_and_the_query_waits(
    api: Api, user: SandboxUser, photo: str, changed: dict[str, Any], reason: str
) -> None:
    query = await user.ask_inline("")
    refused = await api("answerInlineQuery", inline_query_id=query, results=[offer(photo, **changed)])
    assert refused.reason.startswith(f"Bad Request: {reason}")
    assert (await api("answerInlineQuery", inline_query_id=query, results=[offer(photo)])).result is True


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"button": {"text": "x", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "x", "start_parameter": "a" * 65}}, "START_PARAM_INVALID"),
        ({"button": {"text": "", "start_parameter": "a"}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
    ],
)
async def test_bad_buttons_and_offsets_are_refused(
    api: Api, user: SandboxUser, parameters: dict[str, Any], reason: str
) -> None:
    query = await user.ask_inline("")
    refused = await api("answerInlineQuery", inline_query_id=query, results=[], **parameters)
    assert refused.reason == f"Bad Request: {reason}"


async def test_fifty_results_of_different_names_are_the_most(api: Api, user: SandboxUser, photo: str) -> None:
    query = await user.ask_inline("")
    many = [offer(photo) | {"id": str(number)} for number in range(51)]
    assert (await api("answerInlineQuery", inline_query_id=query, results=many)).reason.endswith("RESULTS_TOO_MUCH")
    twice = [offer(photo), offer(photo)]
    assert (await api("answerInlineQuery", inline_query_id=query, results=twice)).reason.endswith("RESULT_ID_DUPLICATE")
    assert (await api("answerInlineQuery", inline_query_id=query, results=many[:50])).result is True


async def test_an_answer_counts_once_and_in_time(api: Api, user: SandboxUser, photo: str, clock: Clock) -> None:
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    query = await user.ask_inline("")
    assert (await api("answerInlineQuery", inline_query_id=query, results=[])).result is True
    assert (await api("answerInlineQuery", inline_query_id=query, results=[])).reason == late
    second = await user.ask_inline("")
    clock.now += QUERY_SECONDS + 1
    assert (await api("answerInlineQuery", inline_query_id=second, results=[])).reason == late
    assert (await api("answerInlineQuery", inline_query_id="1", results=[])).reason == late


async def test_without_inline_mode_there_are_neither_queries_nor_buttons_for_them(
    api: Api, user: SandboxUser, photo: str
) -> None:
    switch = {"text": "Share", "switch_inline_query_chosen_chat": {"query": "x", "allow_user_chats": True}}
    keyboard = {"inline_keyboard": [[switch]]}
    assert (await api("getMe")).result["supports_inline_queries"] is True
    await api.say(reply_markup=keyboard)
    assert (await user.transcript())[-1].buttons[0][0]["switch_inline_query_chosen_chat"]["query"] == "x"
    query = await user.ask_inline("")
    await user.set_abilities(inline=False)
    assert (await api("getMe")).result["supports_inline_queries"] is False
    refused = await api("sendMessage", chat_id=api.chat_id, text="hello", reply_markup=keyboard)
    assert refused.reason == "Bad Request: BUTTON_TYPE_INVALID"
    assert (await api("answerInlineQuery", inline_query_id=query, results=[])).reason.endswith("USER_BOT_INVALID")
    with pytest.raises(AssertionError, match="no inline mode"):
        await user.ask_inline("")


async def test_a_button_into_another_chat_says_which_kinds_of_chats(api: Api) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Share", "switch_inline_query_chosen_chat": {"query": "x"}}]]}
    refused = await api("sendMessage", chat_id=api.chat_id, text="hello", reply_markup=keyboard)
    assert refused.reason.endswith("At least one chat type must be allowed")


async def test_a_server_may_be_older_than_the_colors_of_buttons(api: Api, user: SandboxUser) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Stop", "callback_data": "x", "style": "danger"}]]}
    await api.say(reply_markup=keyboard)
    assert (await user.transcript())[-1].buttons[0][0]["style"] == "danger"
    await user.set_abilities(colors=False)
    refused = await api("sendMessage", chat_id=api.chat_id, text="hello", reply_markup=keyboard)
    assert refused.reason == "Bad Request: can't parse inline keyboard button: invalid button style specified"


async def test_reactions_are_refused_where_a_group_allows_none(api: Api, user: SandboxUser, sandbox: Sandbox) -> None:
    person = (await user.state())["user"]["id"]
    here = user.at(chat=await user.add_group("Quiet", [person]))
    chat = (await here.state())["chat_id"]
    message = await here.send_text(f"/start@{sandbox.bot.username}")
    eyes = [{"type": "emoji", "emoji": "👀"}]
    assert (await api("setMessageReaction", chat_id=chat, message_id=message, reaction=eyes)).result is True
    await here.allow_reactions(False)
    refused = await api("setMessageReaction", chat_id=chat, message_id=message, reaction=eyes)
    assert refused.reason == "Bad Request: REACTION_INVALID"
    await here.allow_reactions(True)
    joined = (await here.transcript())[0].message_id
    refused = await api("setMessageReaction", chat_id=chat, message_id=joined, reaction=eyes)
    assert refused.reason == "Bad Request: REACTION_INVALID"


async def test_what_people_send_by_the_bots_inline_mode_reaches_it_in_privacy_mode_too(
    api: Api, user: SandboxUser, photo: str
) -> None:
    here = user.at(chat=await user.add_group("Friends", [(await user.state())["user"]["id"]]))
    query = await here.ask_inline("")
    await api("answerInlineQuery", inline_query_id=query, results=[offer(photo)])
    message = await here.choose_inline(query, "1")
    update = (await api("getUpdates")).result[-1]
    assert update["message"]["message_id"] == message
    with pytest.raises(AssertionError, match="no such result"):
        await here.choose_inline(query, "2")
