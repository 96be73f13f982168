"""The engine on a Ray cluster: a local engine whose processes are gateways, each with a painter somewhere behind it.

Ray itself is loaded by the gateways alone.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.backends.local import LocalEngine
from engine.settings import Precision
from engine.worker.supervisor import Timings

START = 24 * 3600.0  #: seconds that a gateway may wait for a node with room; meanwhile it is no free slot
PASSED_ON = ("RAY_TLS_", "RAY_USE_TLS")  #: how to encrypt the way to the cluster


def ray_engine(
    address: str,
    token_file: Path,
    *,
    cpus: int | None = None,
    gpus: float | None = None,
    precision: Precision = Precision.AUTO,
    count: int = 1,
    command: Sequence[str] | None = None,
    timings: Timings | None = None,
) -> LocalEngine:
    """An Engine with `count` painters at most, on the cluster whose head is at `address` (host:port). Each has a GPU of
    its own, or `gpus` of one (at most 1), or `cpus` cores; with both of these, both. `command` is what a painter starts
    in the place of `python -m engine.worker`.
    """
    gateway = [sys.executable, "-P", "-m", "engine.cluster", "--address", address, "--precision", precision]
    if cpus is not None:
        gateway += ["--cpus", str(cpus)]
    if gpus is not None:
        gateway += ["--gpus", str(gpus)]
    if command is not None:
        gateway += ["--command", shlex.join(command)]
    environment = {name: value for name, value in os.environ.items() if name.startswith(PASSED_ON)}
    environment |= {
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN_PATH": str(token_file),
        "RAY_USAGE_STATS_ENABLED": "0",
    }
    return LocalEngine(count=count, command=gateway, environment=environment, timings=timings or Timings(start=START))
