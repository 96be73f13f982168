"""Neural style transfer by optimisation: `from engine import stylize, TransferRequest, TransferSettings`.

Importing the package loads neither TensorFlow nor NumPy: the bot, which must load neither, imports its settings and
events. `stylize` and `TransferRequest` load TensorFlow when they are first asked for.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from engine.settings import TransferSettings

__version__ = "0.1.0"
__all__ = ["TransferRequest", "TransferSettings", "stylize"]


class _Package(ModuleType):
    """Makes `engine.stylize` the function, though a submodule of that name would otherwise take its place."""

    @property
    def stylize(self) -> Any:
        from engine.stylize import stylize

        return stylize

    @stylize.setter
    def stylize(self, _submodule: ModuleType) -> None:
        """Called by the import system with the submodule, which stays reachable as `from engine.stylize import …`."""

    @property
    def TransferRequest(self) -> Any:
        from engine.plan import TransferRequest

        return TransferRequest


sys.modules[__name__].__class__ = _Package
