"""What an iteration costs in time and memory at several sizes, each in a fresh process."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.child import ChildFailed, measured
from benchmarks.report import Row, at_most, failed, within
from engine.events import EngineFacts
from engine.machine import memory
from engine.run.facts import engine_facts
from engine.settings import Precision

#: Bytes that a run may hold at its peak in bfloat16, by its edge.
PEAK_LIMITS = {512: 1.2e9, 1024: 2e9, 2048: 6e9}
LINEAR = 1.2  #: times what a megapixel costs at the reference
PREDICTION = 0.2
SPARE = 1.1  #: of the predicted memory: a machine that lacks it would swap, or kill somebody else's process


def rows(bench: Bench) -> Iterator[Row]:
    bench.say("timing the engine for its predictions")
    facts = engine_facts(bench.precision)
    for edge in bench.scope.edges:
        yield from _rows_of(bench, edge, bench.precision, facts)
    if bench.precision is not Precision.FLOAT32:
        facts = engine_facts(Precision.FLOAT32)
        for edge in bench.scope.float32_edges:
            yield from _rows_of(bench, edge, Precision.FLOAT32, facts)


def _rows_of(bench: Bench, edge: int, precision: Precision, facts: EngineFacts) -> Iterator[Row]:
    reference, megapixels = bench.scope.edge, edge * edge / 1e6
    predicted, free = facts.bytes_base + facts.bytes_per_megapixel * megapixels, memory.available()
    if free is not None and predicted * SPARE > free:
        yield failed(f"{edge}², {precision}", f"left out: needs {predicted / 1e9:.1f} GB, {free / 1e9:.1f} GB are free")
        return
    bench.say(f"a fresh process at {edge}², {precision}")
    try:
        found = measured("size", edge, precision, bench.scope.iterations_per_size, reference)
    except ChildFailed as error:
        yield failed(f"{edge}², {precision}", str(error))
        return
    each, other = found["seconds"] / megapixels, found["reference_seconds"] / (reference * reference / 1e6)
    name = f"{edge}², {precision}: seconds per megapixel ÷ those at {reference}²"
    measured_text, baseline = f"{found['seconds']:.3f} s an iteration, {each:.2f} s", f"{other:.2f} s"
    if edge > reference:
        yield at_most(name, measured_text, each / other, LINEAR, baseline=baseline)
    else:
        yield Row(name, measured_text, baseline, each / other)
    yield from _memory_rows(edge, precision, found, predicted)


def _memory_rows(edge: int, precision: Precision, found: dict[str, float], predicted: float) -> Iterator[Row]:
    peak, idle = found["peak"], found["idle"]
    name = f"{edge}², {precision}: peak memory, of which idle"
    text, baseline = f"{peak / 1e9:.2f} GB", f"{idle / 1e9:.2f} GB"
    limit = PEAK_LIMITS.get(edge) if precision is Precision.BFLOAT16 else None
    if limit is None:
        yield Row(name, text, baseline)
    else:
        yield at_most(name, text, peak / 1e9, limit / 1e9, " GB", baseline=baseline)
    name = f"{edge}², {precision}: peak memory ÷ what was predicted"
    yield within(name, text, peak / predicted, PREDICTION, baseline=f"{predicted / 1e9:.2f} GB")
