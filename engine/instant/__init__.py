"""The house styles in a blink: one small network that has learned them, instead of an optimization for each picture.

`instant.paint(picture, "waves", 512)`. Importing the package loads neither TensorFlow nor the network; the first
painting does.
"""

from __future__ import annotations

from typing import Any

__all__ = ["names", "paint", "pictures", "prepare", "vector_for"]


def __getattr__(name: str) -> Any:
    """Import what needs TensorFlow or the network's file when it is first used (PEP 562). Raises AttributeError."""
    if name in ("paint", "prepare"):
        from engine.instant import painter

        return getattr(painter, name)
    if name in ("names", "pictures", "vector_for"):
        from engine.instant import weights

        return getattr(weights, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
