"""Names for styles that people share: short words that are easy to read out and to type, and too many to be tried."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

WORDS_IN_A_NAME: Final = 3
DIGITS: Final = tuple(str(number) for number in range(100, 1000))

#: Of at most six letters, so that no name is longer than names may be.
WORDS: Final = tuple(Path(__file__).with_name("share_words.txt").read_text(encoding="ascii").split())


def made_up(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A name such as amber-fox-reed-417: one of more than ten thousand million, which nobody finds by trying."""
    return "-".join([*(choose(WORDS) for _ in range(WORDS_IN_A_NAME)), choose(DIGITS)])
