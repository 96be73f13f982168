"""Finds `name=value` in a caption, as people write it: in brackets, in quotes, with full-width signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

#: Full-width forms of ASCII characters, and the wide space: one character each, so that positions stay the same.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

#: A web address, with what opens a quotation before it. Its parts such as `?size=9` are no settings.
_LINK = re.compile(r"(?<!\S)[^\w\s]*(?:[a-z][a-z0-9+.-]*://|www\.|[\w-]+(?:\.[\w-]+)+/)\S*", re.IGNORECASE)

#: Where a name cannot begin: in the middle of a word, of an address, of a formula.
_NO_BEGINNING = r"(?<![\w/?&#@$=%.+\\])(?<!\w-)"
_VALUE = r"(?:[^\s,;、。]|(?<=\d),(?=\d))+"  # a comma ends it, but for that of 1,000
_PAIR = re.compile(rf"{_NO_BEGINNING}(\w+)\s*=\s*({_VALUE})")

#: A percent sign is a unit, a minus a sign, an underscore a letter.
_PART_OF_A_VALUE = "%-_"


@dataclass(frozen=True)
class Assignment:
    """`name=value` in a text, from position `start` to `end`."""

    name: str
    value: str  #: without the punctuation around it
    start: int
    end: int


def assignments(text: str) -> Iterator[Assignment]:
    """All of them, whatever the names mean, but for those within web addresses."""
    readable = _LINK.sub(lambda link: " " * len(link[0]), narrowed(text))
    for pair in _PAIR.finditer(readable):
        yield Assignment(pair[1], trimmed(pair[2]), pair.start(), pair.end())


def narrowed(text: str) -> str:
    """The text with plain signs instead of full-width ones, as long as before."""
    return text.translate(_NARROW)


def trimmed(value: str) -> str:
    """A value without the punctuation around it: quotes, brackets, the end of a sentence."""
    start, end = 0, len(value)
    while start < end and _is_around(value[start]):
        start += 1
    while end > start and _is_around(value[end - 1]):
        end -= 1
    return value[start:end]


def _is_around(character: str) -> bool:
    return character not in _PART_OF_A_VALUE and unicodedata.category(character)[0] in "PS"
