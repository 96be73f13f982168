"""The way in: an update is on disk before Telegram may forget it, and updates of one chat are handled in order."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable
from enum import Enum, auto
from typing import Any

from telegram import Bot, Update
from telegram.error import NetworkError
from telegram.ext import BaseUpdateProcessor

from bot.store import Store, StoreUnavailable
from bot.transport.backlog import Backlog, Overload
from bot.transport.legible import UNNAMED, legible_update, update_number
from bot.transport.legible_request import IllegibleUpdates
from bot.transport.notice_throttle import NoticeThrottle

log = logging.getLogger(__name__)

RETRY_FOR = 5.0  #: seconds for which a busy database is asked again
PAUSE = 0.1  #: seconds between two tries
# More than can ever wait: the library counts those that wait for their turn in a chat too, so that with any real limit
# one chat could fill it, and all others would stand still. It would not save memory either, as all have a task already.
MOST_AT_ONCE = 10**9


class UpdateQueue(asyncio.Queue[object]):
    """Commits each update to the inbox before `put` returns; only then does the library confirm it to Telegram.

    `put` raises nothing but NetworkError: that leaves the update unconfirmed and polling goes on, while any other
    exception would end polling without a word.
    """

    def __init__(
        self,
        store: Store,
        bot_id: int,
        backlog: Backlog | None = None,
        *,
        retry_for: float = RETRY_FOR,
        illegible: IllegibleUpdates | None = None,
    ) -> None:
        """`backlog`: of the ChatOrder by which these updates are handled. `illegible`: hears of what cannot be read."""
        super().__init__()
        self.illegible = illegible or IllegibleUpdates()
        self._backlog = backlog or Backlog()
        self._notices = NoticeThrottle()
        self._store = store
        self._bot_id = bot_id
        self._retry_for = retry_for

    async def put(self, item: object) -> None:
        """Keep an update and queue it, unless it was here before, or too much of its chat waits already; anything else
        is the library's sign to stop.
        """
        if not isinstance(item, Update):
            await super().put(item)
        elif self._backlog.has_no_room_for(item):
            self._drop(item)
        elif await self._keep(item):
            self._backlog.add(item)
            await super().put(item)
        else:
            log.debug("update %d was here before", item.update_id)

    async def replay(self, bot: Bot) -> int:
        """Queue what an earlier process kept but did not handle; returns how many."""
        waiting = await self._store.read(lambda tx: tx.inbox.unhandled(self._bot_id))
        for row in waiting:
            update = self.parsed(row.payload, bot)
            if update is not None:
                self._backlog.add(update)
                self.put_nowait(update)
            else:
                log.error("update %d cannot be read back from the inbox", row.update_id)
                await self._give_up(row.update_id)
        return len(waiting)

    def parsed(self, payload: str | bytes, bot: Bot) -> Update | None:
        """As much as can be read of the update that this JSON is; None where not even its number can be."""
        try:
            written = json.loads(payload)
        except (ValueError, RecursionError):
            written = None
        if update_number(written) is None:
            self.illegible.note(None, (UNNAMED,))
            return None
        reading = legible_update(written)
        if reading.lost:
            self.illegible.note(written["update_id"], reading.lost)
        return Update.de_json(reading.content, bot)

    def clear(self) -> None:
        """Forget what is queued: it waits in the inbox for the next start."""
        while not self.empty():
            self.get_nowait()
            self.task_done()

    def _drop(self, update: Update) -> None:
        """Drop an update without storing it: writing thousands of them would delay the others."""
        log.debug("update %d was dropped", update.update_id)
        if update.guest_message is not None:
            return  # in that chat nothing can be said
        if update.effective_chat is not None and self._notices.is_due(update.effective_chat.id, "overload"):
            log.warning("too many updates of one chat wait: what else comes from there is dropped")
            self.put_nowait(Overload(update))

    async def _keep(self, update: Update) -> bool:
        deadline = time.monotonic() + self._retry_for
        payload = self._written(update)
        while True:
            try:
                return await self._store.write(
                    lambda tx: tx.inbox.add(self._bot_id, update.update_id, payload, time.time())
                )
            except StoreUnavailable as error:
                if time.monotonic() >= deadline:
                    log.error("update %d cannot be kept now and stays with Telegram: %s", update.update_id, error)
                    raise NetworkError("the inbox is not available") from error
            except Exception as error:
                log.exception("update %d cannot be kept and stays with Telegram", update.update_id)
                raise NetworkError("the inbox is not available") from error
            await asyncio.sleep(PAUSE)

    def _written(self, update: Update) -> str:
        """The JSON for the inbox. An update that the library cannot write as JSON did not come from Telegram: only
        its number is kept.
        """
        try:
            return update.to_json()
        except Exception:
            self.illegible.note(update.update_id, (UNNAMED,))
            return json.dumps({"update_id": update.update_id})

    async def _give_up(self, update_id: int) -> None:
        await self._store.write(lambda tx: tx.inbox.mark_handled(self._bot_id, update_id, time.time()))


class ChatOrder(BaseUpdateProcessor):
    """Handles the updates of one chat one after the other, those of different chats at the same time.

    Taps overtake: they are about jobs that exist already, and nobody should wait for a download to press "cancel".
    """

    def __init__(self) -> None:
        super().__init__(MOST_AT_ONCE)
        self.backlog = Backlog()
        self._locks: dict[tuple[int, _Lane], _ChatLock] = {}
        self._closed = False

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    def close(self) -> None:
        """Begin no update any more; those that wait stay in the inbox, unhandled."""
        self._closed = True

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        key = _order_key(update)
        lock = self._locks.setdefault(key, _ChatLock())
        lock.users += 1
        try:
            async with lock.lock:
                if not self._closed:
                    await coroutine
        finally:
            # The library always passes a coroutine; one that did not begin must not be left to complain of that.
            coroutine.close()  # type: ignore[attr-defined]  # typed as any awaitable
            if isinstance(update, Update):
                self.backlog.remove(update)
            lock.users -= 1
            if lock.users == 0:
                del self._locks[key]


class _ChatLock:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.users = 0


class _Lane(Enum):
    """The lanes of one chat: none of them waits for another."""

    MESSAGES = auto()
    TAPS = auto()
    NOTICES = auto()
    QUERIES = auto()


def _order_key(update: object) -> tuple[int, _Lane]:
    lane = _Lane.MESSAGES
    if isinstance(update, Overload):
        update, lane = update.update, _Lane.NOTICES
    if not isinstance(update, Update):
        return 0, lane
    if update.inline_query is not None:
        return update.inline_query.from_user.id, _Lane.QUERIES
    if update.guest_message is not None and update.guest_message.from_user is not None:
        return update.guest_message.from_user.id, lane
    chat = update.effective_chat
    return chat.id if chat else 0, _Lane.TAPS if update.callback_query is not None else lane
