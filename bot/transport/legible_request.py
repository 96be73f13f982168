"""Requests to Telegram whose answers the library can read: updates are read one by one, before it reads them all."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any, Final

from telegram.error import NetworkError

from bot.transport.counted import Called, CountedRequest, method_of
from bot.transport.legible import UNNAMED, Json, Legible, legible_message, legible_update, update_number
from bot.transport.notice_throttle import NoticeThrottle

log = logging.getLogger(__name__)

#: Is told of each update that could not be read, in whole or in part.
Illegible = Callable[[], None]

GET_UPDATES: Final = "getUpdates"


class IllegibleUpdates:
    """Counts the updates of which something could not be read, and logs of what kind they are, but not what they say:
    one line a minute for each kind.
    """

    def __init__(self, told: Illegible = lambda: None) -> None:
        self._told = told
        self._notices = NoticeThrottle()
        self._count = 0

    def note(self, update_id: int | None, lost: tuple[str, ...]) -> None:
        """`lost`: the names of the parts."""
        self._count += 1
        self._told()
        kind = ", ".join(lost)
        if self._notices.is_due(0, kind):
            number = "?" if update_id is None else update_id
            log.warning("update %s: cannot read %s, left out; %d such updates so far", number, kind, self._count)


class LegibleRequest(CountedRequest):
    """The library's requests, with answers that it can read."""

    def __init__(self, called: Called, illegible: IllegibleUpdates, **options: Any) -> None:
        super().__init__(called, **options)
        self._illegible = illegible

    async def do_request(self, url: str, method: str, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        """See HTTPXRequest. Raises NetworkError, after which the library pauses, when there is nothing in the answer
        that polling could go on from.
        """
        status, payload = await super().do_request(url, method, *arguments, **options)
        if status != 200 or method != "POST":
            return status, payload
        if method_of(url) == GET_UPDATES:
            return status, legible_updates(payload, self._illegible)
        return status, legible_answer(payload)


def legible_updates(payload: bytes, illegible: IllegibleUpdates) -> bytes:
    """The answer to getUpdates with what can be read of each update. Raises NetworkError where nothing can be."""
    answer = _parsed(payload)
    if answer is None or not isinstance(answer.get("result"), list):
        raise NetworkError("an answer to getUpdates that is no list of updates")
    readings = [_reading(update, illegible) for update in answer["result"]]
    if readings and not any(readings):  # nothing to confirm: it would come again at once
        raise NetworkError("an answer to getUpdates without one update that has a number")
    if all(reading is not None and not reading.lost for reading in readings):
        return payload
    return json.dumps(answer | {"result": [reading.content for reading in readings if reading]}).encode()


def legible_answer(payload: bytes) -> bytes:
    """The answer to another method, where it is a message, or several, as far as those can be read. What they reply to
    may be what no library knows.
    """
    if b'"message_id"' not in payload:
        return payload
    answer = _parsed(payload)
    result = None if answer is None else answer.get("result")
    messages = result if isinstance(result, list) else [result]
    if answer is None or not all(isinstance(message, dict) and "message_id" in message for message in messages):
        return payload
    read = [legible_message(message) for message in messages]
    if read == messages:
        return payload
    return json.dumps(answer | {"result": read if isinstance(result, list) else read[0]}).encode()


def _reading(update: Any, illegible: IllegibleUpdates) -> Legible | None:
    number = update_number(update)
    if number is None:
        illegible.note(None, (UNNAMED,))
        return None
    reading = legible_update(update)
    if reading.lost:
        illegible.note(number, reading.lost)
    return reading


def _parsed(payload: bytes) -> Json | None:
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
