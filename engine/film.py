"""A film of a run, made of the previews that it shows on the way."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator

import msgspec
from PIL import Image

from engine import displays, pyramid
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
    size: tuple[int, int] | None = None
    for event in events:
        if isinstance(event, Progress) and event.preview is not None:
            size = size or fitted(event.preview)
            frames.append(shrunk(event.preview, size))
        if isinstance(event, Result):
            last = event.pictures[0].jpeg
            film = displays.timelapse([*frames, shrunk(last, size or fitted(last))], "gif")
            yield msgspec.structs.replace(event, film=film)
        else:
            yield event


def fitted(jpeg: bytes) -> tuple[int, int]:
    """Width and height of a frame for this picture."""
    with Image.open(io.BytesIO(jpeg)) as picture:
        height, width = pyramid.fitted(picture.height, picture.width, EDGE)
    return width, height


def shrunk(jpeg: bytes, size: tuple[int, int]) -> bytes:
    """A frame of this width and height, which all frames of a film share."""
    with Image.open(io.BytesIO(jpeg)) as picture:
        frame = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    buffer = io.BytesIO()
    frame.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
