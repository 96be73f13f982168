"""Whether a process that lives long grows."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.child import ChildFailed, grown, measured
from benchmarks.report import Row, failed

LIMIT = 0.03  #: share by which the memory may differ between two thirds of the jobs: what an allocator leaves open


def rows(bench: Bench) -> Iterator[Row]:
    jobs = bench.scope.jobs
    name = f"memory after {jobs} short jobs of different shapes: its last third over its middle third"
    bench.say(f"{jobs} short jobs in one process")
    try:
        found = measured("growth", bench.precision, jobs)
    except ChildFailed as error:
        yield failed(name, str(error))
        return
    held = found["held"]
    share = grown(held)
    text = f"{held[-1] / 1e9:.3f} GB, {found['programs']} traced programs"
    yield Row(name, text, f"{held[len(held) // 2] / 1e9:.3f} GB", 1 + share, f"≤ {1 + LIMIT:g}", share <= LIMIT)
