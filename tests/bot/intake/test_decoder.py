"""The children that decode: their limits, their deaths. For their pictures see test_hostile_pictures."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image

from bot.intake.decoder import DecoderUnavailable, PictureDecoder
from bot.intake.messages import FilmKind
from engine.errors import BadPicture, PictureProblem
from engine.limits import MAX_BYTES
from tests.support.eventually import LONG, eventually
from tests.support.hostile import encoded, photo
from tests.support.odd_base import Odd
from tests.support.odd_pictures import odd_pictures
from tests.support.pictures import moving_gif

pytestmark = pytest.mark.asyncio(loop_scope="module")

LARGE = encoded(photo(3000, 2000), "PNG")  #: takes a while


@pytest.fixture(scope="module", autouse=True)
def _secrets_around() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
        yield


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def decoder() -> AsyncIterator[PictureDecoder]:
    """One for all tests; those that end it leave the next test a new one."""
    decoder = PictureDecoder(picture_timeout=LONG)
    await decoder.start()
    yield decoder
    await decoder.aclose()


async def rebuilt(decoder: PictureDecoder, data: bytes) -> Image.Image:
    """The decoder's PNG, checked to be what it says."""
    result = await decoder.normalize(data)
    picture = Image.open(io.BytesIO(result.png))
    picture.load()
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (result.width, result.height))
    assert not picture.info.keys() & {"exif", "icc_profile", "xmp", "comment"}
    assert not picture.getexif()
    return picture


async def test_a_picture_is_rebuilt_and_a_refusal_leaves_the_decoder_warm(decoder: PictureDecoder) -> None:
    await decoder.start()
    child = decoder.process_id
    with pytest.raises(BadPicture) as refusal:
        await decoder.normalize(moving_gif())
    assert refusal.value.problem is PictureProblem.ANIMATED
    assert (await rebuilt(decoder, encoded(photo(), "PNG"))).size == (120, 80)
    assert decoder.process_id == child


@pytest.mark.parametrize(("kind", "beginning"), [(FilmKind.MP4, b"\0\0\0\x20ftyp"), (FilmKind.GIF, b"GIF89a")])
async def test_films_are_encoded_where_pictures_are_decoded(
    decoder: PictureDecoder, kind: FilmKind, beginning: bytes
) -> None:
    frames = [encoded(photo(), "JPEG"), encoded(photo(1281, 853), "JPEG")]
    assert (await decoder.film(frames, kind)).startswith(beginning)
    with pytest.raises(BadPicture):
        await decoder.film([*frames, b"no picture"], kind)


@pytest.mark.parametrize("odd", list(odd_pictures()), ids=lambda odd: odd.name)
async def test_odd_files_come_out_as_they_look_or_are_refused_for_what_they_are(
    decoder: PictureDecoder, odd: Odd
) -> None:
    await decoder.start()
    child = decoder.process_id
    if odd.wanted is None:
        with pytest.raises(BadPicture) as refusal:
            await decoder.normalize(odd.make())
        assert refusal.value.problem is odd.problem
    else:
        found = np.asarray(await rebuilt(decoder, odd.make()), np.float32)
        assert np.abs(found - odd.wanted()).mean() <= odd.within
        assert (await decoder.normalize(odd.make())).is_transparent is odd.is_transparent
    assert decoder.process_id == child


async def test_too_many_bytes_do_not_even_reach_the_child() -> None:
    decoder = PictureDecoder()
    with pytest.raises(BadPicture) as refusal:
        await decoder.normalize(bytes(MAX_BYTES + 1))
    assert refusal.value.problem is PictureProblem.TOO_HEAVY
    assert decoder.process_id is None


async def test_pictures_sent_at_once_take_turns(decoder: PictureDecoder) -> None:
    sizes = [(64 + n, 70) for n in range(6)]
    results = await asyncio.gather(*(decoder.normalize(encoded(photo(*size), "PNG")) for size in sizes))
    assert [(result.width, result.height) for result in results] == sizes


async def test_the_child_has_neither_secrets_nor_tensorflow(decoder: PictureDecoder) -> None:
    await rebuilt(decoder, encoded(photo(), "PNG"))
    process = Path(f"/proc/{decoder.process_id}")
    environment = (process / "environ").read_bytes()
    assert b"TELEGRAM" not in environment
    assert b"secret" not in environment
    libraries = (process / "maps").read_text(encoding="utf-8")
    assert "numpy" in libraries
    assert not any(name in libraries.lower() for name in ("/tensorflow/", "libtensorflow", "/keras/"))


def limits(process: int) -> dict[str, tuple[str, str]]:
    """The limits of a process by name, each soft and hard."""
    lines = Path(f"/proc/{process}/limits").read_text(encoding="ascii").splitlines()
    return {line[:26].strip(): (line[26:47].strip(), line[47:68].strip()) for line in lines[1:]}


async def test_a_child_is_held_to_its_limits_for_good(decoder: PictureDecoder) -> None:
    await decoder.start()
    task = await in_mid_picture(decoder)
    assert decoder.child_id is not None
    found = limits(decoder.child_id)
    os.kill(decoder.child_id, signal.SIGCONT)
    await task
    assert found["Max file size"] == found["Max core file size"] == ("0", "0")
    assert found["Max open files"] == ("32", "32")
    assert found["Max cpu time"] == ("30", "30")
    soft, hard = map(int, found["Max address space"])
    assert 2 * 2**30 < soft == hard < 4 * 2**30


def open_files(process: int | None) -> dict[str, str]:
    """The open files of a process, by descriptor."""
    return {file.name: str(file.readlink()) for file in Path(f"/proc/{process}/fd").iterdir()}


def threads(process: int | None) -> int:
    """How many threads a process has."""
    return len(list(Path(f"/proc/{process}/task").iterdir()))


async def test_a_child_has_its_socket_and_standard_files_and_nothing_else_open(decoder: PictureDecoder) -> None:
    await decoder.start()
    task = await in_mid_picture(decoder)
    files = open_files(decoder.child_id)
    assert decoder.child_id is not None
    os.kill(decoder.child_id, signal.SIGCONT)
    await task
    assert files.pop("0") == "/dev/null"
    assert files.pop("1") == files.pop("2")
    others = {file for file in files.values() if not file.endswith(".tflite")}  # the networks, which are no secret
    assert len(others) == 1
    assert others.pop().startswith("socket:")


async def test_the_process_that_forks_has_one_thread(decoder: PictureDecoder) -> None:
    await decoder.start()
    assert threads(decoder.process_id) == 1  # others would be missing in its children


def exists(process_id: int | None) -> bool:
    return Path(f"/proc/{process_id}").exists()


async def in_mid_picture(decoder: PictureDecoder) -> asyncio.Task[object]:
    """A picture that was handed to a child which does not answer."""
    task = asyncio.create_task(decoder.normalize(LARGE))

    async def is_at_work() -> bool:
        return decoder.child_id is not None

    await eventually(is_at_work, every=0.0)
    assert decoder.child_id is not None
    os.kill(decoder.child_id, signal.SIGSTOP)
    assert not task.done()
    return task


async def test_a_child_killed_over_a_picture_costs_that_one_alone(decoder: PictureDecoder) -> None:
    await decoder.start()
    server = decoder.process_id
    task = await in_mid_picture(decoder)
    assert decoder.child_id is not None
    os.kill(decoder.child_id, signal.SIGKILL)
    with pytest.raises(BadPicture) as refusal:
        await task
    assert refusal.value.problem is PictureProblem.UNREADABLE
    await rebuilt(decoder, encoded(photo(), "PNG"))
    assert decoder.process_id == server


async def test_a_decoder_that_dies_while_idle_costs_no_picture(decoder: PictureDecoder) -> None:
    await decoder.start()
    former = decoder.process_id
    assert former is not None
    os.kill(former, signal.SIGKILL)
    await rebuilt(decoder, encoded(photo(), "PNG"))
    assert decoder.process_id != former


async def test_a_child_that_hangs_is_ended_after_the_timeout() -> None:
    decoder = PictureDecoder(picture_timeout=1.0)
    await decoder.start()
    task = await in_mid_picture(decoder)
    child = decoder.child_id
    with pytest.raises(BadPicture) as refusal:
        await task
    assert refusal.value.problem is PictureProblem.UNREADABLE
    assert not exists(child)
    decoder._picture_timeout = LONG  # no other picture hangs, however busy the machine
    await rebuilt(decoder, encoded(photo(), "PNG"))
    await decoder.aclose()


async def test_a_canceled_picture_does_not_answer_for_the_next_one(decoder: PictureDecoder) -> None:
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
        await decoder.normalize(encoded(photo(), "PNG"))


async def test_a_start_that_is_canceled_leaves_no_child() -> None:
    decoder = PictureDecoder()
    starting = asyncio.create_task(decoder.start())
    async with asyncio.timeout(LONG):
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
    monkeypatch.setattr("bot.intake.decoder.PROGRAM", ("-c", program))
    decoder = PictureDecoder()
    await rebuilt(decoder, encoded(photo(), "PNG"))
    await decoder.aclose()
    assert "not restricted here: no filter" in caplog.text


async def test_a_child_that_cannot_start_blames_no_picture() -> None:
    decoder = PictureDecoder(start_timeout=0.001)
    with pytest.raises(DecoderUnavailable):
        await decoder.normalize(encoded(photo(), "PNG"))
    assert decoder.process_id is None
    await decoder.aclose()
