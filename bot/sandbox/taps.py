"""Taps on buttons, and the bot's answers to them."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import msgspec

from bot.sandbox.errors import bad_request
from bot.sandbox.live import Live
from bot.sandbox.objects import CallbackQuery, InaccessibleMessage, Message, User
from bot.sandbox.storage import Storage
from bot.sandbox.updates import SandboxUpdates

#: For how long a tap can be answered. Telegram does not say; observers speak of 10 to 15 s.
CALLBACK_SECONDS = 15.0
_FORGET_AFTER = 3600.0


class CallbackAnswer(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    show_alert: bool


class Tap(msgspec.Struct, frozen=True, kw_only=True):
    """A tap on a button, and the bot's answer once it came."""

    query_id: str
    chat_id: int
    message_id: int
    data: str
    at: float
    answer: CallbackAnswer | None = None


class Taps:
    """The taps of the last hour. Changes must be made within a change of the storage."""

    def __init__(self, storage: Storage, updates: SandboxUpdates, live: Live, clock: Callable[[], float]) -> None:
        self._storage = storage
        self._updates = updates
        self._live = live
        self._clock = clock
        self._taps = storage.load("tap", Tap)

    def add(self, user: User, message: Message | InaccessibleMessage, data: str) -> Tap:
        self._forget_old()
        query_id = str(secrets.randbits(62))
        tap = Tap(
            query_id=query_id,
            chat_id=message.chat.id,
            message_id=message.message_id,
            data=data,
            at=self._clock(),
        )
        self._keep(tap)
        query = CallbackQuery(id=query_id, sender=user, message=message, chat_instance=str(message.chat.id), data=data)
        self._updates.add("callback_query", query)
        return tap

    def answer(self, query_id: str, answer: CallbackAnswer) -> None:
        """Note the bot's answer to a tap. Raises ApiError where the tap is unknown, answered already, or too old."""
        tap = self._taps.get(query_id)
        if tap is None or tap.answer is not None or self._clock() - tap.at > CALLBACK_SECONDS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self._keep(msgspec.structs.replace(tap, answer=answer))
        self._live.publish(
            {
                "event": "answer",
                "chat_id": tap.chat_id,
                "query_id": query_id,
                "text": answer.text,
                "alert": answer.show_alert,
            }
        )

    def find(self, query_id: str) -> Tap | None:
        return self._taps.get(query_id)

    def _keep(self, tap: Tap) -> None:
        self._storage.put("tap", tap.query_id, tap)
        self._taps[tap.query_id] = tap

    def _forget_old(self) -> None:
        before = self._clock() - _FORGET_AFTER
        for old in [tap for tap in self._taps.values() if tap.at < before]:
            self._storage.delete("tap", old.query_id)
            del self._taps[old.query_id]
