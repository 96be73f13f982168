"""Runs of the engine as it paints by default, on random pictures: only time and memory count."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.events import AnyEvent, Progress
from engine.run.request import TransferRequest
from engine.run.transfer import Control, Reporting, stylize
from engine.settings import Precision, TransferSettings

EVERY_ITERATION = Reporting(progress_seconds=0, preview_seconds=math.inf, checkpoint_seconds=math.inf)
STYLE_EDGE = 768


class Run:
    """A run at edge × edge pixels and one scale, which goes on only when it is told to."""

    def __init__(self, edge: int, precision: str) -> None:
        random = np.random.default_rng(0)
        content = random.random((edge, edge, 3), np.float32)
        style = random.random((STYLE_EDGE, STYLE_EDGE, 3), np.float32)
        asked = TransferRequest(content, (style,), TransferSettings(size=edge, iterations=2000, coarse_to_fine=False))
        self._control = Control()
        self._events: Iterator[AnyEvent] = stylize(
            asked, control=self._control, precision=Precision(precision), reporting=EVERY_ITERATION
        )

    def iterate(self) -> None:
        """Do one iteration; the first call prepares the run as well."""
        while not isinstance(next(self._events), Progress):
            pass

    def finish(self) -> None:
        """End the run early, with its result."""
        self._control.request(keep=True)
        for _ in self._events:
            pass
