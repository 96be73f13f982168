"""A chat's backlog: what is counted, and what is dropped when there is too much of it."""

from __future__ import annotations

import pytest
from telegram import Update

from bot.transport.backlog import Backlog
from tests.support import updates


def full_of(update: Update, most: int = 3) -> Backlog:
    backlog = Backlog(most)
    for _ in range(most):
        assert not backlog.has_no_room_for(update)
        backlog.add(update)
    return backlog


def test_a_chat_has_room_for_so_many_and_for_more_when_one_was_handled() -> None:
    update = updates.text("hello")
    backlog = full_of(update)
    assert backlog.has_no_room_for(update)
    backlog.remove(update)
    assert not backlog.has_no_room_for(update)


def test_one_full_chat_takes_no_room_from_another() -> None:
    backlog = full_of(updates.text("hello"))
    assert not backlog.has_no_room_for(updates.text("hello", chat=updates.GROUP))


@pytest.mark.parametrize(
    "update",
    [
        updates.tap("v1:cancel:1"),
        updates.membership("kicked"),
        updates.text("/cancel"),
        updates.text("/Cancel@stylegram_test_bot"),
        updates.text("/forget now"),
        updates.message(migrate_to_chat_id=-1005),
        updates.message(migrate_from_chat_id=-5),
    ],
    ids=["tap", "blocked", "cancel", "cancel by name", "forget", "moved away", "moved in"],
)
def test_what_ends_something_is_never_dropped(update: Update) -> None:
    assert not full_of(updates.text("hello")).has_no_room_for(update)


@pytest.mark.parametrize("words", ["hello", "/cancelled", "/status", "no /cancel"])
def test_everything_else_that_is_written_is(words: str) -> None:
    assert full_of(updates.text("hello")).has_no_room_for(updates.text(words))


def test_pictures_are_too() -> None:
    assert full_of(updates.text("hello")).has_no_room_for(updates.photo("p"))
