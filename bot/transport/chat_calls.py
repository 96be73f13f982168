"""Calls that concern a chat: they follow a group that moves, and tell what they learn of the chat."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from telegram import Message, ReplyParameters

from bot.jobs.model import Place
from bot.transport.calls import Calls
from bot.transport.errors import ChatClosed, ChatMoved, MessageGone, Unchanged
from bot.transport.rate_limit import Urgency, Where

log = logging.getLogger(__name__)
T = TypeVar("T")
Send = Callable[..., Awaitable[Message | tuple[Message, ...]]]  #: to be told the chat, the topic and the reply
OnSent = Callable[[Place, int, float], Awaitable[None]]  #: to whom a new message was said, its id, and when it began
#: to be said, in POSIX seconds
OnDeleted = Callable[[int, Sequence[int]], Awaitable[None]]  #: a chat, and the ids of its messages
OnMoved = Callable[[int, int], Awaitable[None]]  #: the old and the new number of a group that became a supergroup
OnClosed = Callable[[int], Awaitable[None]]  #: a chat in which nothing can be said


@dataclass(frozen=True)
class Listeners:
    """Who is told what comes of calls that concern a chat; None: nobody."""

    on_sent: OnSent | None = None  #: of each new message
    on_deleted: OnDeleted | None = None  #: of messages that the bot has deleted
    on_moved: OnMoved | None = None  #: of each group that became a supergroup
    on_closed: OnClosed | None = None  #: of each chat that turns out to be closed


NOBODY = Listeners()


class ChatCalls:
    """Makes calls, and tells those who listen what came of them."""

    def __init__(self, calls: Calls, listeners: Listeners) -> None:
        self._calls = calls
        self._listeners = listeners
        self._under_way: defaultdict[int, set[asyncio.Future[None]]] = defaultdict(set)  # by user: what is being said

    async def all_said(self, user_id: int) -> None:
        """Wait until what is being said to this person now has been said, and those who listen have heard of it."""
        under_way = self._under_way.get(user_id)
        if under_way:
            await asyncio.wait(under_way)

    async def say(self, place: Place, reply_to: int | None, urgency: Urgency, send: Send) -> Message:
        """Send one new message."""
        (message,) = await self.say_all(place, reply_to, urgency, send)
        return message

    async def say_all(self, place: Place, reply_to: int | None, urgency: Urgency, send: Send) -> list[Message]:
        """Send new messages, in the group's new chat where it has moved."""
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        under_way = self._under_way[place.user_id]
        under_way.add(ended)
        try:
            return await self._say_all(place, reply_to, urgency, send)
        finally:
            ended.set_result(None)
            under_way.discard(ended)
            if not under_way:
                self._under_way.pop(place.user_id, None)

    async def _say_all(self, place: Place, reply_to: int | None, urgency: Urgency, send: Send) -> list[Message]:
        began = time.time()
        reply = None if reply_to is None else ReplyParameters(reply_to, allow_sending_without_reply=True)
        topic = place.topic_id or None

        async def make(chat_id: int, reply: ReplyParameters | None) -> Message | tuple[Message, ...]:
            request = partial(send, chat_id=chat_id, message_thread_id=topic, reply_parameters=reply)
            return await self.make(chat_id, urgency, request, repeatable=False)

        try:
            sent = await make(place.chat_id, reply)
        except ChatMoved as error:
            await self._note_move(place.chat_id, error)
            place = replace(place, chat_id=error.new_chat_id)
            sent = await make(place.chat_id, None)
        messages = list(sent) if isinstance(sent, tuple) else [sent]
        if self._listeners.on_sent is not None:
            for message in messages:
                await self._listeners.on_sent(place, message.message_id, began)
        return messages

    async def delete(self, chat_id: int, message_ids: Sequence[int], request: Callable[[], Awaitable[object]]) -> None:
        """Delete messages of one chat by `request`."""
        await self.change(chat_id, Urgency.RESULT, request)
        if self._listeners.on_deleted is not None:
            await self._listeners.on_deleted(chat_id, message_ids)

    async def adjust(self, where: Where, urgency: Urgency, request: Callable[[], Awaitable[T]]) -> T | None:
        """Bring about a state. If it is there already, that is success, and the answer is None. Raises as `change`."""
        with suppress(Unchanged):
            return await self.change(where, urgency, request)
        return None

    async def change(self, where: Where, urgency: Urgency, request: Callable[[], Awaitable[T]]) -> T:
        """Change a message that exists. Raises MessageGone where its group has moved, which leaves messages behind;
        otherwise as Calls.make.
        """
        try:
            return await self.make(where, urgency, request, repeatable=True)
        except ChatMoved as error:
            assert isinstance(where, int)
            await self._note_move(where, error)
            raise MessageGone(str(error)) from error

    async def make(self, where: Where, urgency: Urgency, request: Callable[[], Awaitable[T]], *, repeatable: bool) -> T:
        """See Calls.make. The listeners hear of a chat that turns out to be closed."""
        try:
            return await self._calls.make(where, urgency, request, repeatable=repeatable)
        except ChatClosed:
            if self._listeners.on_closed is not None and isinstance(where, int):
                await self._listeners.on_closed(where)
            raise

    async def _note_move(self, chat_id: int, moved: ChatMoved) -> None:
        log.info("a group has become a supergroup")
        if self._listeners.on_moved is not None:
            await self._listeners.on_moved(chat_id, moved.new_chat_id)
