"""Sketches: the beginnings of several paintings of one pair, to choose from.

Each stops at its coarsest scale with a checkpoint. The chosen one goes on from there, so the painting looks like its
sketch.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import msgspec

from engine import pyramid
from engine.errors import InvalidSettings
from engine.events import AnyEvent, Canceled, Checkpoint, Notice, Progress, Result, Sketched, Started
from engine.image import displays, images
from engine.image.images import FloatImage
from engine.run.control import Control
from engine.run.reporting import Reporting
from engine.run.request import TransferRequest
from engine.run.transfer import stylize
from engine.settings import Precision, TransferSettings

ITERATIONS = 50  #: of each sketch at most


def sketches(
    request: TransferRequest,
    each: Sequence[TransferSettings],
    *,
    control: Control,
    precision: Precision = Precision.AUTO,
    memory_limit: float | None = None,
) -> Iterator[AnyEvent]:
    """Begin a painting of the request with each of these settings, which are those of whole paintings.

    Yields Started, Progress over all of them, then Sketched, or Canceled if `control` asks for it. Raises what
    `stylize` raises, and InvalidSettings where there is nothing to begin.
    """
    if not each:
        raise InvalidSettings("sketches", "at least one sketch is needed")
    if any(settings.is_instant for settings in each):
        raise InvalidSettings("sketches", "what is painted in an instant has no beginning to sketch")
    height, width, _ = request.content.shape
    first = [pyramid.scales(height, width, one.size, one.iterations, one.coarse_to_fine)[0] for one in each]
    iterations = min(ITERATIONS, *(scale.iterations for scale in first))
    began = time.monotonic()
    previews: list[FloatImage] = []
    states: list[bytes] = []
    for number, settings in enumerate(each):
        beginning = replace(request, settings=settings)
        for event in _begun(beginning, iterations, control, precision, memory_limit):
            match event:
                case Started() if number == 0:
                    planned = msgspec.structs.replace(event.scales[0], iterations=iterations * len(each))
                    yield msgspec.structs.replace(event, scales=(planned,), iterations=planned.iterations)
                case Progress():
                    if event.preview is not None:
                        previews.append(images.reopened(event.preview))
                    yield _over_all(event, number, iterations, len(each), time.monotonic() - began)
                case Checkpoint():
                    states.append(event.state)
                case Notice():
                    yield event
                case Canceled() | Result():  # of unfinished sketches there is nothing to keep
                    yield Canceled()
                    return
    sheet = images.encode_jpeg(displays.sheet(previews, images.CHAT_EDGE))
    yield Sketched(sheet=sheet, states=tuple(states), iteration=iterations)


def _begun(
    request: TransferRequest, iterations: int, control: Control, precision: Precision, memory_limit: float | None
) -> Iterator[AnyEvent]:
    """The events of a run up to this iteration, at which it reports a preview and a checkpoint."""
    reporting = Reporting(preview_every=iterations, checkpoint_every=iterations)
    run = stylize(request, control=control, precision=precision, memory_limit=memory_limit, reporting=reporting)
    with closing(run):
        for event in run:
            yield event
            if isinstance(event, Checkpoint):
                return


def _over_all(event: Progress, number: int, iterations: int, count: int, seconds: float) -> Progress:
    """The progress of one sketch, as progress of all of them."""
    done, whole = number * iterations + event.iteration, count * iterations
    left = seconds / done * (whole - done)
    return msgspec.structs.replace(event, iteration=done, iterations=whole, seconds_left=left, preview=None)
