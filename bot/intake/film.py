"""A film of what was seen on the way to a painting: only the decoder's process may load this, as it loads Pillow."""

from __future__ import annotations

from collections.abc import Sequence

from bot.intake.messages import FilmKind
from engine.image import film, video


def film_of(frames: Sequence[bytes], kind: FilmKind) -> bytes:
    """A film of these JPEGs, which holds the last one, the painting, for a while; all frames have its proportions.

    Raises ValueError when there are none, and CannotEncode where an MP4 cannot be made.
    """
    if not frames:
        raise ValueError("a film needs at least one frame")
    is_mp4 = kind is FilmKind.MP4
    size = film.fitted(frames[-1], video.LONGEST_EDGE if is_mp4 else film.EDGE)
    shrunk = [film.shrunk(frame, size) for frame in frames]
    return film.encoded(shrunk, kind)
