"""The pipe's protocol: what is written comes back, and whatever else arrives is refused before it does harm."""

from __future__ import annotations

import asyncio
import io
import struct
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import Canceled, Checkpoint, Failed, Losses, LossTerm, Progress
from engine.settings import JobSpec, TransferSettings
from engine.worker.framing import (
    MAX_FRAME,
    Messages,
    MessageTooLarge,
    ProtocolError,
    read_frame,
    receive_frame,
    send_frame,
    write_frame,
)
from engine.worker.protocol import COMMANDS, PROTOCOL_VERSION, REPLIES, Cancel, Hello, RunJob, check_version


class Note(msgspec.Struct, frozen=True, tag=True):
    """A message type of the tests' own, as the decoder's pipe has."""

    data: bytes


NOTES: Messages[Note] = Messages({Note: 3 * MAX_FRAME})

finite = st.floats(allow_nan=False, allow_infinity=False)
terms = st.builds(LossTerm, value=finite, weight=finite)
jobs = st.builds(
    JobSpec,
    job_id=st.text(max_size=40),
    attempt=st.integers(0, 2**31),
    settings=st.builds(TransferSettings, iterations=st.integers(10, 2000), seed=st.integers(0, 2**31 - 1)),
    content=st.binary(),
    styles=st.lists(st.binary(), min_size=1, max_size=3).map(tuple),
    checkpoint=st.none() | st.binary(),
)
commands = st.one_of(
    st.builds(Hello, protocol=st.integers(0, 99)),
    st.builds(RunJob, job=jobs),
    st.builds(Cancel, job_id=st.text(max_size=40), attempt=st.integers(0, 2**31), keep=st.booleans()),
)
replies = st.one_of(
    st.builds(
        Progress,
        job_id=st.text(max_size=40),
        iteration=st.integers(0, 2000),
        iterations=st.integers(0, 2000),
        height=st.integers(1, 4096),
        width=st.integers(1, 4096),
        losses=st.builds(Losses, content=terms, style=terms, denoise=terms),
        seconds_left=st.none() | finite,
        preview=st.none() | st.binary(),
    ),
    st.builds(Checkpoint, iteration=st.integers(0, 2000), state=st.binary()),
    st.builds(Failed, kind=st.text(max_size=40), message=st.text(), retryable=st.booleans()),
)


def written(messages: Messages[Any], *several: msgspec.Struct) -> bytes:
    stream = io.BytesIO()
    for message in several:
        messages.write(stream, message)
    return stream.getvalue()


def stream_reader(data: bytes) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    return reader


async def both_read(messages: Messages[Any], data: bytes) -> list[msgspec.Struct]:
    """All messages in `data`, read with the blocking and with the asyncio reader, which must agree."""
    file, blocking = io.BytesIO(data), []
    while (message := messages.read(file)) is not None:
        blocking.append(message)
    reader, streaming = stream_reader(data), []
    while (message := await messages.receive(reader)) is not None:
        streaming.append(message)
    assert streaming == blocking
    return blocking


async def both_refuse(messages: Messages[Any], data: bytes, match: str) -> None:
    with pytest.raises(ProtocolError, match=match):
        messages.read(io.BytesIO(data))
    with pytest.raises(ProtocolError, match=match):
        await messages.receive(stream_reader(data))


def frames(*payloads: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(payload)) + payload for payload in payloads)


def head(kind: str, size: int) -> bytes:
    return msgspec.msgpack.encode((kind, size))


@given(st.lists(commands, max_size=4))
async def test_commands_come_back_as_they_were_written(several: list[msgspec.Struct]) -> None:
    assert await both_read(COMMANDS, written(COMMANDS, *several)) == several


@given(st.lists(replies, max_size=4))
async def test_replies_come_back_as_they_were_written(several: list[msgspec.Struct]) -> None:
    assert await both_read(REPLIES, written(REPLIES, *several)) == several


@pytest.mark.parametrize("excess", [-1, 0, 1])
@pytest.mark.parametrize("frame_count", [1, 2])
async def test_messages_around_the_size_of_a_frame_come_back(frame_count: int, excess: int) -> None:
    overhead = len(msgspec.msgpack.encode(Note(bytes(MAX_FRAME)))) - MAX_FRAME
    note = Note(b"x" * (frame_count * MAX_FRAME - overhead + excess))
    data = written(NOTES, note)
    assert await both_read(NOTES, data) == [note]
    file = io.BytesIO(data)
    lengths = []
    while (frame := read_frame(file)) is not None:
        lengths.append(len(frame))
    assert sum(lengths[1:]) == frame_count * MAX_FRAME + excess
    assert max(lengths) <= MAX_FRAME


@given(commands, st.data())
async def test_a_message_cut_anywhere_is_refused(message: msgspec.Struct, data: st.DataObject) -> None:
    whole = written(COMMANDS, message)
    cut = whole[: data.draw(st.integers(1, len(whole) - 1))]
    await both_refuse(COMMANDS, cut, "ended")


@given(st.binary(max_size=200))
async def test_garbage_is_refused_or_reads_as_nothing(garbage: bytes) -> None:
    file, reader = io.BytesIO(garbage), stream_reader(garbage)
    if not garbage:
        assert COMMANDS.read(file) is None
        assert await COMMANDS.receive(reader) is None
        return
    with pytest.raises(ProtocolError):
        COMMANDS.read(file)
    with pytest.raises(ProtocolError):
        await COMMANDS.receive(reader)


@given(commands, st.data())
def test_a_damaged_message_never_raises_anything_but_a_protocol_error(
    message: msgspec.Struct, data: st.DataObject
) -> None:
    damaged = bytearray(written(COMMANDS, message))
    damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        COMMANDS.read(io.BytesIO(damaged))
    except ProtocolError:
        return


async def test_a_frame_that_is_announced_too_large_is_refused_before_it_is_read() -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(struct.pack(">I", MAX_FRAME + 1))  # and the pipe stays open
    with pytest.raises(ProtocolError, match="announced"):
        await receive_frame(reader)
    with pytest.raises(ProtocolError, match="announced"):
        read_frame(io.BytesIO(struct.pack(">I", MAX_FRAME + 1)))


async def test_a_message_that_is_announced_too_large_is_refused_before_it_is_read() -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(frames(head("Cancel", 4097), b""))  # the second frame never comes whole
    with pytest.raises(ProtocolError, match="1 to 4096 bytes, not 4097"):
        await COMMANDS.receive(reader)


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (frames(head("Result", 10), bytes(10)), "unknown message 'Result'"),
        (frames(head("Cancel", 0), b""), "not 0"),
        (frames(head("Cancel", -1), b""), "not -1"),
        (frames(head("Cancel", 10), bytes(11)), "does not fit"),
        (frames(head("Cancel", 10), bytes(5), bytes(5)), "does not fit"),
        (frames(head("Cancel", 10), b""), "does not fit"),
        (frames(head("Cancel", 10), bytes(10)), "cannot decode the Cancel"),
        (frames(msgspec.msgpack.encode(["Cancel"])), "cannot decode the head"),
        (frames(b""), "cannot decode the head"),
        (frames(head("Cancel", 10)), "ended in the middle"),
    ],
)
async def test_broken_rules_are_named(data: bytes, match: str) -> None:
    await both_refuse(COMMANDS, data, match)


async def test_a_message_under_the_name_of_another_is_refused() -> None:
    body = msgspec.msgpack.encode(Canceled(job_id="a"))
    await both_refuse(REPLIES, frames(head("Failed", len(body)), body), "cannot decode the Failed")


async def test_settings_out_of_range_are_refused() -> None:
    job = JobSpec(job_id="a", attempt=1, settings=TransferSettings(), content=b"", styles=(b"",))
    raw = msgspec.to_builtins(RunJob(job=job), builtin_types=(bytes,))
    raw["job"]["settings"]["iterations"] = 10**9
    body = msgspec.msgpack.encode(raw)
    await both_refuse(COMMANDS, frames(head("RunJob", len(body)), body), "iterations must be")


def test_a_message_over_its_bound_is_not_sent() -> None:
    stream = io.BytesIO()
    with pytest.raises(MessageTooLarge):
        NOTES.write(stream, Note(bytes(3 * MAX_FRAME)))
    with pytest.raises(MessageTooLarge):
        write_frame(stream, bytes(MAX_FRAME + 1))
    assert stream.getvalue() == b""


async def test_frames_go_through_a_real_pipe_both_ways() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (frame := await receive_frame(reader)) is not None:
            await send_frame(writer, frame)
        while_sent.set_result(None)
        writer.close()

    while_sent: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        for payload in (b"", b"one", bytes(MAX_FRAME)):
            await send_frame(writer, payload)
            assert await receive_frame(reader) == payload
        writer.write_eof()
        await while_sent
        assert await receive_frame(reader) is None
        writer.close()
        await writer.wait_closed()


def test_another_version_of_the_protocol_is_refused() -> None:
    check_version(PROTOCOL_VERSION)
    with pytest.raises(ProtocolError, match="speaks protocol 99"):
        check_version(99)
