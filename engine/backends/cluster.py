"""The engine on a Ray cluster: a local engine whose processes stand for gateways, each with a painter behind it.

A gateway runs as another user, where nothing of the bot's is: see engine.cluster.meeting. Ray itself is loaded by the
gateways alone.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.backends.local import LocalEngine
from engine.settings import Precision
from engine.worker.supervisor import Timings

START = 24 * 3600.0  #: seconds that a gateway may wait for a node with room; meanwhile it is no free slot


def ray_engine(
    socket: Path,
    *,
    cpus: int | None = None,
    gpus: float | None = None,
    precision: Precision = Precision.AUTO,
    count: int = 1,
    command: Sequence[str] | None = None,
    same_user: bool = False,
    timings: Timings | None = None,
) -> LocalEngine:
    """An Engine with `count` painters at most, on the cluster whose gateways engine.cluster.host starts at `socket`.
    Each has a GPU of its own, or `gpus` of one (at most 1), or `cpus` cores; with both of these, both. `command` is
    what a painter starts in the place of `python -m engine.worker`. `same_user`: for trials, where the cluster may read
    all that the bot has.
    """
    link = [sys.executable, "-P", "-m", "engine.cluster.link", "--socket", str(socket), "--precision", precision]
    if cpus is not None:
        link += ["--cpus", str(cpus)]
    if gpus is not None:
        link += ["--gpus", str(gpus)]
    if command is not None:
        link += ["--command", shlex.join(command)]
    if same_user:
        link += ["--same-user"]
    return LocalEngine(count=count, command=link, timings=timings or Timings(start=START))
