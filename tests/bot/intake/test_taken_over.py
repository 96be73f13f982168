"""What a picture that has taken over the decoder's child cannot do; on x86-64, by its numbers of system calls."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.intake import decoder as module
from bot.intake.decoder import PictureDecoder
from engine.errors import BadPicture
from tests.support.eventually import LONG
from tests.support.processes import is_alive

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def decoder() -> AsyncIterator[PictureDecoder]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PROGRAM", ("-m", "tests.support.taken_over_decoder"))
        decoder = PictureDecoder(picture_timeout=LONG)
        await decoder.start()
    yield decoder
    await decoder.aclose()


async def told(decoder: PictureDecoder, order: str) -> str:
    """What the child answers to an order."""
    with pytest.raises(BadPicture) as refusal:
        await decoder.normalize(order.encode())
    return str(refusal.value)


async def test_it_kills_no_process_of_its_user(decoder: PictureDecoder) -> None:
    victim = await asyncio.create_subprocess_exec("sleep", "1000")
    assert await told(decoder, f"KILL {victim.pid}") == "[]"
    await told(decoder, "")
    assert is_alive(victim.pid)
    victim.kill()
    await victim.wait()


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/1/environ", "/no/such/file"])
async def test_it_learns_of_no_path_whether_it_is_there(decoder: PictureDecoder, path: str) -> None:
    assert await told(decoder, f"LOOK-AT {path}") == "[]"


async def test_it_learns_of_no_process_whether_it_is_there(decoder: PictureDecoder) -> None:
    assert await told(decoder, f"LOOK-FOR {os.getpid()}") == "[]"


async def test_it_lifts_no_limit(decoder: PictureDecoder) -> None:
    assert await told(decoder, "LIFT") == "[]"


async def test_what_it_says_is_one_bounded_line_of_the_log_and_marked_as_its_own(
    decoder: PictureDecoder, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    assert await told(decoder, "SAY 1000") == "'said'"
    lines = [record.getMessage() for record in caplog.records if "never wrote" in record.getMessage()]
    assert len(lines) == 1
    assert lines[0].startswith("the decoder says: ")
    assert len(lines[0]) < 600
    assert "\n" not in lines[0]
    assert "never wrote" not in "".join(capfd.readouterr())


async def test_it_has_seen_no_other_picture(decoder: PictureDecoder) -> None:
    assert await told(decoder, "SEEN") == "0"
    assert await told(decoder, "SEEN") == "0"


async def test_it_does_not_outlive_its_answer(decoder: PictureDecoder) -> None:
    process = int(await told(decoder, "LINGER"))
    assert not is_alive(process)
    assert decoder.child_id is None
