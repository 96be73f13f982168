"""From a job received to its first iteration, in a process that is warm but has not seen its shape before."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks import pictures
from benchmarks.bench import Bench, request
from benchmarks.report import Row, at_most
from benchmarks.runs import EVERY_ITERATION
from engine.events import Started
from engine.features import self_taught
from engine.image import images
from engine.run.transfer import stylize
from engine.settings import Precision

WARM_UP = 1.5  #: width to height of the picture that warms up
RATIOS = (0.61, 0.83, 1.37, 1.71, 1.13)  #: of those that follow: no usual ones, so that no other row has used them
LEARNING_LIMIT, FIRST_LIMIT = 2.0, 1.0  #: seconds


class Start(NamedTuple):
    """Seconds that the parts of a start take."""

    decoding: float
    learning: float  #: of the filters, and everything else up to the event Started
    iterating: float  #: from there to the end of the first iteration


def rows(bench: Bench) -> Iterator[Row]:
    pair, scope = bench.pairs[0], bench.scope
    bench.say(f"starts of {scope.starts} jobs at {scope.edge} px")
    style = images.encode_png(pair.style)
    contents = [images.encode_png(pictures.cropped(pair.content, ratio)) for ratio in (WARM_UP, *RATIOS)]
    _start(contents[0], style, scope.edge, bench.precision)
    starts = [_start(content, style, scope.edge, bench.precision) for content in contents[1 : 1 + scope.starts]]
    learning = statistics.median(start.learning for start in starts)
    first = statistics.median(start.decoding + start.iterating for start in starts)
    worst = max(start.decoding + start.iterating for start in starts)
    name = f"learning of the filters, a job at {scope.edge} px"
    yield at_most(name, f"{learning:.2f} s", learning, LEARNING_LIMIT, " s")
    name = "job received to first iteration beyond it, new aspect ratios"
    yield at_most(name, f"{first:.2f} s (at worst {worst:.2f} s)", first, FIRST_LIMIT, " s")


def _start(content: bytes, style: bytes, edge: int, precision: Precision) -> Start:
    self_taught.forget()
    times = [time.perf_counter()]
    asked = request(images.decode(content), images.decode(style), size=edge)
    times.append(time.perf_counter())
    events = stylize(asked, precision=precision, reporting=EVERY_ITERATION)
    assert isinstance(next(events), Started)
    times.append(time.perf_counter())
    next(events)
    times.append(time.perf_counter())
    return Start(*(after - before for before, after in itertools.pairwise(times)))
