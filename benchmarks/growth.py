"""Whether an engine that lives long grows: jobs of ever new shapes, one after the other."""

from __future__ import annotations

import asyncio
import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.bench import Bench
from benchmarks.report import Row
from engine.backends.local import LocalEngine
from engine.image import images
from engine.settings import FeatureSource, JobSpec, Precision, TransferSettings
from tests.support.processes import children_of

LIMIT = 0.03  #: share by which the memory may differ between two thirds of the jobs: what an allocator leaves open
EDGES = (128, 257)  #: range of the edges, in pixels


def rows(bench: Bench) -> Iterator[Row]:
    jobs = bench.scope.jobs
    bench.say(f"{jobs} short jobs of different shapes in one engine")
    held, processes = asyncio.run(_held(bench.precision, jobs))
    third = len(held) // 3
    share = grown(held)
    name = f"{jobs} short jobs of different shapes: the most held in their last third ÷ in their middle third"
    text = f"{max(held[-third:]) / 1e9:.3f} GB, in {processes} processes one after the other"
    before = f"{max(held[third : 2 * third]) / 1e9:.3f} GB"
    yield Row(name, text, before, 1 + share, f"≤ {1 + LIMIT:g}", share <= LIMIT)


def grown(held: Sequence[float]) -> float:
    """By which share the most in the last third of these is above the most in the middle third: the first warms up.

    The most, because an engine that has grown is replaced: what it holds goes up and down.
    """
    third = len(held) // 3
    if not third:
        return math.nan
    return max(held[-third:]) / max(held[third : 2 * third]) - 1


async def _held(precision: str, jobs: int) -> tuple[list[int], int]:
    """Bytes that the engine's process holds after each job, and how many processes it took."""
    engine = LocalEngine(precision=Precision(precision))
    held, processes = [], set()
    try:
        await engine.describe()
        for number in range(jobs):
            async for _ in engine.run(_job(number)):
                pass
            workers = children_of(os.getpid())
            processes.update(workers)
            held.append(max(map(_resident, workers), default=0))  # none while it is being replaced
    finally:
        await engine.aclose()
    return held, len(processes)


def _job(number: int) -> JobSpec:
    """A job of ten iterations; each number has a shape of its own."""
    random = np.random.default_rng(number)
    height, width = random.integers(*EDGES, 2)
    content, style = (images.encode_png(random.random((height, width, 3), np.float32)) for _ in range(2))
    settings = TransferSettings(iterations=10, size=int(max(height, width)), features=FeatureSource.SELF_TAUGHT)
    return JobSpec(job_id=str(number), attempt=1, content=content, styles=(style,), settings=settings)


def _resident(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:  # replaced in this moment
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0)
