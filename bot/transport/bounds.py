"""How much an answer of the Bot API server may hold: what is more is not read, whatever the server said before."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

import httpx

LARGEST_ANSWER: Final = 32 * 2**20  #: bytes; a hundred updates, of which each has all that Telegram lets people write

_most: ContextVar[int] = ContextVar("_most", default=LARGEST_ANSWER)

#: For the client: what came packed could be of any size once it is unpacked.
HEADERS: Final = {"Accept-Encoding": "identity"}


class TooMuch(httpx.ReadError):
    """An answer that holds more than it may."""


@contextmanager
def at_most(count: int) -> Iterator[None]:
    """Within this block, answers that this task reads may hold so many bytes."""
    token = _most.set(count)
    try:
        yield
    finally:
        _most.reset(token)


async def bound(response: httpx.Response) -> None:
    """A hook of httpx's client for responses: it is called before their content is read."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise httpx.DecodingError("a packed answer, which was not asked for")
    assert isinstance(response.stream, httpx.AsyncByteStream)
    response.stream = _Bounded(response.stream, _most.get())


class _Bounded(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, most: int) -> None:
        self._stream = stream
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self._most
        async for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise TooMuch(f"more than {self._most} bytes")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
