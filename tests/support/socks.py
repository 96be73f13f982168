"""A SOCKS5 proxy (RFC 1928, without a password) that knows one name."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class SocksProxy:
    """The proxy's port, and what it was asked for."""

    port: int = 0
    asked_for: set[tuple[str, int]] = field(default_factory=set)


@asynccontextmanager
async def socks_proxy(name: str, port: int) -> AsyncIterator[SocksProxy]:
    """Whoever asks for `name` is led to this port of 127.0.0.1; everybody else is left without an answer."""
    proxy = SocksProxy()
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        assert await reader.readexactly(4) == b"\x05\x01\x00\x03"  # connect, by name
        wanted = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        proxy.asked_for.add((wanted, *struct.unpack(">H", await reader.readexactly(2))))
        if wanted != name:
            writer.close()
            return
        there, to_there = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        for source, target in ((reader, to_there), (there, writer)):
            task = asyncio.create_task(_pass_on(source, target))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        proxy.port = server.sockets[0].getsockname()[1]
        yield proxy
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(2**16):
            target.write(data)
            await target.drain()
    finally:
        target.close()
