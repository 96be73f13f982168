"""Pictures from strangers, decoded by the real child: rebuilt, or refused with the right reason, and never fatal."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import struct
import zlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
import pytest_asyncio
from PIL import Image

from bot.intake.decoder import DecoderUnavailable, PictureDecoder
from engine.errors import BadPicture, PictureProblem

pytestmark = pytest.mark.asyncio(loop_scope="module")

pillow_heif.register_heif_opener()  # to make such pictures here


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


def photo(width: int = 120, height: int = 80) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    picture.paste((30, 30, 200), (width // 2, 0, width, height))
    return picture


def encoded(picture: Image.Image, file_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


def near(pixel: object, colour: tuple[int, int, int], tolerance: int = 12) -> bool:
    return bool(np.abs(np.asarray(pixel, int) - colour).max() <= tolerance)


async def rebuilt(decoder: PictureDecoder, data: bytes) -> Image.Image:
    """The decoder's PNG, checked to be what it says."""
    result = await decoder.normalise(data)
    picture = Image.open(io.BytesIO(result.png))
    picture.load()
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (result.width, result.height))
    assert not picture.info.keys() & {"exif", "icc_profile", "xmp", "comment"}
    assert not picture.getexif()
    return picture


async def problem_of(decoder: PictureDecoder, data: bytes) -> PictureProblem:
    with pytest.raises(BadPicture) as refusal:
        await decoder.normalise(data)
    return refusal.value.problem


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "HEIF", "TIFF", "BMP"])
async def test_pictures_of_every_usual_format_are_rebuilt(decoder: PictureDecoder, file_format: str) -> None:
    picture = await rebuilt(decoder, encoded(photo(), file_format))
    assert picture.size == (120, 80)
    assert near(picture.getpixel((20, 40)), (200, 30, 30))
    assert near(picture.getpixel((100, 40)), (30, 30, 200))


async def test_a_photo_taken_with_the_camera_on_its_side_stands_upright(decoder: PictureDecoder) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90° clockwise to see it right
    exif[0x010E] = "where I live"
    picture = await rebuilt(decoder, encoded(photo(), "JPEG", exif=exif))
    assert picture.size == (80, 120)
    assert near(picture.getpixel((40, 20)), (200, 30, 30))
    assert near(picture.getpixel((40, 100)), (30, 30, 200))


async def test_transparency_becomes_white(decoder: PictureDecoder) -> None:
    picture = photo().convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 60, 80))
    flattened = await rebuilt(decoder, encoded(picture, "PNG"))
    assert flattened.getpixel((20, 40)) == (255, 255, 255)
    assert flattened.getpixel((100, 40)) == (30, 30, 200)


async def test_colours_for_print_become_colours_for_screens(decoder: PictureDecoder) -> None:
    picture = await rebuilt(decoder, encoded(photo().convert("CMYK"), "JPEG", quality=95))
    assert near(picture.getpixel((20, 40)), (200, 30, 30), tolerance=25)


async def test_sixteen_bits_of_grey_become_eight(decoder: PictureDecoder) -> None:
    ramp = np.tile(np.linspace(0, 65535, 120).astype(np.uint16), (80, 1))
    picture = await rebuilt(decoder, encoded(Image.fromarray(ramp), "PNG"))
    assert picture.getpixel((0, 0)) == (0, 0, 0)
    assert picture.getpixel((119, 0)) == (255, 255, 255)
    assert near(picture.getpixel((60, 0)), (128, 128, 128), tolerance=2)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of_zeros(width: int, height: int) -> bytes:
    """A valid PNG in a few bytes a thousand pixels: black, one bit a pixel."""
    squeezer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    body = b"".join(squeezer.compress(row) for _ in range(height)) + squeezer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")


def animation(file_format: str) -> bytes:
    frames = [photo(), photo().transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    return encoded(frames[0], file_format, save_all=True, append_images=frames[1:], duration=100)


PROBLEMS = {
    "a text renamed to .jpg": (b"Dear diary, today I was renamed.\n" * 40, PictureProblem.UNREADABLE),
    "nothing": (b"", PictureProblem.UNREADABLE),
    "a truncated JPEG": (encoded(photo(600, 400), "JPEG")[:-1500], PictureProblem.TRUNCATED),
    "one pixel": (encoded(Image.new("RGB", (1, 1)), "PNG"), PictureProblem.TOO_SMALL),
    "30,000 × 30,000": (png_of_zeros(30_000, 30_000), PictureProblem.TOO_LARGE),
    "just over 50 megapixels": (png_of_zeros(7072, 7072), PictureProblem.TOO_LARGE),
    "a thread": (png_of_zeros(64, 1300), PictureProblem.TOO_LONG),
    "an animated GIF": (animation("GIF"), PictureProblem.ANIMATED),
    "a GIF that stands still": (encoded(photo(), "GIF"), PictureProblem.ANIMATED),
    "an animated WebP": (animation("WEBP"), PictureProblem.ANIMATED),
    "a PDF": (encoded(photo(), "PDF"), PictureProblem.FORMAT),
    "more than 20 MB": (bytes(20 * 2**20 + 1), PictureProblem.TOO_HEAVY),
}


@pytest.mark.parametrize("name", PROBLEMS)
async def test_what_is_no_still_picture_within_the_limits_is_refused(decoder: PictureDecoder, name: str) -> None:
    data, problem = PROBLEMS[name]
    child = decoder.process_id
    assert await problem_of(decoder, data) is problem
    assert decoder.process_id == child, "and the child lives on"


async def test_damage_in_the_middle_never_ends_the_child(decoder: PictureDecoder) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (150, 200, 3), np.uint8)
    child = decoder.process_id
    problems = set()
    for file_format in ("JPEG", "PNG", "WEBP"):
        good = encoded(Image.fromarray(noise), file_format)
        for position in range(20, len(good), len(good) // 12):
            damaged = good[:position] + bytes(40) + good[position + 40 :]
            try:
                await rebuilt(decoder, damaged)
            except BadPicture as refusal:
                problems.add(refusal.problem)
    assert problems <= {PictureProblem.UNREADABLE, PictureProblem.TRUNCATED}
    assert decoder.process_id == child


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


async def test_a_child_that_cannot_start_blames_no_picture() -> None:
    decoder = PictureDecoder(start_timeout=0.001)
    with pytest.raises(DecoderUnavailable):
        await decoder.normalise(encoded(photo(), "PNG"))
    assert decoder.process_id is None
    await decoder.aclose()
