"""Trouble on demand: what Telegram and the network do on bad days, for chosen methods, chats and times."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bot.sandbox.errors import ApiError


class FaultKind(StrEnum):
    FLOOD = "flood"  #: 429 with retry_after = `seconds`
    BLOCKED = "blocked"  #: 403: the user blocked the bot
    ERROR = "error"  #: `status` 500 or 502; 502 comes as HTML, as from a proxy
    CUT = "cut"  #: the connection ends without an answer
    SILENCE = "silence"  #: no answer for `seconds`, then the connection ends
    DELAY = "delay"  #: the answer comes, `seconds` late
    MIGRATION = "migration"  #: the group becomes a supergroup in that moment; `chat_id` says which group


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`method` in any case, None for every method; `chat_id` None for every chat.

    With `applied` the request takes effect before it goes wrong: the sender cannot tell the difference.
    """

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    count: int = 1
    seconds: float = 1.0
    status: int = 500
    applied: bool = False

    def concerns(self, method: str, chat_id: str | None) -> bool:
        right_method = self.method is None or self.method.lower() == method
        return right_method and (self.chat_id is None or str(self.chat_id) == chat_id)

    def as_error(self) -> ApiError | None:
        """What Telegram would answer, for the kinds where it answers."""
        if self.kind is FaultKind.FLOOD:
            seconds = max(1, round(self.seconds))
            return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
        if self.kind is FaultKind.BLOCKED:
            return ApiError(403, "Forbidden: bot was blocked by the user")
        if self.kind is FaultKind.ERROR:
            return ApiError(self.status, "Internal Server Error" if self.status == 500 else "Bad Gateway")
        return None


class Faults:
    """Faults that wait for their requests. Each is used `count` times, in the order in which they were set."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def set(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def waiting(self) -> list[Fault]:
        return list(self._faults)

    def take(self, method: str, chat_id: str | None) -> Fault | None:
        for index, fault in enumerate(self._faults):
            if fault.concerns(method, chat_id):
                if fault.count > 1:
                    self._faults[index] = msgspec.structs.replace(fault, count=fault.count - 1)
                else:
                    del self._faults[index]
                return fault
        return None
