"""What Telegram says about a picture before it is downloaded, against what we take: pure."""

from __future__ import annotations

from engine.errors import PictureProblem
from engine.limits import MAX_BYTES, MAX_PIXELS, MAX_RATIO, MIN_EDGE


def problem_before_download(
    *, file_size: int | None, width: int | None = None, height: int | None = None
) -> PictureProblem | None:
    """Why a picture is refused without a look at it; None when it is worth its download.

    Telegram gives width and height of photos, not of documents; it may leave out any of them.
    """
    if file_size is not None and file_size > MAX_BYTES:
        return PictureProblem.TOO_HEAVY
    if not width or not height:
        return None
    if width * height > MAX_PIXELS:
        return PictureProblem.TOO_LARGE
    if min(width, height) < MIN_EDGE:
        return PictureProblem.TOO_SMALL
    if max(width, height) > MAX_RATIO * min(width, height):
        return PictureProblem.TOO_LONG
    return None
