"""Typed messages in length-prefixed frames: the part of the way between two processes that knows no message by name.

Two layers, each usable without the one above it:

1. a *frame* is a 4-byte big-endian length and at most MAX_FRAME bytes;
2. a *message* is one frame with its kind and size, then its msgpack in as many frames as it takes, all full but the
   last. Size and kind are checked before the body is read, against the bound of that kind (`Messages`).

Standard library and msgspec only. No pickle, no paths.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Mapping
from typing import IO, Generic, TypeVar

import msgspec

from engine.errors import EngineError

MAX_FRAME = 4 * 2**20  #: bytes of payload
_LENGTH = struct.Struct(">I")


class ProtocolError(Exception):
    """The other side broke the rules, or ended in the middle of a message. The pipe is of no more use."""


class MessageTooLarge(ProtocolError):
    """A message to be sent is larger than the bound of its kind. Nothing was sent."""


# Layer 1: frames


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame of a buffered binary file, or None at its end. Raises ProtocolError."""
    header = stream.read(_LENGTH.size)
    if not header:
        return None
    length = _frame_length(header)
    return _whole(stream.read(length), length)


def write_frame(stream: IO[bytes], payload: bytes | memoryview) -> None:
    """Write one frame to a buffered binary file and flush it. Raises MessageTooLarge."""
    stream.writelines(_framed(payload))
    stream.flush()


async def receive_frame(reader: asyncio.StreamReader) -> bytes | None:
    """The next frame of a stream, or None at its end. Raises ProtocolError."""
    try:
        header = await reader.readexactly(_LENGTH.size)
    except asyncio.IncompleteReadError as error:
        if not error.partial:
            return None
        raise ProtocolError("the pipe ended within the length of a frame") from error
    length = _frame_length(header)
    try:
        return await reader.readexactly(length)
    except asyncio.IncompleteReadError as error:
        return _whole(error.partial, length)


async def send_frame(writer: asyncio.StreamWriter, payload: bytes | memoryview) -> None:
    """Write one frame to a stream; a canceled call leaves whole frames only. Raises MessageTooLarge."""
    writer.writelines(_framed(payload))
    await writer.drain()


def _framed(payload: bytes | memoryview) -> tuple[bytes, bytes | memoryview]:
    if len(payload) > MAX_FRAME:
        raise MessageTooLarge(f"a frame holds {MAX_FRAME} bytes, not {len(payload)}")
    return _LENGTH.pack(len(payload)), payload


def _frame_length(header: bytes) -> int:
    if len(header) < _LENGTH.size:
        raise ProtocolError("the pipe ended within the length of a frame")
    length: int = _LENGTH.unpack(header)[0]
    if length > MAX_FRAME:
        raise ProtocolError(f"a frame of {length} bytes is announced; {MAX_FRAME} are allowed")
    return length


def _whole(payload: bytes, length: int) -> bytes:
    if len(payload) < length:
        raise ProtocolError(f"the pipe ended after {len(payload)} of a frame's {length} bytes")
    return payload


# Layer 2: messages

Message = TypeVar("Message", bound=msgspec.Struct)


class _Head(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The first frame of a message: what follows, so that it can be refused unread."""

    kind: str
    size: int  #: bytes of msgpack


_HEADS = msgspec.msgpack.Decoder(_Head)


class Messages(Generic[Message]):
    """The messages that may travel in one direction, each a tagged msgspec struct with a bound on its size in bytes."""

    def __init__(self, bounds: Mapping[type[Message], int]) -> None:
        self._bounds = {_kind_of(message_type): bound for message_type, bound in bounds.items()}
        self._decoders = {_kind_of(message_type): msgspec.msgpack.Decoder(message_type) for message_type in bounds}
        self._encoder = msgspec.msgpack.Encoder()

    def read(self, stream: IO[bytes]) -> Message | None:
        """The next message of a buffered binary file, or None at its end. Raises ProtocolError."""
        frame = read_frame(stream)
        if frame is None:
            return None
        assembly = _Assembly(self)
        while (message := assembly.feed(frame)) is None:
            frame = _within_message(read_frame(stream))
        return message

    def write(self, stream: IO[bytes], message: Message) -> None:
        """Write one message to a buffered binary file and flush it. Raises MessageTooLarge, with nothing written."""
        stream.writelines(self.encode(message))
        stream.flush()

    async def receive(self, reader: asyncio.StreamReader) -> Message | None:
        """The next message of a stream, or None at its end. Raises ProtocolError."""
        frame = await receive_frame(reader)
        if frame is None:
            return None
        assembly = _Assembly(self)
        while (message := assembly.feed(frame)) is None:
            frame = _within_message(await receive_frame(reader))
        return message

    async def send(self, writer: asyncio.StreamWriter, message: Message) -> None:
        """Write one message to a stream. Raises MessageTooLarge, with nothing written.

        The whole message is handed over before the first await, so that neither another task nor a cancellation can
        come between its frames.
        """
        writer.writelines(self.encode(message))
        await writer.drain()

    def encode(self, message: Message) -> list[bytes | memoryview]:
        """The buffers that make up one message, to be written one after the other. Raises MessageTooLarge."""
        kind = _kind_of(type(message))
        body = memoryview(self._encoder.encode(message))
        if len(body) > self._bounds[kind]:
            raise MessageTooLarge(f"a {kind} may have {self._bounds[kind]} bytes, not {len(body)}")
        buffers = [*_framed(self._encoder.encode(_Head(kind, len(body))))]
        for start in range(0, len(body), MAX_FRAME):
            buffers.extend(_framed(body[start : start + MAX_FRAME]))
        return buffers

    def check_head(self, frame: bytes) -> _Head:
        """The head of a message, if such a message may come. Raises ProtocolError."""
        head = _decoded(_HEADS, frame, "head of a message")
        if head.kind not in self._bounds:
            raise ProtocolError(f"unknown message {head.kind[:40]!r}")
        if not 0 < head.size <= self._bounds[head.kind]:
            raise ProtocolError(f"a {head.kind} may have 1 to {self._bounds[head.kind]} bytes, not {head.size}")
        return head

    def decode(self, kind: str, body: bytes | bytearray) -> Message:
        """Raises ProtocolError."""
        return _decoded(self._decoders[kind], body, kind)


class _Assembly(Generic[Message]):
    """One message growing frame by frame: the part that the blocking and the asyncio reader share."""

    def __init__(self, messages: Messages[Message]) -> None:
        self._messages = messages
        self._head: _Head | None = None
        self._body = bytearray()

    def feed(self, frame: bytes) -> Message | None:
        """Take the next frame; the message, once it is whole. Raises ProtocolError."""
        if self._head is None:
            self._head = self._messages.check_head(frame)
            return None
        kind, size = self._head.kind, self._head.size
        if len(frame) != min(MAX_FRAME, size - len(self._body)):
            raise ProtocolError(f"a frame of {len(frame)} bytes does not fit into a {kind} of {size}")
        self._body += frame
        return self._messages.decode(kind, self._body) if len(self._body) == size else None


_T = TypeVar("_T")


def _decoded(decoder: msgspec.msgpack.Decoder[_T], data: bytes | bytearray, what: str) -> _T:
    try:
        return decoder.decode(data)
    # ValueError: text that is not UTF-8; RecursionError: nesting beyond the stack; EngineError: settings out of range.
    except (msgspec.MsgspecError, ValueError, RecursionError, EngineError) as error:
        raise ProtocolError(f"cannot decode the {what}: {error}") from error


def _kind_of(message_type: type[msgspec.Struct]) -> str:
    tag = message_type.__struct_config__.tag
    assert isinstance(tag, str), f"{message_type.__name__} has no tag"
    return tag


def _within_message(frame: bytes | None) -> bytes:
    if frame is None:
        raise ProtocolError("the pipe ended in the middle of a message")
    return frame
