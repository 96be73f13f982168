"""Time to quality: the loss that the textbook has after so many iterations, and when ours has it.

The judge is the textbook's own objective in float32 at the full size. Our time counts from the request on, with the
learning of the filters and the tracing; the textbook's counts its iterations alone.
"""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from benchmarks.bench import Bench, request, textbook_of
from benchmarks.pictures import Pair
from benchmarks.report import Row, at_least, failed
from benchmarks.textbook import Descent, Textbook, minimized
from engine.events import Checkpoint, Result
from engine.image import images
from engine.optimizers.choice import optimizer_for
from engine.run import results
from engine.run.plan import Plan, as_batch
from engine.run.planning import make_plan
from engine.run.progress import first_position
from engine.run.request import TransferRequest
from engine.run.transfer import Reporting, stylize
from engine.settings import InitialImage, Precision

#: How many times faster than the textbook's first TARGET_ITERATIONS ours must be, by what it starts from.
TARGET_ITERATIONS = 500
FACTORS = {InitialImage.RECOLORED: 30.0, InitialImage.NOISE: 15.0}
#: Time of our run between two looks at its picture: this, and this share of what it has taken so far.
LOOK_SECONDS, LOOK_SHARE = 1.0, 0.03
SILENT = Reporting(progress_seconds=math.inf, preview_seconds=math.inf, checkpoint_seconds=LOOK_SECONDS)


class Reached(NamedTuple):
    """How far a run of ours came."""

    iterations: int  #: as requested
    at: float | None  #: seconds after which it had the loss; None: never
    loss: float  #: the last that was judged
    seconds: float  #: when that was


def rows(bench: Bench) -> Iterator[Row]:
    for pair in bench.pairs[: bench.scope.pairs]:
        yield from _rows_of(bench, pair)


def _rows_of(bench: Bench, pair: Pair) -> Iterator[Row]:
    wanted = bench.scope.textbook_iterations
    plan = make_plan(request(pair.content, pair.style, size=bench.scope.edge), bench.precision)
    judge = textbook_of(plan)
    final = plan.scales[-1]
    noise = np.random.default_rng(0).random((final.height, final.width, 3), np.float32)
    tens = max(1, wanted // 10)

    def tell(iteration: int, loss: float) -> None:
        if iteration % tens == 0:
            bench.say(f"{pair.name}: the textbook's iteration {iteration} of {wanted}, loss {loss:.4g}")

    theirs = minimized(judge, noise, wanted, tell)
    name = f"{pair.name}, {final.width}×{final.height}: the textbook from noise, {theirs.iterations} iterations"
    each = theirs.seconds / max(1, theirs.iterations)
    yield Row(name, f"loss {theirs.loss:.4g} after {theirs.seconds:.1f} s, {each:.2f} s each")
    for initial, factor in FACTORS.items():
        yield _compared(bench, pair, initial, factor, judge, theirs)


def _compared(bench: Bench, pair: Pair, initial: InitialImage, factor: float, judge: Textbook, theirs: Descent) -> Row:
    """The first number of iterations with which ours reaches the textbook's loss, or the last that was tried."""
    name = f"{pair.name}: the same loss, ours from {initial} (seconds, ×)"
    for iterations in bench.scope.our_iterations:
        bench.say(f"{pair.name}: ours from {initial}, {iterations} iterations, to loss {theirs.loss:.4g}")
        asked = request(pair.content, pair.style, size=bench.scope.edge, iterations=iterations, init=initial)
        ours = _run(asked, bench.precision, judge, theirs.loss, to_the_end=bench.scope.to_the_end)
        ending = f"loss {ours.loss:.4g} after {ours.seconds:.1f} s of a run of {iterations} iterations"
        if ours.at is not None:
            text = f"{ours.at:.1f} s; {ending}"
            ratio, baseline = theirs.seconds / ours.at, f"{theirs.seconds:.1f} s"
            if theirs.iterations < TARGET_ITERATIONS:  # its first iterations gain most
                return Row(name, text, baseline, ratio)
            return at_least(name, text, ratio, factor, baseline)
    return failed(name, f"not reached; {ending}")


def _run(asked: TransferRequest, precision: Precision, judge: Textbook, goal: float, *, to_the_end: bool) -> Reached:
    """Our run, whose clock stands still while its pictures are judged; it ends at the goal, or `to_the_end`."""
    plan = make_plan(asked, precision)  # for the eyes only: the run makes its own
    at: float | None = None
    loss, judged, elapsed, next_look = math.inf, 0.0, 0.0, 0.0
    events = stylize(asked, precision=precision, reporting=SILENT)
    while True:
        began = time.perf_counter()
        event = next(events, None)
        elapsed += time.perf_counter() - began
        # By our own clock: the run's goes on while we judge, and makes a checkpoint as soon as we come back.
        if isinstance(event, Result) or (isinstance(event, Checkpoint) and elapsed >= next_look):
            loss, judged = float(judge.loss(_seen(plan, event))), elapsed
            next_look = elapsed * (1 + LOOK_SHARE) + LOOK_SECONDS
            if at is None and loss <= goal:
                at = elapsed
        if event is None or (at is not None and not to_the_end):
            return Reached(asked.settings.iterations, at, loss, judged)


def _seen(plan: Plan, event: Checkpoint | Result) -> tf.Tensor:
    """The picture that a person would get if the run ended here, at the size of the last scale."""
    if isinstance(event, Result):
        shown = as_batch(images.decode(event.pictures[0].png))
    else:
        resumed = dataclasses.replace(plan, request=dataclasses.replace(plan.request, checkpoint=event.state))
        here = first_position(resumed)
        optimizer = optimizer_for(plan.settings.optimizer, first_scale=here.scale == 0)
        shown = here.picture if here.state is None else optimizer.shown(here.picture, here.state)
    return results.resized(shown, plan.scales[-1])
