"""Where a process listens, through /proc."""

from __future__ import annotations

import re
import socket
import struct
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

_LISTEN = "0A"


def listening(process: int) -> set[IPv4Address | IPv6Address]:
    """The addresses at which others may reach it over TCP."""
    own = set()
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):
            own |= set(re.findall(r"socket:\[(\d+)\]", str(descriptor.readlink())))
    found: set[IPv4Address | IPv6Address] = set()
    for family, table in ((socket.AF_INET, "tcp"), (socket.AF_INET6, "tcp6")):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            local, state, inode = (line.split()[column] for column in (1, 3, 9))
            if state == _LISTEN and inode in own:
                found.add(_address(family, local.partition(":")[0]))
    return found


def _address(family: int, written: str) -> IPv4Address | IPv6Address:
    """The kernel writes words of 32 bits in the order of the machine."""
    words = [int(written[start : start + 8], 16) for start in range(0, len(written), 8)]
    packed = struct.pack(f"={len(words)}I", *words)
    return IPv4Address(packed) if family == socket.AF_INET else IPv6Address(packed)
