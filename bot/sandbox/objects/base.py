"""What all objects of the Bot API share."""

from __future__ import annotations

from typing import Any

import msgspec

Json = dict[str, Any]


class TelegramObject(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all: immutable, and what holds its default is left out of the JSON, as Telegram does."""


def to_json(thing: object) -> Any:
    """The plain JSON value of an object, or of a list or dictionary of objects."""
    return msgspec.to_builtins(thing)
