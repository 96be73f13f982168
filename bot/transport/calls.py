"""One call to Telegram: paced, repeated where that is safe, its errors judged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from math import inf
from typing import Final, TypeVar

from telegram.error import TelegramError

from bot.transport.errors import CallFailed, SlowDown, Unreachable, judge
from bot.transport.rate_limit import Gates, Urgency, Where

log = logging.getLogger(__name__)
T = TypeVar("T")

#: Seconds before each new try of a call that met network trouble.
BACK_OFF: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
#: Seconds of silence that a call waits out where Telegram wants it; all others wait as long as it takes.
WORTH_WAITING: Final = {Urgency.PREVIEW: 0.0, Urgency.PLACE: 0.0, Urgency.TAP: 5.0}


class Calls:
    """Passes the gates, tries again, and raises the errors of bot.transport.errors alone."""

    def __init__(self, gates: Gates, back_off: Sequence[float] = BACK_OFF) -> None:
        self._gates = gates
        self._back_off = back_off

    async def make(
        self,
        where: Where,
        urgency: Urgency,
        request: Callable[[], Awaitable[T]],
        *,
        repeatable: bool,
    ) -> T:
        """Make a call, with retries. A `repeatable` call does no harm when made twice; others are repeated only when
        they cannot have taken effect. Raises the errors of bot.transport.errors.
        """
        pauses = iter(self._back_off)
        while True:
            await self._enter(where, urgency)
            try:
                return await request()
            except TelegramError as error:
                failure = judge(error)
                pause = self._pause_after(failure, where, urgency, pauses, repeatable)
                if pause is None:
                    raise failure from error
                log.info("a call to Telegram has to be repeated: %s", failure)
            await asyncio.sleep(pause)

    async def _enter(self, where: Where, urgency: Urgency) -> None:
        """Wait for the gate. Raises SlowDown for a call that would be outdated when its turn comes."""
        closed_for = self._gates.of(where).seconds_closed()
        if closed_for > WORTH_WAITING.get(urgency, inf):
            raise SlowDown(closed_for)
        await self._gates.enter(where, urgency)

    def _pause_after(
        self, failure: CallFailed, where: Where, urgency: Urgency, pauses: Iterator[float], repeatable: bool
    ) -> float | None:
        """Seconds until the next try; None where the call is given up."""
        if isinstance(failure, SlowDown):
            self._gates.of(where).close_for(failure.seconds)
            # Where it is worth it, the gate does the waiting.
            return None if failure.seconds > WORTH_WAITING.get(urgency, inf) else 0.0
        if isinstance(failure, Unreachable) and (repeatable or not failure.maybe_done):
            return next(pauses, None)
        return None
