"""`python -m bot.styles NAME` draws that style and writes it to standard output, as PNG."""

from __future__ import annotations

import os
import sys

from bot.styles.catalogue import draw

NICENESS = 10  #: added to the bot's, which answers people meanwhile


def main(name: str) -> None:
    """Raises UnknownStyle."""
    os.nice(NICENESS)
    draw(name).save(sys.stdout.buffer, "PNG")


if __name__ == "__main__":
    main(sys.argv[1])
