"""Measurements of memory, each in a process of its own: `python -m benchmarks.child NAME …` prints JSON."""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
from typing import Any

from engine.machine import memory


class ChildFailed(Exception):
    """The process ended without a result."""


def measured(*arguments: object) -> dict[str, Any]:
    """Run `python -m benchmarks.child` with these arguments. Raises ChildFailed."""
    command = [sys.executable, "-m", "benchmarks.child", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["killed"])[-1]
        raise ChildFailed(f"ended with {done.returncode}: {last[:200]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def size(edge: int, precision: str, rounds: int, reference: int) -> dict[str, Any]:
    """Peak memory of a run at edge × edge, and seconds of its iterations, which take turns with those at `reference`.

    The run goes to its result, though after few iterations: the result takes memory as well.
    """
    from benchmarks.runs import Run
    from benchmarks.timing import medians

    idle = memory.resident()
    run = Run(edge, precision)
    run.iterate()
    run.iterate()
    run.finish()
    peak = memory.peak()
    gc.collect()
    runs = {str(each): Run(each, precision) for each in {edge, reference}}
    taken = medians({name: run.iterate for name, run in runs.items()}, rounds)
    return {"idle": idle, "peak": peak, "seconds": taken[str(edge)], "reference_seconds": taken[str(reference)]}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.child", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("size")
    one.add_argument("edge", type=int)
    one.add_argument("precision")
    one.add_argument("rounds", type=int)
    one.add_argument("reference", type=int)
    options = parser.parse_args()
    found = size(options.edge, options.precision, options.rounds, options.reference)
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
