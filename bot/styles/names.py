"""The names of the styles that the project brings, and where their pictures are."""

from __future__ import annotations

from pathlib import Path

#: In the order in which to show them. Kept: chats, settings and recipes refer to them.
NAMES = (
    *("night", "sunset", "mosaic", "stained-glass", "waves", "autumn"),
    *("watercolour", "ink-wash", "marbling", "engraving", "pencil", "pop-art"),
)

#: Rises when some picture changes, so that the kept copies are replaced.
EDITION = 1

_FOLDER = Path(__file__).parent


def picture_of(name: str) -> Path:
    """The JPEG of one of NAMES: 768 × 768 pixels."""
    return _FOLDER / f"{name}.jpg"
