"""Neural style transfer by optimization: `from engine import stylize, TransferRequest, TransferSettings`.

Importing the package loads neither TensorFlow nor NumPy: the bot, which must load neither, imports its settings and
events. `stylize` and `TransferRequest` load TensorFlow when they are first asked for.
"""

from __future__ import annotations

from typing import Any

from engine.settings import TransferSettings
from engine.version import __version__

__all__ = ["TransferRequest", "TransferSettings", "__version__", "stylize"]


def __getattr__(name: str) -> Any:
    """Import what needs TensorFlow when it is first used (PEP 562). Raises AttributeError for an unknown name."""
    if name in ("TransferRequest", "stylize"):
        from engine.run import request, transfer

        return request.TransferRequest if name == "TransferRequest" else transfer.stylize
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
