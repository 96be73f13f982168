"""The names of the styles that the project draws, without what is needed to draw them."""

from __future__ import annotations

#: In the order in which to show them. Kept: chats, settings and recipes refer to them.
NAMES = (
    *("night", "sunset", "mosaic", "stained-glass", "waves", "autumn"),
    *("watercolour", "ink-wash", "marbling", "engraving", "pencil", "pop-art"),
)

#: Rises when some picture changes, so that those that were kept are drawn anew.
EDITION = 1
