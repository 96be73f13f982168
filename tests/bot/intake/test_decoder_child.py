"""The child's limits, with less to spend than in earnest."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from PIL import Image

from bot.intake.decoder import PictureDecoder
from engine.errors import BadPicture, PictureProblem
from tests.support.eventually import LONG, eventually
from tests.support.hostile_files import jpeg_of_scans
from tests.support.processes import wait_until_gone

REAL = "from bot.intake import decoder_child as child; "
OBEYING = f"{REAL}from tests.support.taken_over_decoder import obey; child._answer = obey; "


@asynccontextmanager
async def decoder_with(constant: str, value: int, child: str = REAL) -> AsyncIterator[PictureDecoder]:
    program = f"{child}child.{constant} = {value}; child.main()"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.intake.decoder.PROGRAM", ("-c", program))
        decoder = PictureDecoder(picture_timeout=LONG, at_once=2)
        await decoder.start()
    yield decoder
    await decoder.aclose()


def jpeg(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


async def test_a_picture_beyond_the_memory_is_refused_and_the_next_one_is_taken() -> None:
    async with decoder_with("PICTURE_MEMORY", 60 * 2**20) as decoder:
        with pytest.raises(BadPicture) as refusal:
            await decoder.normalize(jpeg(5000, 4000))
        assert refusal.value.problem is PictureProblem.TOO_LARGE
        assert (await decoder.normalize(jpeg(200, 100))).width == 200


async def test_a_picture_beyond_the_processor_time_costs_its_child_its_life_and_the_next_one_nothing() -> None:
    async with decoder_with("PICTURE_CPU", 1) as decoder:
        server = decoder.process_id
        with pytest.raises(BadPicture, match=f"signal {signal.SIGKILL:d}"):
            await decoder.normalize(jpeg_of_scans(Image.new("RGB", (4000, 4000)), 4_000))
        assert (await decoder.normalize(jpeg(200, 100))).width == 200
        assert decoder.process_id == server


async def test_no_picture_lives_on_by_not_listening_to_the_limit() -> None:
    async with decoder_with("PICTURE_CPU", 1, OBEYING) as decoder:
        with pytest.raises(BadPicture, match=f"signal {signal.SIGKILL:d}"):
            await decoder.normalize(b"SPIN")


async def test_two_pictures_are_worked_on_at_once_and_neither_is_lost_with_the_other() -> None:
    async with decoder_with("PICTURE_CPU", 30, OBEYING) as decoder:
        server = decoder.process_id
        assert server is not None
        tasks = [asyncio.create_task(decoder.normalize(order)) for order in (b"WAIT", b"WAIT", b"SEEN")]

        async def are_at_work() -> bool:
            return len(decoder._children) == 2

        await eventually(are_at_work, every=0.01)
        assert decoder.is_busy
        assert decoder.child_id is not None
        os.kill(decoder.child_id, signal.SIGKILL)
        with pytest.raises(BadPicture, match=f"signal {signal.SIGKILL:d}"):
            await tasks[0]
        with pytest.raises(BadPicture, match="0"):  # it has seen nothing before
            await tasks[2]
        assert not tasks[1].done()
        assert decoder.process_id == server
        os.kill(decoder.child_id, signal.SIGKILL)
        with pytest.raises(BadPicture):
            await tasks[1]


async def test_nothing_is_left_when_the_bot_is_gone() -> None:
    async with decoder_with("PICTURE_CPU", 30, OBEYING) as decoder:
        server = decoder.process_id
        assert server is not None
        task = asyncio.create_task(decoder.normalize(b"WAIT"))

        async def at_work() -> bool:
            return decoder.child_id is not None

        await eventually(at_work, every=0.01)
        child = decoder.child_id
        assert child is not None
        assert decoder._server is not None
        decoder._server._control.shutdown(socket.SHUT_RDWR)  # as when the bot is killed
        wait_until_gone(server)
        wait_until_gone(child)
        with pytest.raises(BadPicture):
            await task
