"""Style pictures that the project draws itself: `names()`, and `draw(name)`."""

from __future__ import annotations

from bot.styles.catalogue import UnknownStyle, draw, names

__all__ = ["UnknownStyle", "draw", "names"]
