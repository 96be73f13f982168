"""Updates that the bot has not confirmed yet, and the long poll that fetches them."""

from __future__ import annotations

import asyncio
import secrets

import msgspec

from bot.sandbox.errors import ApiError
from bot.sandbox.objects import CallbackQuery, ChatMemberUpdated, InlineQuery, Json, Message, to_json
from bot.sandbox.storage import Storage

MAX_POLL_SECONDS = 50
_OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_SET = "Conflict: terminated by setWebhook request"


class SandboxUpdates:
    """Keeps an update until it is confirmed: by getUpdates with an offset beyond it, or by the webhook's answer.

    Only one poll may wait at a time.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        waiting = storage.load("update", Json).values()
        self._pending: dict[int, Json] = {update["update_id"]: update for update in waiting}
        self._allowed = storage.load("allowed_updates", frozenset[str]).get("", frozenset())
        counter = storage.load("counter", int).get("update_id")
        # Telegram too begins somewhere: nobody may rely on small numbers.
        self._last_id = counter if counter is not None else 100_000_000 + secrets.randbelow(800_000_000)
        self._poll: asyncio.Future[None] | None = None
        self._closed = False
        self.grown = asyncio.Event()  #: set with each new update, for the webhook, which clears it

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def pending(self) -> tuple[Json, ...]:
        """The updates that are not confirmed, oldest first."""
        return tuple(self._pending.values())

    @property
    def allowed(self) -> frozenset[str]:
        """The kinds of updates that the bot wants; empty means all."""
        return self._allowed

    def add(self, kind: str, content: Message | CallbackQuery | InlineQuery | ChatMemberUpdated) -> None:
        """Add an update. `kind`: its field, such as message. Must be called within a change of the storage."""
        if self._allowed and kind not in self._allowed:
            return
        self._last_id += 1
        update = {"update_id": self._last_id, kind: to_json(content)}
        self._storage.put("counter", "update_id", self._last_id)
        self._storage.put("update", str(self._last_id), update)
        self._pending[self._last_id] = update
        self.grown.set()
        self._wake()

    def allow(self, kinds: frozenset[str] | None) -> None:
        """Choose the kinds; None leaves the earlier choice. Must be called within a change of the storage."""
        if kinds is not None:
            self._allowed = kinds
            self._storage.put("allowed_updates", "", kinds)

    async def get(self, offset: int, limit: int, timeout: float, allowed: frozenset[str] | None) -> tuple[Json, ...]:
        """What getUpdates answers. Raises ApiError 409 in the poll that waited when this one came."""
        self._end_poll(_OTHER_POLL)
        with self._storage.change():
            self._confirm_before(offset)
            self.allow(allowed)
        if not self._pending and timeout > 0 and not self._closed:
            await self._wait(min(timeout, MAX_POLL_SECONDS))
        return self.pending[:limit]

    def confirm(self, update_id: int) -> None:
        """The webhook took this one, unless it is gone already."""
        if update_id in self._pending:
            with self._storage.change():
                self._forget([update_id])

    def drop(self) -> None:
        """Forget all updates, confirmed or not."""
        with self._storage.change():
            self._forget(list(self._pending))

    def end_poll_for_webhook(self) -> None:
        self._end_poll(_WEBHOOK_SET)

    def close(self) -> None:
        """Answer the poll that waits, and let no other wait."""
        self._closed = True
        self._wake()

    def _confirm_before(self, offset: int) -> None:
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

    def _end_poll(self, why: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(ApiError(409, why))

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)


def parse_allowed(value: object) -> frozenset[str] | None:
    """The value of `allowed_updates`; None leaves the earlier choice. Raises msgspec.ValidationError."""
    return None if value is None else frozenset(msgspec.convert(value, list[str]))
