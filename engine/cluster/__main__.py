"""`python -m engine.cluster`: a gateway to a Ray cluster. Started by engine.cluster.host, not by people."""

from __future__ import annotations

import argparse
import shlex

from engine.cluster.gateway import RayTarget, painting
from engine.settings import Precision
from engine.worker.child import serve

parser = argparse.ArgumentParser(prog="python -m engine.cluster", description=__doc__)
parser.add_argument("--address", required=True, help="host:port of Ray's head")
parser.add_argument("--cpus", type=int, help="cores for each engine (default: one GPU for each)")
parser.add_argument("--gpus", type=float, help="GPUs for each engine, or the part of one (default: 1)")
parser.add_argument("--precision", type=Precision, choices=list(Precision), default=Precision.AUTO)
parser.add_argument("--command", type=shlex.split, help="what to start on a node instead of python -m engine.worker")
options = parser.parse_args()
target = RayTarget(
    address=options.address,
    cpus=options.cpus,
    gpus=options.gpus,
    precision=options.precision,
    command=options.command,
)
serve(lambda: painting(target))
