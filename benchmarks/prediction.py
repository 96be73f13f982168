"""What the bot promises from the engine's own timing, against how long the runs take."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.report import Row, within
from bot.jobs.eta import seconds_for
from engine.run.facts import engine_facts
from engine.run.request import TransferRequest
from engine.run.transfer import stylize
from engine.settings import Precision, TransferSettings

SHARE = 0.2
WARM_EDGE = 256  #: pixels


def rows(bench: Bench) -> Iterator[Row]:
    bench.say("timing the engine for its predictions")
    began = time.perf_counter()
    facts = engine_facts(bench.precision)
    yield Row("the engine's timing of itself", f"{time.perf_counter() - began:.1f} s")
    pair = bench.pairs[0]
    height, width, _ = pair.content.shape
    bench.say("a first painting, which builds what the later ones use")
    seconds_to_paint(TransferRequest(pair.content, (pair.style,), TransferSettings(size=WARM_EDGE)), bench.precision)
    for edge in bench.scope.predicted_edges:
        settings = TransferSettings(size=edge, iterations=bench.scope.predicted_iterations)
        asked = TransferRequest(pair.content, (pair.style,), settings)
        predicted = seconds_for(asked.settings, facts, ratio=(height, width))
        bench.say(f"{edge} px, {asked.settings.iterations} iterations: {predicted:.1f} s are predicted")
        taken = seconds_to_paint(asked, bench.precision)
        name = f"{edge} px, {asked.settings.iterations} iterations: seconds ÷ what was predicted"
        yield within(name, f"{taken:.1f} s", taken / predicted, SHARE, baseline=f"{predicted:.1f} s")


def seconds_to_paint(asked: TransferRequest, precision: Precision) -> float:
    """Paint; returns the seconds that it took."""
    began = time.perf_counter()
    for _ in stylize(asked, precision=precision):
        pass
    return time.perf_counter() - began
