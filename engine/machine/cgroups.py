"""What Linux lets this process take of the machine: the limits of its control groups, of both versions.

A container, a unit of systemd or a job of a cluster each is such a group. Groups lie within groups, and the tightest
limit counts. See the kernel's documentation, admin-guide/cgroup-v2.rst and admin-guide/cgroup-v1/memory.rst.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

#: What part of the memory a run may take where nothing else is said.
USUAL_SHARE = 0.8
_PROCESS = Path("/proc/self")
_ESCAPED = re.compile(r"\\([0-7]{3})")  # blanks in the names of mounted folders
_V2 = ""  #: how /proc/self/cgroup calls the second version's only hierarchy


@dataclass(frozen=True)
class Limits:
    """What a process may take; None: whatever the machine has."""

    memory: float | None = None  #: bytes
    cores: float | None = None  #: processor time for each second: 1.5 are one core and a half


@dataclass(frozen=True)
class _Hierarchy:
    """A mounted hierarchy of groups, in which each group is a folder."""

    controllers: frozenset[str]
    root: str  #: the group that is mounted, as /proc/self/cgroup would name it
    folder: Path


def limits(process: Path = _PROCESS, root: Path = Path("/")) -> Limits:
    """The tightest limits of a process, by its folder in /proc; none where the system has no such groups.

    `root` is where mounted folders are looked for.
    """
    try:
        groups = _groups((process / "cgroup").read_text())
        mounted = list(_hierarchies((process / "mountinfo").read_text(), root))
    except OSError:
        return Limits()
    return Limits(
        memory=_least(groups, mounted, "memory", {_V2: _memory_v2, "memory": _memory_v1}),
        cores=_least(groups, mounted, "cpu", {_V2: _cores_v2, "cpu": _cores_v1}),
    )


def usual_limit() -> float:
    """Bytes that a run may take on this machine, or in this container or unit, where nothing else is said."""
    machine = float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    container = limits().memory
    return USUAL_SHARE * (machine if container is None else min(machine, container))


def usable_cores() -> int:
    """Cores that this process may keep busy, at least 1. Of a quota, a part of a core is left for others: as many
    threads as there are whole ones never have to stand still.
    """
    # macOS has no such list of the cores that a process may run on.
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = limits().cores
    return cores if quota is None else max(1, min(cores, int(quota)))


def _groups(text: str) -> dict[str, str]:
    """The process's group by controller; lines are `number:controllers:group`."""
    lines = [line.split(":", 2) for line in text.splitlines() if line.count(":") >= 2]
    return {controller: group for _, controllers, group in lines for controller in controllers.split(",")}


def _hierarchies(text: str, root: Path) -> Iterator[_Hierarchy]:
    """The mounted hierarchies; see proc_pid_mountinfo(5) for the fields."""
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        fields, kind = before.split(" "), after.split(" ")
        if len(fields) < 5 or len(kind) < 3 or kind[0] not in ("cgroup", "cgroup2"):
            continue
        controllers = frozenset({_V2}) if kind[0] == "cgroup2" else frozenset(kind[2].split(","))
        folder = root / _plain(fields[4]).lstrip("/")
        yield _Hierarchy(controllers=controllers, root=_plain(fields[3]), folder=folder)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 8)), text)


def _least(
    groups: dict[str, str],
    mounted: list[_Hierarchy],
    controller: str,
    read: dict[str, Callable[[Path], float | None]],
) -> float | None:
    """The tightest of the limits that a process's groups and those around them set."""
    found = [
        limit
        for key in (_V2, controller)
        if key in groups
        for hierarchy in mounted
        if key in hierarchy.controllers
        for folder in _folders(hierarchy, groups[key])
        if (limit := read[key](folder)) is not None
    ]
    return min(found, default=None)


def _folders(hierarchy: _Hierarchy, group: str) -> Iterator[Path]:
    """The group's folder and those around it. In a container the mounted group is often the process's own."""
    try:
        within = PurePosixPath(group).relative_to(hierarchy.root)
    except ValueError:
        within = PurePosixPath()
    for level in (within, *within.parents):
        yield hierarchy.folder / level


def _memory_v2(folder: Path) -> float | None:
    # Beyond `high` the kernel slows the group down so much that it is of no use.
    found = [limit for name in ("memory.max", "memory.high") if (limit := _number(folder / name)) is not None]
    return min(found, default=None)


def _memory_v1(folder: Path) -> float | None:
    limit = _number(folder / "memory.limit_in_bytes")
    return None if limit is None or limit >= 2**62 else limit  # so large a number is how it says "none"


def _cores_v2(folder: Path) -> float | None:
    try:
        quota, period = (folder / "cpu.max").read_text().split()
        return float(quota) / float(period)
    except (OSError, ValueError, ZeroDivisionError):  # "max" is no number
        return None


def _cores_v1(folder: Path) -> float | None:
    quota, period = _number(folder / "cpu.cfs_quota_us"), _number(folder / "cpu.cfs_period_us")
    return None if not quota or not period or quota < 0 else quota / period


def _number(file: Path) -> float | None:
    try:
        return float(file.read_text())
    except (OSError, ValueError):
        return None
