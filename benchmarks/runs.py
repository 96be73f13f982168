"""Runs of the engine on random pictures, where only time and memory count."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from benchmarks.bench import request
from engine.events import AnyEvent, Progress
from engine.settings import Precision
from engine.stylize import Reporting, StopSignal, stylize

EVERY_ITERATION = Reporting(progress_seconds=0, preview_seconds=math.inf, checkpoint_seconds=math.inf)
STYLE_EDGE = 768
SMALL_EDGES = (128, 257)  #: range of the edges of small jobs


class Run:
    """A run at edge × edge pixels and one scale, which goes on only when it is told to."""

    def __init__(self, edge: int, precision: str) -> None:
        random = np.random.default_rng(0)
        content = random.random((edge, edge, 3), np.float32)
        style = random.random((STYLE_EDGE, STYLE_EDGE, 3), np.float32)
        asked = request(content, style, size=edge, iterations=2000, coarse_to_fine=False)
        self._stop = StopSignal()
        self._events: Iterator[AnyEvent] = stylize(
            asked, stop=self._stop, precision=Precision(precision), reporting=EVERY_ITERATION
        )

    def iterate(self) -> None:
        """One iteration; the first prepares the run as well."""
        while not isinstance(next(self._events), Progress):
            pass

    def finish(self) -> None:
        """The result of what is there."""
        self._stop.request(keep=True)
        for _ in self._events:
            pass


def small_job(number: int, precision: str) -> None:
    """A whole job of ten iterations; each number has a shape of its own."""
    random = np.random.default_rng(number)
    height, width = random.integers(*SMALL_EDGES, 2)
    content, style = (random.random((height, width, 3), np.float32) for _ in range(2))
    asked = request(content, style, size=int(max(height, width)), iterations=10)
    for _ in stylize(asked, precision=Precision(precision)):
        pass
