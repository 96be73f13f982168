"""What lies where in a data directory. Beside these: `lock`, and for each restore what it replaced."""

from __future__ import annotations

from typing import Final

DATABASE: Final = "stylegram.sqlite3"
PICTURES: Final = "pictures"
BACKUPS: Final = "backups"
SCRATCH: Final = "scratch-"  #: begins the names of folders that are of no use after a crash
