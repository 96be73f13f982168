"""Requests to Telegram that tell what came of them: only the method and the status, for the address holds the token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from telegram.request import HTTPXRequest

#: Is told of each call: its method, and the HTTP status, or None where no answer came.
Called = Callable[[str, int | None], None]
DOWNLOAD = "download"  #: in the place of a method, where a file was fetched


class CountedRequest(HTTPXRequest):
    """The library's requests, each reported to a listener."""

    def __init__(self, called: Called, **options: Any) -> None:
        super().__init__(**options)
        self._called = called

    async def do_request(self, url: str, method: str, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        """See HTTPXRequest."""
        status: int | None = None
        try:
            status, payload = await super().do_request(url, method, *arguments, **options)
            return status, payload
        finally:
            self._called(method_of(url), status)


def method_of(url: str) -> str:
    """The Bot API's method that is called at this address."""
    root, _, last = urlsplit(url).path.rpartition("/")
    return last if root.rpartition("/")[2].startswith("bot") and last.isalpha() else DOWNLOAD
