"""The files and folders of a data directory. Each restore adds a folder with what it replaced."""

from __future__ import annotations

from typing import Final

DATABASE: Final = "stylegram.sqlite3"
PICTURES: Final = "pictures"
BACKUPS: Final = "backups"
SANDBOX: Final = "sandbox/bot"  #: below it: where the sandbox's bot has its own
LOCK: Final = "lock"
SCRATCH: Final = "scratch-"  #: begins the names of folders that are of no use after a crash
