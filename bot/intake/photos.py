"""What Telegram says about a picture before it is downloaded, against what we take: pure."""

from __future__ import annotations

from engine.errors import PictureProblem

# The same limits as in engine.images, which only the decoder's process may load: a test holds them together.
MIN_EDGE = 64  #: pixels
MAX_PIXELS = 50_000_000
MAX_BYTES = 20 * 2**20  #: also the most that Telegram lets a bot download
MAX_RATIO = 20  #: longer edge to shorter edge


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
