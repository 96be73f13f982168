"""What a command is called in its own help."""

from __future__ import annotations

import sys
from pathlib import Path


def command_name(module: str) -> str:
    """The command as it was typed: the wheel's name for it, such as `stylegram-paint`, or `python -m MODULE`."""
    called = Path(sys.argv[0]).name
    return called if called.startswith("stylegram") else f"python -m {module}"
