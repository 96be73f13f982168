"""`python -m engine.worker`: one engine process. Started by engine.worker.supervisor, not by people."""

from __future__ import annotations

import argparse

from engine.settings import Precision
from engine.worker.child import serve, stylizing

parser = argparse.ArgumentParser(prog="python -m engine.worker", description=__doc__)
parser.add_argument("--precision", type=Precision, choices=list(Precision), default=Precision.AUTO)
parser.add_argument("--threads", type=int, help="threads of one operation (default: one per core)")
parser.add_argument("--memory-limit", type=int, help="bytes that a job may take (default: most of the machine's)")
options = parser.parse_args()
serve(lambda: stylizing(options.precision, options.threads, options.memory_limit))
