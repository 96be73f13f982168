"""How often the bot says that it cannot use something: once in a while for each chat, or it would echo every word."""

from __future__ import annotations

import time
from collections.abc import Callable

GAP = 60.0  #: seconds between two hints of one kind in one chat


class NoticeThrottle:
    """Remembers for a minute what was said. A restart forgets it, which costs one hint too many."""

    def __init__(self, gap: float = GAP, clock: Callable[[], float] = time.monotonic) -> None:
        self._gap = gap
        self._clock = clock
        self._said: dict[tuple[int, str], float] = {}

    def is_due(self, chat_id: int, code: str) -> bool:
        """Whether to say it now; then it counts as said."""
        now = self._clock()
        self._said = {key: at for key, at in self._said.items() if now - at < self._gap}
        if (chat_id, code) in self._said:
            return False
        self._said[chat_id, code] = now
        return True
