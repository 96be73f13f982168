"""What members wrote, as an answer may repeat it."""

from __future__ import annotations

import re

LONGEST = 40  #: characters of a quotation
ELSEWHERE = "…"  #: instead of what Telegram would make a link of

#: An address, a name of somebody, a command, a tag: in a bot's message, Telegram would make links of them.
_LINKED = re.compile(r"[@/:#$\\]|\w\.[^\W\d_]")


def quoted(text: str) -> str:
    """What somebody wrote, on one line, without links: the bot spreads nobody's."""
    if _LINKED.search(text):
        return ELSEWHERE
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
