"""Waiting for a line of the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Listener(logging.Handler):
    def __init__(self, words: str) -> None:
        super().__init__()
        self.heard = asyncio.Event()
        self._words = words

    def emit(self, record: logging.LogRecord) -> None:
        if self._words in record.getMessage():
            self.heard.set()


@contextmanager
def listening(words: str) -> Iterator[asyncio.Event]:
    """Set once a line with these words is logged, in the event loop's thread, within the block."""
    listener = _Listener(words)
    logging.getLogger().addHandler(listener)
    try:
        yield listener.heard
    finally:
        logging.getLogger().removeHandler(listener)
