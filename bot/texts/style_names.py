"""How a style is named in words: `style=ink-wash` in a caption, a message or a recipe."""

from __future__ import annotations

import re
import unicodedata

from bot.texts.assignments import assignments

LONGEST = 24  #: characters of a name
ASKED_BY = "style"  #: the word by which a style is asked for, as settings are by their names

_BETWEEN = re.compile(r"[\s_-]+")
_NAME = re.compile(r"\w+(-\w+)*")


def as_name(written: str) -> str | None:
    """The name as the bot keeps it: small letters and digits of any script, with hyphens between words.

    None when it has other characters, or more than LONGEST.
    """
    name = _BETWEEN.sub("-", unicodedata.normalize("NFC", written).strip()).strip("-").casefold()
    return name if _NAME.fullmatch(name) and len(name) <= LONGEST else None


def asking_for(name: str) -> str:
    """The words that ask for a style, as `taken_out` reads them."""
    return f"{ASKED_BY}={name}"


def taken_out(text: str | None) -> tuple[str | None, str]:
    """The style that a text asks for, as it was written, and the text without it."""
    text = text or ""
    asked = [pair for pair in assignments(text) if pair.name.lower() == ASKED_BY]
    rest = text
    for pair in reversed(asked):
        rest = f"{rest[: pair.start]} {rest[pair.end :]}"
    return next((pair.value for pair in asked if pair.value), None), rest
