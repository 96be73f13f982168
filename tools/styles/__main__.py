"""`python -m tools.styles [NAME …]` draws these styles, or all, into `bot/styles/`."""

from __future__ import annotations

import sys
from typing import Final

from bot.styles.names import NAMES, picture_of
from tools.styles.catalogue import draw

QUALITY: Final = 80  #: of the JPEGs: at 768 pixels, a style is rarely painted with larger than it is


def main(names: list[str]) -> None:
    """Draw these styles, or all. Raises UnknownStyle."""
    for name in names or NAMES:
        draw(name).save(picture_of(name), quality=QUALITY, optimize=True, progressive=True)


if __name__ == "__main__":
    main(sys.argv[1:])
