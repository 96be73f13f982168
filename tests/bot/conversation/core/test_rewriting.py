"""A tap changes its message only if the bot remembers having sent it to the person who taps."""

from __future__ import annotations

import pytest

from bot.jobs.model import Place
from bot.transport.verbs import Verb
from tests.bot.conversation.conftest import Chat
from tests.support import updates
from tests.support.updates import GROUP, STRANGER

HERS = Place(chat_id=GROUP["id"], user_id=STRANGER["id"])
FORGOTTEN = 77  #: the id of a message that the bot no longer remembers


def edits(chat: Chat) -> int:
    return sum(request.method.startswith("edit") for request in chat.telegram.requests)


async def tap_under(chat: Chat, message_id: int, data: str) -> None:
    update = updates.tap(data, chat.bot, chat=GROUP, user=STRANGER)
    assert update.effective_message is not None
    with update.effective_message._unfrozen():
        update.effective_message.message_id = message_id
    await chat.feed(update)


@pytest.mark.parametrize(
    "data", ["v1:set:8.size", "v1:set:8.reset", "v1:spare:8", "v1:erase:8", "v1:styles:8.-.0", "v1:unshare:8.1"]
)
async def test_under_a_message_that_is_not_remembered_the_answer_is_a_new_one(chat: Chat, data: str) -> None:
    await chat.feed(chat.picture("red", caption="/savestyle mine", chat=GROUP, user=STRANGER))
    said = len(chat.telegram.requests)
    await tap_under(chat, FORGOTTEN, data)
    assert edits(chat) == 0
    assert sum(request.method.startswith("send") for request in chat.telegram.requests[said:]) == 1
    assert await chat.unhandled() == 0


async def test_who_asks_to_be_forgotten_under_it_is_told_in_the_new_one(chat: Chat) -> None:
    await tap_under(chat, FORGOTTEN, f"v1:{Verb.ERASE}:8")
    [erasure] = await chat.store.read(lambda tx: tx.erasures.pending())
    assert erasure.place == HERS
    assert erasure.message_id == 1001  # the first that the fake says
    assert chat.telegram.said == ["I am deleting everything that I store about you…"]
