"""Leaky buckets against Telegram's limits."""

from typing import Any

import pytest

from bot.sandbox.state import Sandbox
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api, Clock

SMALL: dict[str, Any] = {"private": {"size": 2, "seconds": 1.0}, "group": {"size": 2, "seconds": 3.0}}


async def test_excesses_are_counted_and_pass(api: Api, user: SandboxUser) -> None:
    await user.watch_rates(**SMALL)
    for _ in range(5):
        await api.say("hello")
    assert await user.rates() == {
        "enforced": False,
        "counted": 5,
        "excesses": {"private": 3, "group": 0, "overall": 0},
    }
    assert len(await user.transcript()) == 5


async def test_enforced_limits_refuse_and_say_for_how_long(
    api: Api, user: SandboxUser, sandbox: Sandbox, clock: Clock
) -> None:
    await user.watch_rates(enforced=True, **SMALL)
    group = await user.add_group("Painters", [sandbox.user.id])
    for _ in range(2):
        await api("sendMessage", chat_id=group, text="hello")
    refused = await api("sendMessage", chat_id=group, text="hello")
    assert (refused.status, refused.body["parameters"]) == (429, {"retry_after": 3})
    await api.say("other chats have buckets of their own")
    clock.now += 3
    assert (await api("sendMessage", chat_id=group, text="hello")).status == 200
    assert (await api("sendMessage", chat_id=group, text="hello")).status == 429


async def test_all_chats_share_one_bucket(api: Api, user: SandboxUser, sandbox: Sandbox) -> None:
    await user.watch_rates(overall={"size": 3, "seconds": 1.0})
    for name in ("Ada", "Ben", "Eve", "Kim"):
        await api("sendMessage", chat_id=await user.add_person(name), text="hello")
    assert (await user.rates())["excesses"] == {"private": 0, "group": 0, "overall": 1}


async def test_edits_count_and_what_is_no_message_does_not(api: Api, user: SandboxUser) -> None:
    card = await api.say("hello")
    await user.watch_rates()
    await api("editMessageText", chat_id=api.chat_id, message_id=card, text="changed")
    await api("sendChatAction", chat_id=api.chat_id, action="typing")
    await api("getChat", chat_id=api.chat_id)
    await api("deleteMessage", chat_id=api.chat_id, message_id=card)
    assert (await user.rates())["counted"] == 1


async def test_unknown_limits_are_refused(user: SandboxUser) -> None:
    with pytest.raises(AssertionError, match="400"):
        await user.watch_rates(channel={"size": 1, "seconds": 1.0})
