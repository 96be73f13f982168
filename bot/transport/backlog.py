"""How much waits in each chat: beyond a bound, what else comes from there is dropped, and the chat is told so."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from telegram import Update

MOST_WAITING: Final = 200  #: updates of one chat: twenty albums of ten pictures
#: Commands that are taken in however much waits: they are to end something.
NEVER_DROPPED: Final = frozenset({"cancel", "forget"})

_COMMAND = re.compile(r"/(\w+)")


@dataclass(frozen=True)
class Overload:
    """Stands for updates of one chat that were dropped; this is the first of them in a while."""

    update: Update


class Backlog:
    """The updates that are kept and not yet handled, counted by chat."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._waiting: Counter[int] = Counter()

    def add(self, update: Update) -> None:
        """It waits now."""
        self._waiting[_chat_of(update)] += 1

    def remove(self, update: Update) -> None:
        """It was handled."""
        chat = _chat_of(update)
        self._waiting[chat] -= 1
        if self._waiting[chat] <= 0:
            del self._waiting[chat]

    def has_no_room_for(self, update: Update) -> bool:
        """Whether this update is to be dropped."""
        return self._waiting[_chat_of(update)] >= self._most and _may_be_dropped(update)


def _chat_of(update: Update) -> int:
    """The chat of an update. For inline queries and questions of guests, it is the private chat with the person."""
    asked_elsewhere = update.inline_query or update.guest_message
    if asked_elsewhere is not None:
        return asked_elsewhere.from_user.id if asked_elsewhere.from_user is not None else 0
    return update.effective_chat.id if update.effective_chat is not None else 0


def _may_be_dropped(update: Update) -> bool:
    """Whether an update may be dropped: messages, but for some commands, and questions from elsewhere. Taps and
    changes of a chat may not.
    """
    message = update.message
    if update.inline_query is not None or update.guest_message is not None:
        return True
    if message is None or message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None:
        return False
    command = _COMMAND.match(message.text or "")
    return command is None or command[1].lower() not in NEVER_DROPPED
