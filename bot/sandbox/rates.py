"""How fast the bot speaks, against Telegram's limits: leaky buckets that count, and refuse where they are told to."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import msgspec

from bot.sandbox.errors import ApiError
from bot.sandbox.rooms import Room


class Limit(StrEnum):
    """About one message a second in a private chat, 20 a minute in a group, 30 a second in all."""

    PRIVATE = "private"
    GROUP = "group"
    OVERALL = "overall"


class Bucket(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Holds `size` calls and loses one every `seconds`. A call that would run over is an excess."""

    size: int
    seconds: float


#: Telegram's limits are for the long run: it lets short bursts pass, though it does not say how short.
DEFAULTS = {
    Limit.PRIVATE: Bucket(size=6, seconds=1.0),
    Limit.GROUP: Bucket(size=20, seconds=3.0),
    Limit.OVERALL: Bucket(size=30, seconds=1 / 30),
}
_WHAT_COUNTS = ("send", "edit")
_UNCOUNTED = frozenset({"sendchataction"})


class RateReport(msgspec.Struct, frozen=True, kw_only=True):
    """`counted`: calls that count toward the limits; `excesses`: how many of them broke which."""

    enforced: bool
    counted: int
    excesses: dict[Limit, int]


class Rates:
    """Levels of the buckets. A refused call adds nothing, as water that runs over."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.set_up()

    def set_up(self, buckets: dict[Limit, Bucket] | None = None, *, enforced: bool = False) -> None:
        """Empty buckets, counts at zero. Those that are not named keep Telegram's size."""
        self._buckets = DEFAULTS | (buckets or {})
        self._enforced = enforced
        self._empty_at: dict[object, float] = {}
        self._counted = 0
        self._excesses = dict.fromkeys(Limit, 0)

    def report(self) -> RateReport:
        return RateReport(enforced=self._enforced, counted=self._counted, excesses=dict(self._excesses))

    def pour(self, method: str, room: Room, messages: int = 1) -> ApiError | None:
        """Count a call that brings so many messages to a chat; the refusal where limits are enforced and one broke."""
        if not method.startswith(_WHAT_COUNTS) or method in _UNCOUNTED:
            return None
        self._counted += messages
        own = Limit.PRIVATE if room.is_private else Limit.GROUP
        waits = [self._add(own, room.chat.id, messages), self._add(Limit.OVERALL, None, messages)]
        if not self._enforced or max(waits) <= 0:
            return None
        seconds = max(1, round(max(waits)))
        return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})

    def _add(self, limit: Limit, key: object, messages: int) -> float:
        """Seconds until there would be room; 0 where there is, and then the messages are in."""
        bucket, now = self._buckets[limit], self._clock()
        empty_at = max(self._empty_at.get((limit, key), now), now) + messages * bucket.seconds
        wait = empty_at - now - bucket.size * bucket.seconds
        if wait <= 1e-9:
            self._empty_at[limit, key] = empty_at
            return 0.0
        self._excesses[limit] += 1
        return wait
