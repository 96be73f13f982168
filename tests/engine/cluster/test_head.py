"""A gateway waits for an answer as long as it takes, if only the head lives."""

from __future__ import annotations

import threading

import pytest

from engine.cluster import head
from engine.cluster.head import HeadLost, until_answered


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(head, "LOOK_AFTER", 0.01)


def test_an_answer_is_waited_for_while_the_head_lives() -> None:
    answered, looks = threading.Event(), []

    def look() -> None:
        looks.append(True)
        if len(looks) == 3:
            answered.set()

    until_answered(answered.wait, look)
    assert len(looks) >= 3


def test_nobody_looks_for_the_head_when_the_answer_is_there() -> None:
    answered = threading.Event()
    answered.set()
    until_answered(answered.wait, lambda: pytest.fail("there was no need"))


def test_a_head_that_is_lost_ends_the_wait() -> None:
    def look() -> None:
        raise HeadLost("gone")

    with pytest.raises(HeadLost):
        until_answered(threading.Event().wait, look)
