"""An example for people who are new: a photo, a style, and both beside what the engine made of them.

docs/gallery/make.py puts the pictures here; docs/gallery.md says where they come from. All of them may be published.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

STYLE_NAME = "mosaic"  #: of its style in the gallery, for who repeats the recipe
_FOLDER = Path(__file__).parent


def photo() -> bytes:
    """The photo to paint, as JPEG."""
    return _read("photo.jpg")


def style() -> bytes:
    """The picture whose style it gets, as JPEG."""
    return _read("style.jpg")


def before_and_after() -> bytes:
    """The photo and the painting side by side, the style between them: a JPEG that Telegram shows as a photo."""
    return _read("before-and-after.jpg")


@cache
def _read(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()
