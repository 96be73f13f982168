"""How the bot takes and starts jobs, as its admins want it."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    OPEN = "open"  #: as usual
    PAUSED = "paused"  #: jobs are taken, none starts
    DRAINING = "draining"  #: the running ones end, none starts, none is taken
