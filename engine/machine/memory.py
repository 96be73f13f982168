"""What this process holds, in bytes."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def resident() -> int:
    """Bytes that are resident now; where the system does not tell, the most so far."""
    return _from_status("VmRSS") or _most_so_far()


def anonymous() -> int:
    """Resident bytes without those mapped from files, which the system can take back; 0 where it does not tell."""
    return _from_status("RssAnon")


def peak() -> int:
    """The most bytes that were resident so far."""
    # First the kernel's own figure: getrusage's is never less than what the parent held when it started this process.
    return _from_status("VmHWM") or _most_so_far()


def available() -> int | None:
    """Bytes that the machine could still give; None where it does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except FileNotFoundError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable")), None)


def _from_status(key: str) -> int:
    if not _STATUS.exists():
        return 0
    return next((int(line.split()[1]) * 1024 for line in _STATUS.read_text().splitlines() if line.startswith(key)), 0)


def _most_so_far() -> int:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
