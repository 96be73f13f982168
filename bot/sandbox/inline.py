"""Inline queries: what people ask the bot while they write, and what it offers them to send. In memory only."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import msgspec

from bot.sandbox.errors import bad_request
from bot.sandbox.live import Live
from bot.sandbox.objects import InlineKeyboardMarkup, InlineQuery, MessageEntity, PhotoSize, User
from bot.sandbox.updates import SandboxUpdates

#: For how long a query can be answered. Telegram does not say; it is as with taps.
QUERY_SECONDS = 15.0
_FORGET_AFTER = 3600.0


class InlineResult(msgspec.Struct, frozen=True, kw_only=True):
    """A photo that Telegram has, offered to be sent."""

    id: str
    photo: tuple[PhotoSize, ...]
    title: str = ""
    description: str = ""
    caption: str = ""
    caption_entities: tuple[MessageEntity, ...] = ()
    reply_markup: InlineKeyboardMarkup | None = None


class StartButton(msgspec.Struct, frozen=True, kw_only=True):
    """Above the results: it leads into the private chat with the bot."""

    text: str
    start_parameter: str


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    results: tuple[InlineResult, ...]
    button: StartButton | None = None


class AskedInline(msgspec.Struct, kw_only=True):
    """A query, and the bot's answer once it came. `chat_id`: of the chat in which it was written."""

    query: InlineQuery
    chat_id: int
    at: float
    offer: Offer | None = None


class InlineQueries:
    """The queries of the last hour."""

    def __init__(self, updates: SandboxUpdates, live: Live, clock: Callable[[], float]) -> None:
        self._updates = updates
        self._live = live
        self._clock = clock
        self._asked: dict[str, AskedInline] = {}

    def add(self, user: User, chat_id: int, chat_type: str, words: str) -> AskedInline:
        """Keep a query and make its update. Must be called within a change of the storage. `chat_type` as the Bot API
        has it: sender for the private chat with the bot itself.
        """
        now = self._clock()
        self._asked = {number: asked for number, asked in self._asked.items() if now - asked.at < _FORGET_AFTER}
        query = InlineQuery(id=str(secrets.randbits(62)), sender=user, query=words, offset="", chat_type=chat_type)
        asked = self._asked[query.id] = AskedInline(query=query, chat_id=chat_id, at=now)
        self._updates.add("inline_query", query)
        return asked

    def check(self, query_id: str) -> AskedInline:
        """The query. Raises ApiError where it is unknown, answered already, or too old."""
        asked = self._asked.get(query_id)
        if asked is None or asked.offer is not None or self._clock() - asked.at > QUERY_SECONDS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return asked

    def answer(self, query_id: str, offer: Offer) -> None:
        """Note the bot's answer to a query. Raises ApiError as `check` does."""
        asked = self.check(query_id)
        asked.offer = offer
        self._live.publish({"event": "inline", "chat_id": asked.chat_id, "query_id": query_id})

    def find(self, query_id: str) -> AskedInline | None:
        return self._asked.get(query_id)
