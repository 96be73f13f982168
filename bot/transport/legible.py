"""What of Telegram's JSON the library can read. It reads answers as a whole: one part that it does not know the form
of (a poll as an older Bot API server sends it, a kind of message that is yet to come) would cost all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from telegram import Message, Update

Json = dict[str, Any]
Reader = Callable[[Any], bool]  #: whether the library can read it

#: Without these an update would be another one: who, where, which. One that cannot be read takes the update with it.
ESSENTIAL: Final = frozenset(
    {
        *("message_id", "date", "chat", "from", "sender_chat", "is_topic_message", "message_thread_id"),
        *("media_group_id", "id", "chat_instance", "data", "old_chat_member", "new_chat_member"),
    }
)
DEEPEST: Final = 2  #: a message under a button, and what it replies to
UNNAMED: Final = "?"  #: the name of a part that is not named as Telegram names its own
LARGEST_NUMBER: Final = 2**63 - 1  #: that the store can hold
_NAME = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True)
class Legible:
    """What can be read of an update or message, and the names of the parts that had to go."""

    content: Any
    lost: tuple[str, ...] = ()


def update_number(update: object) -> int | None:
    """The number by which this update is confirmed; None for what is no update."""
    number = update.get("update_id") if isinstance(update, dict) else None
    is_number = isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= LARGEST_NUMBER
    return number if is_number else None


def legible_update(update: Json) -> Legible:
    """An update, which has a number, with as much of it as can be read: at least that number."""
    if _can(Update.de_json, update):
        return Legible(update)
    number = {"update_id": update["update_id"]}
    kept, lost = dict(number), []
    for kind, content in update.items():
        if kind in number:
            continue
        part = _legible(content, _reader_of_updates(number, kind), DEEPEST)
        if part is None:
            lost.append(_named(kind))
        else:
            kept[kind] = part.content
            lost += [f"{_named(kind)}.{name}" for name in part.lost]
    return Legible(kept, tuple(lost))


def legible_message(message: Any) -> Any:
    """A message that the bot sent, with as much of it as can be read: at least what the bot wants to know of it."""
    part = _legible(message, _reads_message, DEEPEST)
    return message if part is None else part.content


def _legible(content: Any, can_be_read: Reader, depth: int) -> Legible | None:
    """None where not even the essential parts can be read. So many messages may be within each other."""
    if can_be_read(content):
        return Legible(content)
    if not isinstance(content, dict):
        return None
    essential = {key: part for key, part in content.items() if key in ESSENTIAL}
    if not can_be_read(essential):
        return None
    kept, lost = dict(content), []
    for key, part in content.items():
        if key in ESSENTIAL or can_be_read(essential | {key: part}):
            continue
        inner = _legible(part, _reads_message, depth - 1) if depth and _is_message(part) else None
        if inner is None:
            del kept[key]
        else:
            kept[key] = inner.content
        lost += [_named(key)] if inner is None else [f"{_named(key)}.{name}" for name in inner.lost]
    return Legible(kept, tuple(lost)) if can_be_read(kept) else Legible(essential, tuple(lost))


def _is_message(part: object) -> bool:
    return isinstance(part, dict) and "message_id" in part


def _reader_of_updates(number: Json, kind: str) -> Reader:
    return lambda body: _can(Update.de_json, number | {kind: body})


def _reads_message(body: Any) -> bool:
    return _can(Message.de_json, body)


def _can(read: Callable[[Any, None], object], content: Any) -> bool:
    try:
        read(content, None)
        return _is_bounded(content)
    except Exception:  # the library takes the shape for granted, and raises what it meets
        return False


def _is_bounded(content: Any) -> bool:
    """Whether the store can hold every number of it."""
    if isinstance(content, dict):
        return all(map(_is_bounded, content.values()))
    if isinstance(content, list):
        return all(map(_is_bounded, content))
    return not isinstance(content, int) or -LARGEST_NUMBER <= content <= LARGEST_NUMBER


def _named(key: object) -> str:
    """A part's name, for the log: as Telegram names them, or nothing of it."""
    return key if isinstance(key, str) and _NAME.fullmatch(key) else UNNAMED
