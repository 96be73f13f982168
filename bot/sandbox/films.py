"""What Telegram reads out of a film that a bot sends."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import av
from av.error import FFmpegError
from PIL import Image

from bot.sandbox import pictures
from bot.sandbox.pictures import Jpeg


@dataclass(frozen=True)
class Film:
    """An MP4 in H.264 without sound."""

    width: int
    height: int
    seconds: int  #: at least 1
    exact_seconds: float
    thumbnail: Jpeg | None  #: of its first frame


def probe(data: bytes) -> Film | None:
    """The film in these bytes; None for everything that Telegram's apps do not play by themselves."""
    if data[4:8] != b"ftyp":
        return None
    try:
        with av.open(io.BytesIO(data), "r", format="mp4") as film:
            stream = film.streams.video[0]
            if stream.codec_context.name != "h264" or film.streams.audio or film.duration is None:
                return None
            seconds = film.duration / 1_000_000
            frame = io.BytesIO()
            Image.fromarray(next(film.decode(stream)).to_ndarray(format="rgb24")).save(frame, "PNG")
    except (FFmpegError, IndexError, StopIteration, ValueError):
        return None
    thumbnail = pictures.thumbnail(frame.getvalue())
    return Film(stream.width, stream.height, max(1, math.floor(seconds + 0.5)), seconds, thumbnail)
