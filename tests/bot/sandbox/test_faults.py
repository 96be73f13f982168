"""Trouble on demand."""

import asyncio

import aiohttp
import pytest

from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api


async def shown(user: SandboxUser) -> list[str]:
    return [message.text for message in await user.transcript()]


async def test_flood_control_names_the_seconds_and_ends_after_its_count(api: Api, user: SandboxUser) -> None:
    await user.set_fault("flood", method="sendMessage", seconds=7, count=2)
    for _ in range(2):
        answer = await api("sendMessage", chat_id=api.chat_id, text="hello")
        assert (answer.status, answer.reason) == (429, "Too Many Requests: retry after 7")
        assert answer.body["parameters"] == {"retry_after": 7}
    await api.say("hello")
    assert await shown(user) == ["hello"]


async def test_a_fault_concerns_its_method_and_its_chat_only(api: Api, user: SandboxUser) -> None:
    await user.set_fault("blocked", method="sendPhoto")
    await user.set_fault("blocked", chat_id=1)
    await api.say("hello")
    assert len(await user.waiting_faults()) == 2
    await user.clear_faults()
    assert await user.waiting_faults() == []


async def test_a_blocked_bot_is_told_so(api: Api, user: SandboxUser) -> None:
    await user.set_fault("blocked", chat_id=api.chat_id)
    answer = await api("sendMessage", chat_id=api.chat_id, text="hello")
    assert (answer.status, answer.reason) == (403, "Forbidden: bot was blocked by the user")


@pytest.mark.parametrize("status", [500, 502])
async def test_server_errors_come_with_their_status(api: Api, user: SandboxUser, status: int) -> None:
    await user.set_fault("error", status=status)
    async with api.session.post(f"{api.url}/bot{api.token}/getMe") as response:
        assert response.status == status
        assert (response.content_type == "text/html") == (status == 502)


@pytest.mark.parametrize("applied", [False, True])
@pytest.mark.parametrize("kind", ["cut", "silence"])
async def test_a_lost_answer_says_nothing_about_the_message(
    api: Api, user: SandboxUser, kind: str, applied: bool
) -> None:
    await user.set_fault(kind, applied=applied, seconds=0.05)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api("sendMessage", chat_id=api.chat_id, text="hello")
    assert await shown(user) == (["hello"] if applied else [])


async def test_a_delayed_answer_comes_in_the_end(api: Api, user: SandboxUser) -> None:
    await user.set_fault("delay", seconds=0.2)
    started = asyncio.get_running_loop().time()
    await api.say("hello")
    assert asyncio.get_running_loop().time() - started >= 0.2
    assert await shown(user) == ["hello"]


async def test_an_unknown_fault_is_refused(user: SandboxUser) -> None:
    with pytest.raises(AssertionError, match="400"):
        await user.set_fault("earthquake")
