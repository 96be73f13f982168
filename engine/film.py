"""A film of a run, made of the previews that it shows on the way."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator

import msgspec
from PIL import Image

from engine import displays
from engine.events import AnyEvent, Progress, Result

EDGE = 480  #: pixels of the longer side at most: a GIF of more is heavy
QUALITY = 90  #: of the JPEGs that wait to become frames


def every(frames: int, iterations: int) -> int | None:
    """Iterations between two frames of a film of at most so many and its end; None where no film is wanted."""
    return math.ceil(iterations / frames) if frames else None


def filmed(events: Iterable[AnyEvent]) -> Iterator[AnyEvent]:
    """The events of a run, whose result then has the film of its previews, with the result as the last frame.

    A run that goes on from a checkpoint is filmed from there.
    """
    frames: list[bytes] = []
    for event in events:
        if isinstance(event, Progress) and event.preview is not None:
            frames.append(shrunk(event.preview))
        if isinstance(event, Result):
            film = displays.timelapse([*frames, shrunk(event.pictures[0].jpeg)], "gif")
            yield msgspec.structs.replace(event, film=film)
        else:
            yield event


def shrunk(jpeg: bytes) -> bytes:
    """A picture whose longer side has at most EDGE pixels."""
    picture = Image.open(io.BytesIO(jpeg))
    picture.thumbnail((EDGE, EDGE))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
