"""What a command is called in its own help."""

from __future__ import annotations

import sys
from pathlib import Path


def command_name(module: str) -> str:
    """As it was called: by the name that the wheel installs, such as `stylegram-paint`, or as `python -m engine`."""
    called = Path(sys.argv[0]).name
    return called if called.startswith("stylegram") else f"python -m {module}"
