"""What holds for every method: the token, the forms of a request, the polite and the impolite no."""

import asyncio
import json
from typing import Any

import pytest

from bot.sandbox.state import Sandbox
from tests.support.eventually import LONG
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Answer, Api, Running


async def test_a_wrong_token_is_refused(api: Api) -> None:
    api.token = "123456:wrong"  # noqa: S105 - nobody's
    answer = await api("getMe")
    assert (answer.status, answer.reason) == (401, "Unauthorized")


async def test_an_unknown_method_is_not_found_and_nothing_else(api: Api) -> None:
    answer = await api("sendDice", chat_id=api.chat_id)
    assert (answer.status, answer.reason) == (404, "Not Found: method not found")


async def test_the_case_of_a_method_does_not_matter(api: Api) -> None:
    assert (await api("GETme")).result == (await api("getMe")).result


async def test_forms_json_and_queries_mean_the_same(api: Api, user: SandboxUser) -> None:
    address = f"{api.url}/bot{api.token}/sendMessage"
    values = {"chat_id": str(api.chat_id), "text": "<b>bold</b>", "parse_mode": "HTML"}
    ways: list[dict[str, Any]] = [{"data": values}, {"json": values}, {"params": values}]
    for options in ways:
        async with api.session.post(address, **options) as response:
            assert Answer(response.status, await response.json()).result["text"] == "bold"
    async with api.session.get(address, params=values) as response:
        assert response.status == 200
    assert [message.text for message in await user.transcript()] == ["bold"] * 4


@pytest.mark.parametrize("body", ["{", '["text"]'])
async def test_json_that_is_no_object_is_refused(api: Api, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with api.session.post(f"{api.url}/bot{api.token}/getMe", data=body, headers=headers) as response:
        assert Answer(response.status, await response.json()).reason == "Bad Request: can't parse JSON object"


async def test_get_chat_describes_the_private_chat(api: Api) -> None:
    chat = (await api("getChat", chat_id=api.chat_id)).result
    assert (chat["id"], chat["type"], chat["first_name"]) == (api.chat_id, "private", "You")


@pytest.mark.parametrize(
    ("chat_id", "reason"), [(None, "chat_id is empty"), (1, "chat not found"), ("@nobody", "chat not found")]
)
async def test_an_unknown_chat_is_refused(api: Api, chat_id: object, reason: str) -> None:
    assert (await api("sendMessage", chat_id=chat_id, text="hello")).reason == f"Bad Request: {reason}"


async def test_allowed_updates_keep_others_away_until_told_otherwise(api: Api, user: SandboxUser) -> None:
    await api("getUpdates", allowed_updates=["callback_query"])
    await user.send_text("not wanted")
    assert (await api("getUpdates")).result == []
    await api("getUpdates", allowed_updates=[])
    await user.send_text("wanted")
    (update,) = (await api("getUpdates")).result
    assert update["message"]["text"] == "wanted"


async def test_a_negative_offset_keeps_only_the_last_updates(api: Api, user: SandboxUser) -> None:
    for word in ("one", "two", "three"):
        await user.send_text(word)
    (last,) = (await api("getUpdates", offset=-1)).result
    assert last["message"]["text"] == "three"
    assert (await api("getUpdates")).result == [last]


async def test_a_limit_holds_updates_back(api: Api, user: SandboxUser) -> None:
    for word in ("one", "two"):
        await user.send_text(word)
    (first,) = (await api("getUpdates", limit=1)).result
    (second,) = (await api("getUpdates", limit=1, offset=first["update_id"] + 1)).result
    assert second["update_id"] == first["update_id"] + 1


async def test_a_poll_that_waits_ends_with_the_server(api: Api, user: SandboxUser, sandbox: Sandbox) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    await user.wait_for_call("getUpdates")
    sandbox.close()
    assert (await asyncio.wait_for(poll, LONG)).result == []


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([{"command": "No Such", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "start", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": f"c{n}", "description": "x"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_bad_commands_are_refused(api: Api, commands: list[dict[str, str]], reason: str) -> None:
    assert (await api("setMyCommands", commands=commands)).reason == f"Bad Request: {reason}"


async def test_the_page_is_offered_the_commands_of_the_narrowest_scope(api: Api) -> None:
    everywhere = [{"command": "start", "description": "Everywhere"}]
    private = [{"command": "start", "description": "In private"}]
    english = [{"command": "start", "description": "In private, in English"}]
    for commands, more in (
        (everywhere, {}),
        (private, {"scope": {"type": "all_private_chats"}}),
        (english, {"scope": {"type": "all_private_chats"}, "language_code": "en"}),
    ):
        await api("setMyCommands", commands=commands, **more)
        assert await _offered(api) == commands
    await api("deleteMyCommands", scope={"type": "all_private_chats"}, language_code="en")
    assert await _offered(api) == private


async def test_the_language_of_the_browser_is_that_of_the_client(api: Api, running: Running) -> None:
    everybody = [{"command": "start", "description": "How it works"}]
    german = [{"command": "start", "description": "So geht es"}]
    await api("setMyCommands", commands=everybody)
    await api("setMyCommands", commands=german, language_code="de")
    assert await _offered(api) == everybody
    async with SandboxUser(running, "de-AT,de;q=0.9,en;q=0.8") as user:
        await user.send_text("Servus")
    (update,) = (await api("getUpdates")).result
    assert update["message"]["from"]["language_code"] == "de-at"
    assert await _offered(api) == german


async def _offered(api: Api) -> object:
    async with api.session.get(f"{api.url}/sandbox/state") as response:
        return json.loads(await response.text())["commands"]


async def test_the_token_is_not_in_the_log_of_calls(api: Api, user: SandboxUser) -> None:
    await api.say("hello")
    assert api.token not in json.dumps(await user.calls())
