"""The recipe of a picture in words: `iterations=300 size=768`, in a caption, a message or under a result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.settings import Range, TransferSettings

_PAIR = re.compile(r"(\w+)\s*=\s*([^\s,;]+)")


@dataclass(frozen=True)
class Mistake:
    """A value outside its range, or no whole number. `allowed` is None when there is no such setting."""

    name: str
    value: str
    allowed: Range | None


@dataclass(frozen=True)
class Recipe:
    """What a text says about settings; anything else in the text is left alone."""

    settings: Mapping[str, int]
    mistakes: tuple[Mistake, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.settings or self.mistakes)


def write(settings: TransferSettings) -> str:
    """The line that, sent back with two photos, paints with these settings again."""
    return f"iterations={settings.iterations} size={settings.size}"


def read(text: str | None, allowed: Mapping[str, Range]) -> Recipe:
    """The settings in a text. Only `name=value` counts, so that an ordinary caption is no mistake."""
    settings: dict[str, int] = {}
    mistakes = []
    for name, written in _PAIR.findall((text or "").lower()):
        value = written.rstrip(".")
        known = allowed.get(name)
        number = None if known is None else read_number(value, known)
        if number is None:
            mistakes.append(Mistake(name, value, known))
        else:
            settings[name] = number
    return Recipe(settings, tuple(mistakes))


def read_number(text: str, allowed: Range) -> int | None:
    """A whole number within the range, otherwise None."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    number = int(text)
    return number if allowed.low <= number <= allowed.high else None
