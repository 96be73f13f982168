"""What the bot asked of the server, for tests and for the curious."""

from __future__ import annotations

from collections import deque
from typing import Any

import msgspec

from bot.sandbox.parameters import Parameters

_KEPT = 10_000


class UploadFacts(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    mime_type: str
    size: int


class Call(msgspec.Struct, kw_only=True):
    """One request. `status` is None until it was answered, and for ever where the connection was cut."""

    number: int
    method: str
    parameters: dict[str, Any]
    uploads: dict[str, UploadFacts]
    at: float
    status: int | None = None
    answer: Any = None


class CallLog:
    """The latest calls; numbers begin at 1 with each start of the server."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=_KEPT)
        self._last_number = 0

    def add(self, method: str, parameters: Parameters, at: float) -> Call:
        uploads = {
            name: UploadFacts(name=upload.name, mime_type=upload.mime_type, size=len(upload.data))
            for name, upload in parameters.uploads.items()
        }
        self._last_number += 1
        call = Call(number=self._last_number, method=method, parameters=parameters.values, uploads=uploads, at=at)
        self._calls.append(call)
        return call

    def since(self, number: int) -> list[Call]:
        return [call for call in self._calls if call.number > number]
