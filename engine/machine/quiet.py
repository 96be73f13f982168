"""Silence for libraries that write notes to standard error and have no setting against it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def silent_standard_error() -> Iterator[None]:
    """Discard what is written to standard error within this block, by C libraries too. Exceptions still pass."""
    kept = os.dup(2)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
