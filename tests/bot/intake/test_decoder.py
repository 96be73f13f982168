"""The child that decodes: its limits, its deaths, its replacement. For its pictures see test_hostile_pictures."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image

from bot.intake.decoder import DecoderUnavailable, PictureDecoder
from bot.intake.photos import MAX_BYTES
from engine.errors import BadPicture, PictureProblem
from tests.support.hostile import encoded, photo

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module", autouse=True)
def _secrets_around() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
        yield


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def decoder() -> AsyncIterator[PictureDecoder]:
    """One warm child for all tests; those that end it leave the next test a new one."""
    decoder = PictureDecoder(picture_timeout=20)
    await decoder.start()
    yield decoder
    await decoder.aclose()


async def rebuilt(decoder: PictureDecoder, data: bytes) -> Image.Image:
    """The decoder's PNG, checked to be what it says."""
    result = await decoder.normalise(data)
    picture = Image.open(io.BytesIO(result.png))
    picture.load()
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (result.width, result.height))
    assert not picture.info.keys() & {"exif", "icc_profile", "xmp", "comment"}
    assert not picture.getexif()
    return picture


async def test_a_picture_is_rebuilt_and_a_refusal_leaves_the_child_warm(decoder: PictureDecoder) -> None:
    await decoder.start()
    child = decoder.process_id
    with pytest.raises(BadPicture) as refusal:
        await decoder.normalise(encoded(photo(), "GIF"))
    assert refusal.value.problem is PictureProblem.ANIMATED
    assert (await rebuilt(decoder, encoded(photo(), "PNG"))).size == (120, 80)
    assert decoder.process_id == child


async def test_too_many_bytes_do_not_even_reach_the_child() -> None:
    decoder = PictureDecoder()
    with pytest.raises(BadPicture) as refusal:
        await decoder.normalise(bytes(MAX_BYTES + 1))
    assert refusal.value.problem is PictureProblem.TOO_HEAVY
    assert decoder.process_id is None


async def test_pictures_sent_at_once_take_turns(decoder: PictureDecoder) -> None:
    sizes = [(64 + n, 70) for n in range(6)]
    results = await asyncio.gather(*(decoder.normalise(encoded(photo(*size), "PNG")) for size in sizes))
    assert [(result.width, result.height) for result in results] == sizes


async def test_the_child_has_neither_secrets_nor_tensorflow(decoder: PictureDecoder) -> None:
    await rebuilt(decoder, encoded(photo(), "PNG"))
    process = Path(f"/proc/{decoder.process_id}")
    environment = (process / "environ").read_bytes()
    assert b"TELEGRAM" not in environment
    assert b"secret" not in environment
    libraries = (process / "maps").read_text(encoding="utf-8")
    assert "numpy" in libraries
    assert not any(name in libraries.lower() for name in ("tensorflow", "keras", "libpywrap"))


def soft_limits(decoder: PictureDecoder) -> dict[str, str]:
    lines = Path(f"/proc/{decoder.process_id}/limits").read_text(encoding="ascii").splitlines()
    return {line[:26].strip(): line[26:47].strip() for line in lines[1:]}


async def test_the_child_is_held_to_its_limits(decoder: PictureDecoder) -> None:
    await rebuilt(decoder, encoded(photo(), "PNG"))
    soft = soft_limits(decoder)
    assert soft["Max file size"] == soft["Max core file size"] == "0"
    assert int(soft["Max open files"]) <= 32
    assert int(soft["Max cpu time"]) <= 60
    assert 2 * 2**30 < int(soft["Max address space"]) < 4 * 2**30


def exists(process_id: int | None) -> bool:
    return Path(f"/proc/{process_id}").exists()


async def in_mid_picture(decoder: PictureDecoder) -> asyncio.Task[object]:
    """A picture that has been handed to a child which does not answer."""
    child = decoder.process_id
    assert child is not None
    os.kill(child, signal.SIGSTOP)
    task = asyncio.create_task(decoder.normalise(encoded(photo(), "PNG")))
    await asyncio.sleep(0.02)
    assert not task.done()
    return task


async def test_a_child_killed_over_a_picture_is_replaced(decoder: PictureDecoder) -> None:
    await decoder.start()
    former = decoder.process_id
    task = await in_mid_picture(decoder)
    assert former is not None
    os.kill(former, signal.SIGKILL)
    with pytest.raises(BadPicture) as refusal:
        await task
    assert refusal.value.problem is PictureProblem.UNREADABLE
    await rebuilt(decoder, encoded(photo(), "PNG"))
    assert decoder.process_id != former


async def test_a_child_that_dies_while_idle_costs_no_picture(decoder: PictureDecoder) -> None:
    await decoder.start()
    former = decoder._child
    assert former is not None
    former.kill()
    await former.wait()
    await rebuilt(decoder, encoded(photo(), "PNG"))
    assert decoder.process_id != former.pid


async def test_a_child_that_hangs_is_replaced_after_the_timeout() -> None:
    decoder = PictureDecoder(picture_timeout=1.0)
    await decoder.start()
    former = decoder.process_id
    task = await in_mid_picture(decoder)
    with pytest.raises(BadPicture) as refusal:
        await task
    assert refusal.value.problem is PictureProblem.UNREADABLE
    await rebuilt(decoder, encoded(photo(), "PNG"))
    assert decoder.process_id != former
    assert not exists(former)
    await decoder.aclose()


async def test_a_cancelled_picture_does_not_answer_for_the_next_one(decoder: PictureDecoder) -> None:
    await decoder.start()
    task = await in_mid_picture(decoder)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    picture = await rebuilt(decoder, encoded(photo(90, 70), "PNG"))
    assert picture.size == (90, 70)


async def test_closing_ends_the_child_and_refuses_what_comes_later() -> None:
    decoder = PictureDecoder()
    await decoder.start()
    child = decoder.process_id
    await decoder.aclose()
    await decoder.aclose()
    assert not exists(child)
    with pytest.raises(DecoderUnavailable):
        await decoder.normalise(encoded(photo(), "PNG"))


async def test_a_start_that_is_cancelled_leaves_no_child() -> None:
    decoder = PictureDecoder()
    starting = asyncio.create_task(decoder.start())
    async with asyncio.timeout(10):
        while decoder.process_id is None:  # noqa: ASYNC110  # nothing tells that the process is there
            await asyncio.sleep(0.001)
    child = decoder.process_id
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert decoder.process_id is None
    assert not exists(child)
    await decoder.aclose()


async def test_a_machine_that_cannot_confine_the_child_is_told_of_at_its_start(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    program = "from bot.intake import decoder_child as child; child._confined = lambda: 'no filter'; child.main()"
    pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE}
    monkeypatch.setattr(
        "bot.intake.decoder._spawn", lambda: asyncio.create_subprocess_exec(sys.executable, "-c", program, **pipes)
    )
    decoder = PictureDecoder()
    await rebuilt(decoder, encoded(photo(), "PNG"))
    await decoder.aclose()
    assert "not restricted here: no filter" in caplog.text


async def test_a_child_that_cannot_start_blames_no_picture() -> None:
    decoder = PictureDecoder(start_timeout=0.001)
    with pytest.raises(DecoderUnavailable):
        await decoder.normalise(encoded(photo(), "PNG"))
    assert decoder.process_id is None
    await decoder.aclose()
