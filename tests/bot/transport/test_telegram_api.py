"""When the bot has to stop polling."""

from __future__ import annotations

from telegram.error import Conflict, NetworkError

from bot.transport.telegram_api import CONFLICT_WINDOW, CONFLICTS, PollingErrors


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_repeated_conflicts_mean_another_process_with_our_token() -> None:
    noticed: list[str] = []
    errors = PollingErrors(lambda: noticed.append("conflict"), Clock())
    for _ in range(CONFLICTS - 1):
        errors(Conflict("terminated by other getUpdates request"))
        errors(NetworkError("Bad Gateway"))
    assert noticed == []
    errors(Conflict("terminated by other getUpdates request"))
    assert noticed == ["conflict"]


def test_a_conflict_now_and_then_is_no_reason_to_stop() -> None:
    noticed: list[str] = []
    clock = Clock()
    errors = PollingErrors(lambda: noticed.append("conflict"), clock)
    for _ in range(3 * CONFLICTS):
        errors(Conflict("terminated by other getUpdates request"))
        clock.now += CONFLICT_WINDOW / 2
    assert noticed == []
