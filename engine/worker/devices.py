"""Which GPU, and how many cores, each of several engine processes on one machine gets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

#: Where NVIDIA's driver lists its GPUs, a folder for each. To ask the driver itself would take a process of its own.
DRIVER = Path("/proc/driver/nvidia/gpus")


@dataclass(frozen=True)
class Share:
    """One process's part of the machine."""

    threads: int | None = None  #: of an operation; None: as many as there are cores
    environment: Mapping[str, str] = field(default_factory=dict)  #: which GPU it sees, and how it takes its memory


def gpus(environment: Mapping[str, str] = os.environ, driver: Path = DRIVER) -> tuple[str, ...]:
    """The GPUs that may be used, as CUDA_VISIBLE_DEVICES names them: what it says, or else all that the driver has."""
    visible = environment.get("CUDA_VISIBLE_DEVICES")
    if visible is not None:
        names = [name.strip() for name in visible.split(",")]
        wanted = [name for name in names if name and name != "-1" and name != "NoDevFiles"]
        return tuple(wanted)
    try:
        return tuple(str(number) for number, _ in enumerate(driver.iterdir()))
    except OSError:
        return ()


def usual_count(devices: tuple[str, ...]) -> int:
    """Processes where nobody says how many: one for each GPU, or one on the CPU."""
    return max(1, len(devices))


def shares(count: int, devices: tuple[str, ...], cores: int, threads: int | None = None) -> list[Share]:
    """What each of `count` processes gets: a GPU, in turn, or an even part of the cores; `threads` goes before that.

    Where several have the same GPU, each takes of its memory what it needs, instead of all at its start.
    """
    if not devices:
        even = None if count == 1 else max(1, cores // count)
        return [Share(threads or even)] * count
    grows = {"TF_FORCE_GPU_ALLOW_GROWTH": "true"} if count > len(devices) else {}
    names = [devices[number % len(devices)] for number in range(count)]
    return [Share(threads, {"CUDA_VISIBLE_DEVICES": name, **grows}) for name in names]
