"""Topics in a private chat, where BotFather has switched them on for the bot."""

from __future__ import annotations

import aiogram.types
import pytest

from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api
from tests.support.telegram_oracle import assert_object_valid


async def test_a_message_in_a_topic_says_so_and_is_answered_there(api: Api, user: SandboxUser) -> None:
    await user.set_abilities(topics=True)
    assert (await api("getMe")).result["has_topics_enabled"] is True
    topic = user.at(thread=await user.add_topic("Landscapes"))
    await topic.send_text("hello")
    (update,) = (await api("getUpdates", offset=-1)).result
    assert_object_valid(aiogram.types.Update, update)
    thread = update["message"]["message_thread_id"]
    assert update["message"]["is_topic_message"]
    assert "reply_to_message" not in update["message"]
    answer = (await api("sendMessage", chat_id=api.chat_id, text="here", message_thread_id=thread)).result
    assert (answer["message_thread_id"], answer["is_topic_message"]) == (thread, True)
    outside = (await api("sendMessage", chat_id=api.chat_id, text="there")).result
    assert "message_thread_id" not in outside


async def test_a_topic_that_was_deleted_takes_its_messages_along(api: Api, user: SandboxUser) -> None:
    await user.set_abilities(topics=True)
    thread = await user.add_topic("Landscapes")
    await user.at(thread=thread).send_text("hello")
    await user.delete_topic(thread)
    assert await user.transcript() == []
    lost = await api("sendMessage", chat_id=api.chat_id, text="here", message_thread_id=thread)
    assert lost.reason == "Bad Request: message thread not found"
    with pytest.raises(AssertionError, match="no such topic"):
        await user.delete_topic(thread)


async def test_without_topics_none_can_be_opened(api: Api, user: SandboxUser) -> None:
    with pytest.raises(AssertionError, match="topics"):
        await user.add_topic("Landscapes")
    message_id = await api.say("hello")
    refused = await api("sendMessage", chat_id=api.chat_id, text="here", message_thread_id=message_id)
    assert refused.reason == "Bad Request: message thread not found"
