"""Updates that the bot has not confirmed yet, and the long poll that fetches them."""

from __future__ import annotations

import asyncio
import secrets

import msgspec

from bot.sandbox.errors import ApiError
from bot.sandbox.objects import CallbackQuery, Message, Update
from bot.sandbox.storage import Storage

MAX_POLL_SECONDS = 50
_CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class UpdateQueue:
    """Keeps an update until getUpdates is called with an offset beyond it. Only one poll may wait at a time."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._pending = {update.update_id: update for update in storage.load("update", Update).values()}
        self._allowed = storage.load("allowed_updates", frozenset[str]).get("", frozenset())
        counter = storage.load("counter", int).get("update_id")
        # Telegram too begins somewhere: nobody may rely on small numbers.
        self._last_id = counter if counter is not None else 100_000_000 + secrets.randbelow(800_000_000)
        self._poll: asyncio.Future[None] | None = None
        self._closed = False

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, *, message: Message | None = None, callback_query: CallbackQuery | None = None) -> None:
        """Must be called within a change of the storage."""
        kind = "message" if message is not None else "callback_query"
        if self._allowed and kind not in self._allowed:
            return
        self._last_id += 1
        update = Update(update_id=self._last_id, message=message, callback_query=callback_query)
        self._storage.put("counter", "update_id", self._last_id)
        self._storage.put("update", str(update.update_id), update)
        self._pending[update.update_id] = update
        self._wake()

    async def get(self, offset: int, limit: int, timeout: float, allowed: frozenset[str] | None) -> tuple[Update, ...]:
        """What getUpdates answers. Raises ApiError 409 in the poll that waited when this one came."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(ApiError(409, _CONFLICT))
        with self._storage.change():
            self._confirm(offset)
            if allowed is not None:
                self._allowed = allowed
                self._storage.put("allowed_updates", "", allowed)
        if not self._pending and timeout > 0 and not self._closed:
            await self._wait(min(timeout, MAX_POLL_SECONDS))
        return tuple(self._pending.values())[:limit]

    def drop(self) -> None:
        """Forget all updates, confirmed or not."""
        with self._storage.change():
            self._forget(list(self._pending))

    def close(self) -> None:
        """Answer the poll that waits, and let no other wait."""
        self._closed = True
        self._wake()

    def _confirm(self, offset: int) -> None:
        if offset < 0:  # the last so many; all earlier ones are forgotten
            confirmed = list(self._pending)[:offset]
        else:
            confirmed = [update_id for update_id in self._pending if update_id < offset]
        self._forget(confirmed)

    def _forget(self, update_ids: list[int]) -> None:
        for update_id in update_ids:
            del self._pending[update_id]
            self._storage.delete("update", str(update_id))

    async def _wait(self, timeout: float) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        await asyncio.wait({poll}, timeout=timeout)
        if poll.done():
            poll.result()
        else:
            poll.cancel()

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)


def parse_allowed(value: object) -> frozenset[str] | None:
    """The value of `allowed_updates`; None leaves the earlier choice. Raises msgspec.ValidationError."""
    return None if value is None else frozenset(msgspec.convert(value, list[str]))
