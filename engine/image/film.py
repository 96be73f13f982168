"""A film of a run, made of the previews that it shows on the way."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from PIL import Image

from engine import pyramid
from engine.events import AnyEvent, Progress, Result
from engine.image import displays, video

EDGE = 480  #: pixels of the longer side at most: a GIF of more is heavy
QUALITY = 90  #: of the JPEGs that wait to become frames


def encoded(frames: Sequence[bytes], kind: str) -> bytes:
    """The pictures (encoded, all of one size) as a film: "mp4", "gif" or "webp". Raises CannotEncode for an MP4."""
    return video.mp4(frames) if kind == "mp4" else displays.timelapse(frames, kind)


def every(frames: int, iterations: int) -> int | None:
    """Iterations between two frames of a film of at most so many and its end; None where no film is wanted."""
    return math.ceil(iterations / frames) if frames else None


def filmed(events: Iterable[AnyEvent]) -> Iterator[AnyEvent]:
    """The events of a run, with a film in its result: the previews, and the result as the last frame.

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


def fitted(jpeg: bytes, edge: int = EDGE) -> tuple[int, int]:
    """Width and height of a frame for this picture, whose longer side has at most `edge` pixels."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        height, width = pyramid.fitted(picture.height, picture.width, edge)
    return width, height


def shrunk(jpeg: bytes, size: tuple[int, int]) -> bytes:
    """A frame of this width and height, which all frames of a film share."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        frame = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    buffer = io.BytesIO()
    frame.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
