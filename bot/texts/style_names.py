"""How a style is named in words: `style=ink-wash` in a caption, a message or a recipe."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 24  #: characters of a name

_ASKED = re.compile(r"\bstyle\s*=\s*([^\s,;]+)", re.IGNORECASE)
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
    return f"style={name}"


def taken_out(text: str | None) -> tuple[str | None, str]:
    """The style that a text asks for, as it was written, and the text without it."""
    found = _ASKED.search(text or "")
    if found is None:
        return None, text or ""
    return found[1].rstrip("."), _ASKED.sub(" ", text or "")
