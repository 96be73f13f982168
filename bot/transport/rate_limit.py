"""How fast the bot may speak: a gate for each chat and one for all, the most urgent call first.

Calls that say nothing, such as fetching a file or answering a tap, have gates of their own, one for each kind: they
count neither among Telegram's messages nor shall they hold up an answer, or each other.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum, auto

Clock = Callable[[], float]


class Urgency(IntEnum):
    """Who goes first when calls wait at a gate."""

    TAP = 0  #: somebody waits with a finger on a button
    ANSWER = 1  #: somebody waits for a reply
    RESULT = 2  #: a finished job
    PREVIEW = 3  #: nice to have; dropped rather than waited for
    PLACE = 4  #: a place in the queue; dropped, too: many waiting cards that move at once must not delay previews


class Wordless(Enum):
    """Kinds of calls that say nothing in any chat. Telegram's request for silence on one says nothing of the others."""

    TAP = auto()  #: answers to taps
    QUERY = auto()  #: answers to inline queries
    SIGN = auto()  #: reactions to messages
    GUEST = auto()  #: answers in chats of which the bot is no member, and their edits
    FILE = auto()  #: files to download
    MENU = auto()  #: menus of commands


Where = int | Wordless  #: what a call belongs to: a chat, or a kind


@dataclass(frozen=True)
class Allowance:
    """`burst` calls at once, and in the long run one in `interval` seconds."""

    burst: int
    interval: float


# Telegram's published limits: about one message a second in a chat, 20 a minute in a group, 30 a second in all.
PRIVATE = Allowance(burst=5, interval=1.0)
GROUP = Allowance(burst=5, interval=3.0)
OVERALL = Allowance(burst=25, interval=1 / 25)
SILENT = Allowance(burst=30, interval=1 / 50)  #: of each kind that says nothing; Telegram publishes no limit


class Gate:
    """Lets calls pass at the pace of an Allowance."""

    def __init__(self, allowance: Allowance, clock: Clock = time.monotonic) -> None:
        self._allowance = allowance
        self._clock = clock
        self._paid_until = 0.0  # when the calls so far would all have been paid for, at one per interval
        self._closed_until = 0.0
        self._waiting: list[tuple[Urgency, int, asyncio.Future[None]]] = []
        self._arrivals = 0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def idle(self) -> bool:
        """Whether forgetting this gate would change nothing."""
        return not self._waiting and self._clock() >= max(self._paid_until, self._closed_until)

    def seconds_closed(self) -> float:
        """For how long Telegram's last `retry_after` still holds."""
        return max(0.0, self._closed_until - self._clock())

    def close_for(self, seconds: float) -> None:
        """Let nobody pass for so long."""
        self._closed_until = max(self._closed_until, self._clock() + seconds)

    async def enter(self, urgency: Urgency) -> None:
        """Wait for one's turn."""
        permit = asyncio.get_running_loop().create_future()
        self._arrivals += 1
        heapq.heappush(self._waiting, (urgency, self._arrivals, permit))
        self._admit()
        await permit

    def _admit(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._waiting:
            _, _, permit = self._waiting[0]
            delay = self._delay()
            if permit.done():  # its caller was canceled
                heapq.heappop(self._waiting)
            elif delay > 0:
                self._timer = asyncio.get_running_loop().call_later(delay, self._admit)
                return
            else:
                heapq.heappop(self._waiting)
                self._paid_until = max(self._clock(), self._paid_until) + self._allowance.interval
                permit.set_result(None)

    def _delay(self) -> float:
        credit = (self._allowance.burst - 1) * self._allowance.interval
        return max(self._paid_until - credit, self._closed_until) - self._clock()


class Gates:
    """The gates of all chats, made as they are needed."""

    def __init__(
        self,
        *,
        private: Allowance = PRIVATE,
        group: Allowance = GROUP,
        overall: Allowance = OVERALL,
        silent: Allowance = SILENT,
        clock: Clock = time.monotonic,
    ) -> None:
        self._private = private
        self._group = group
        self._clock = clock
        self._overall = Gate(overall, clock)
        self._silent = {kind: Gate(silent, clock) for kind in Wordless}
        self._chats: dict[int, Gate] = {}

    def of(self, where: Where) -> Gate:
        """The gate of a chat, or of a kind."""
        if isinstance(where, Wordless):
            return self._silent[where]
        if where not in self._chats:
            if len(self._chats) > 1000:
                self._chats = {known: gate for known, gate in self._chats.items() if not gate.idle}
            self._chats[where] = Gate(self._group if where < 0 else self._private, self._clock)
        return self._chats[where]

    async def enter(self, where: Where, urgency: Urgency) -> None:
        """Wait for one's turn in the chat, then among all; among the calls of the kind for those that say nothing."""
        await self.of(where).enter(urgency)
        if not isinstance(where, Wordless):
            await self._overall.enter(urgency)
