"""Guest mode: what people ask the bot in chats of which it is no member, and the messages by which it answers there."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import msgspec

from bot.sandbox.errors import bad_request
from bot.sandbox.objects import Message
from bot.sandbox.storage import Storage
from bot.sandbox.updates import SandboxUpdates

#: For how long a query can be answered. Telegram does not say; it is as with taps.
QUERY_SECONDS = 15.0
_FORGET_AFTER = 3600.0


class InlineMessage(msgspec.Struct, frozen=True, kw_only=True):
    """Where the message of an `inline_message_id` is."""

    chat_id: int
    message_id: int


class GuestQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asked, and when."""

    message: Message
    at: float


class Guests:
    """The queries of the last hour that were not answered, and all answers. Changes must be made within a change of the
    storage.
    """

    def __init__(self, storage: Storage, updates: SandboxUpdates, clock: Callable[[], float]) -> None:
        self._storage = storage
        self._updates = updates
        self._clock = clock
        self._asked: dict[str, GuestQuery] = {}
        self._messages = storage.load("inline_message", InlineMessage)

    def ask(self, message: Message) -> None:
        """Make an update of a message that names the bot."""
        now = self._clock()
        self._asked = {number: asked for number, asked in self._asked.items() if now - asked.at < _FORGET_AFTER}
        query_id = str(secrets.randbits(62))
        self._asked[query_id] = GuestQuery(message=message, at=now)
        self._updates.add("guest_message", msgspec.structs.replace(message, guest_query_id=query_id))

    def check(self, query_id: str) -> Message:
        """What was asked. Raises ApiError where the query is unknown, answered already, or too old."""
        asked = self._asked.get(query_id)
        if asked is None or self._clock() - asked.at > QUERY_SECONDS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return asked.message

    def answered(self, query_id: str, answer: Message) -> str:
        """The `inline_message_id` of the answer."""
        del self._asked[query_id]
        inline_id = secrets.token_urlsafe(20)
        where = InlineMessage(chat_id=answer.chat.id, message_id=answer.message_id)
        self._storage.put("inline_message", inline_id, where)
        self._messages[inline_id] = where
        return inline_id

    def where(self, inline_id: str) -> InlineMessage:
        """The place of the message with this `inline_message_id`. Raises ApiError where there is none."""
        try:
            return self._messages[inline_id]
        except KeyError:
            raise bad_request("MESSAGE_ID_INVALID") from None
