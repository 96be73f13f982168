"""What Linux's control groups let a process take, as the kernel shows it in their files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.machine import cgroups
from engine.machine.cgroups import Limits, limits, usable_cores, usual_limit
from tests.support.eventually import LONG

V2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate"
V1_MEMORY = "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory"
V1_CPU = "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct"
OTHER = "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755"
NONE_V1 = "9223372036854771712\n"


class Machine:
    """A machine's files, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.process = folder / "proc"
        self.process.mkdir()

    def shows(self, *mounts: str, groups: str) -> None:
        (self.process / "mountinfo").write_text("\n".join((OTHER, *mounts, "")))
        (self.process / "cgroup").write_text(groups)

    def has(self, file: str, text: str) -> None:
        path = self.root / "sys/fs/cgroup" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def limits(self) -> Limits:
        return limits(self.process, self.root)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_container_of_its_own_sees_its_limits_at_the_root(machine: Machine) -> None:
    machine.shows(V2, groups="0::/\n")
    machine.has("memory.max", "4000000000\n")
    machine.has("cpu.max", "150000 100000\n")
    assert machine.limits() == Limits(memory=4e9, cores=1.5)


def test_a_unit_s_own_limits_count_and_the_tightest_around_it(machine: Machine) -> None:
    machine.shows(V2, groups="0::/system.slice/stylegram.service\n")
    machine.has("system.slice/stylegram.service/memory.max", "3000000000\n")
    machine.has("system.slice/stylegram.service/memory.high", "max\n")
    machine.has("system.slice/stylegram.service/cpu.max", "max 100000\n")
    machine.has("system.slice/memory.max", "max\n")
    machine.has("system.slice/cpu.max", "200000 100000\n")
    machine.has("other.slice/memory.max", "1\n")  # of another unit
    assert machine.limits() == Limits(memory=3e9, cores=2.0)
    machine.has("system.slice/memory.max", "2000000000\n")
    assert machine.limits().memory == 2e9


def test_a_limit_beyond_which_the_kernel_slows_down_counts_too(machine: Machine) -> None:
    machine.shows(V2, groups="0::/unit\n")
    machine.has("unit/memory.max", "4000000000\n")
    machine.has("unit/memory.high", "2500000000\n")
    assert machine.limits() == Limits(memory=2.5e9)


def test_the_first_version_has_a_hierarchy_for_each_controller(machine: Machine) -> None:
    machine.shows(V1_MEMORY, V1_CPU, groups="5:memory:/docker/ab\n4:cpu,cpuacct:/docker/ab\n0::/\n")
    machine.has("memory/docker/ab/memory.limit_in_bytes", "2147483648\n")
    machine.has("memory/docker/memory.limit_in_bytes", NONE_V1)
    machine.has("cpu,cpuacct/docker/ab/cpu.cfs_quota_us", "50000\n")
    machine.has("cpu,cpuacct/docker/ab/cpu.cfs_period_us", "100000\n")
    assert machine.limits() == Limits(memory=2.0**31, cores=0.5)
    machine.has("cpu,cpuacct/docker/ab/cpu.cfs_quota_us", "-1\n")
    machine.has("memory/docker/ab/memory.limit_in_bytes", NONE_V1)
    assert machine.limits() == Limits()


def test_a_container_where_its_own_group_is_mounted_but_the_machine_s_name_is_told(machine: Machine) -> None:
    mount = V1_MEMORY.replace("0:32 / ", "0:32 /docker/ab ")
    machine.shows(mount, groups="5:memory:/docker/ab\n")
    machine.has("memory/memory.limit_in_bytes", "1500000000\n")
    assert machine.limits().memory == 1.5e9
    machine.shows(mount, groups="5:memory:/elsewhere\n")  # another name space
    assert machine.limits().memory == 1.5e9


def test_names_with_blanks_are_found(machine: Machine) -> None:
    machine.shows(V2.replace("/sys/fs/cgroup rw", r"/sys/fs/cgroup/two\040words rw"), groups="0::/\n")
    machine.has("two words/memory.max", "2000000000\n")
    assert machine.limits().memory == 2e9


@pytest.mark.parametrize("text", ["", "0::/\n", "nonsense\n"])
def test_without_limits_or_without_such_groups_there_are_none(machine: Machine, text: str) -> None:
    assert machine.limits() == Limits()  # no such files: macOS
    machine.shows(V2, groups=text)
    machine.has("memory.max", "max\n")
    machine.has("cpu.max", "broken\n")
    assert machine.limits() == Limits()


@pytest.mark.parametrize(("quota", "cores"), [(None, 4), (2.5, 2), (0.5, 1), (64.0, 4)])
def test_a_quota_of_the_processor_is_a_number_of_threads(
    monkeypatch: pytest.MonkeyPatch, quota: float | None, cores: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})
    monkeypatch.setattr(cgroups, "limits", lambda: Limits(cores=quota))
    assert usable_cores() == cores


@pytest.mark.parametrize("limit", [1e9, None, 1e18])
def test_a_run_may_usually_take_four_fifths_of_what_there_is(
    monkeypatch: pytest.MonkeyPatch, limit: float | None
) -> None:
    monkeypatch.setattr(cgroups, "limits", lambda: Limits(memory=limit))
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    assert usual_limit() == 0.8 * (1e9 if limit == 1e9 else machine)


GROUP = """
import os, pathlib, sys
pathlib.Path(sys.argv[1], "cgroup.procs").write_text(str(os.getpid()))
from engine.machine.cgroups import USUAL_SHARE, limits, usable_cores, usual_limit

print(limits().memory, usual_limit() / USUAL_SHARE, limits().cores, usable_cores())
"""


@pytest.fixture
def real_groups() -> Iterator[list[Path]]:
    """Folders in which this machine lets us make groups: in most places, none."""
    made: list[Path] = []
    for controller in ("memory", "cpu"):
        folder = Path("/sys/fs/cgroup", controller, f"stylegram-test-{os.getpid()}")
        try:
            folder.mkdir()
        except OSError:
            continue
        made.append(folder)
    yield made
    for folder in made:
        folder.rmdir()


def test_the_kernel_s_own_files_read_like_those(real_groups: list[Path]) -> None:
    if not real_groups:
        pytest.skip("this machine lets nobody make groups of the first version")
    outcomes = {}
    for folder in real_groups:
        if folder.parent.name == "memory":
            (folder / "memory.limit_in_bytes").write_text("2147483648")
        else:
            (folder / "cpu.cfs_quota_us").write_text("100000")
        done = subprocess.run(
            [sys.executable, "-c", GROUP, str(folder)], capture_output=True, text=True, check=True, timeout=LONG
        )
        outcomes[folder.parent.name] = done.stdout.split()
    if "memory" in outcomes:
        assert outcomes["memory"][:2] == ["2147483648.0", "2147483648.0"]
    if "cpu" in outcomes:
        assert outcomes["cpu"][2:] == ["1.0", "1"]
