"""What the parent believes of its child's answers."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from bot.intake.checked import Malformed, check_film, check_jpeg, check_mask, check_picture, check_webp, printable
from bot.intake.decoder import PictureDecoder
from bot.intake.film import film_of
from bot.intake.messages import FilmKind
from engine.errors import BadPicture, PictureProblem
from engine.image import images
from tests.support.hostile import encoded, photo
from tests.support.hostile_files import png_chunk, png_with

SOUND = images.normalize(encoded(photo(), "PNG")).png
SIZE = photo().size


def patched(at: int, value: bytes) -> bytes:
    """The sound PNG with other bytes in its header, and the check sum for them."""
    head = bytearray(SOUND)
    head[at : at + len(value)] = value
    head[29:33] = struct.pack(">I", zlib.crc32(bytes(head[12:29])))
    return bytes(head)


def test_what_the_decoder_makes_is_believed() -> None:
    check_picture(SOUND, *SIZE)
    noise = Image.effect_noise((images.NORMALIZED_EDGE, 1000), 90).convert("RGB")
    check_picture(images.normalize(encoded(noise, "PNG")).png, *noise.size)
    check_mask(encoded(photo().convert("L"), "PNG"))
    check_jpeg(encoded(photo(), "JPEG"))
    check_webp(encoded(photo(), "WEBP"))


FILM = film_of([encoded(photo(), "JPEG")] * 2, FilmKind.MP4)


def test_films_of_both_kinds_are_believed_and_others_are_not() -> None:
    check_film(FILM)
    check_film(film_of([encoded(photo(), "JPEG")] * 2, FilmKind.GIF))
    for film in (b"", FILM[:-1], FILM + b"more", FILM.replace(b"moov", b"uuid"), FILM[32:], encoded(photo(), "JPEG")):
        with pytest.raises(Malformed):
            check_film(film)


@pytest.mark.parametrize(
    "png",
    [
        b"",
        SOUND[:20],
        SOUND[:-1],
        SOUND + b"more",
        encoded(photo(), "JPEG"),
        encoded(photo(), "GIF"),
        encoded(photo().convert("L"), "PNG"),
        encoded(photo().convert("RGBA"), "PNG"),
        encoded(photo(121, 80), "PNG"),
        png_with(SOUND, b"zTXt", b"name\x00\x00" + zlib.compress(b"a bomb")),
        png_with(SOUND, b"iCCP", b"name\x00\x00" + zlib.compress(b"a bomb")),
        patched(24, b"\x10"),  # 16 bits
        patched(28, b"\x01"),  # interlaced
        SOUND[:30] + b"\x00" + SOUND[31:],
        SOUND[:33] + png_chunk(b"IDAT", b"") * 200_000 + SOUND[33:],
    ],
    ids=range(15),
)
def test_what_is_no_such_png_is_not(png: bytes) -> None:
    with pytest.raises(Malformed):
        check_picture(png, *SIZE)


@pytest.mark.parametrize(("width", "height"), [(10, 10), (5000, 100), (64, 3000)])
def test_a_picture_of_a_size_that_is_never_made_is_not_believed(width: int, height: int) -> None:
    with pytest.raises(Malformed):
        check_picture(encoded(photo(width, height), "PNG"), width, height)


def test_masks_and_jpegs_are_looked_at_too() -> None:
    webp = encoded(photo(), "WEBP")
    for check, data in (
        *((check_mask, SOUND), (check_jpeg, SOUND), (check_jpeg, encoded(photo(), "JPEG")[:-2])),
        *((check_webp, SOUND), (check_webp, webp[:-2]), (check_webp, webp + b"more"), (check_webp, b"RIFF")),
    ):
        with pytest.raises(Malformed):
            check(data)


def test_words_for_the_log_are_one_line() -> None:
    assert printable("a\n2026 ERROR \x1b[31m b") == "a\ufffd2026 ERROR \ufffd[31m b"


#: A child that has been taken over: what it answers instead of a picture.
LIES = {
    "a PNG of another size": "Rebuilt(encode((100, 70), 'RGB'), 120, 80)",
    "a GIF": "Rebuilt(b'GIF89a' + bytes(100), 120, 80)",
    "a PNG with words": "Rebuilt(encode((120, 80), 'RGB', dpi=(72, 72)), 120, 80)",
    "a JPEG for a sheet": "Made(encode((120, 80), 'RGB', 'JPEG'))",
    "a mask": "RegionFound(encode((120, 80), 'L'))",
    "no region": "NothingFound('nowhere')",
    "a greeting": "Warm()",
}
PROGRAM = """
import io, sys
from PIL import Image
from bot.intake import decoder_child
from bot.intake.messages import Made, NothingFound, Rebuilt, RegionFound, Warm
def encode(size, mode, file_format="PNG", **options):
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, file_format, **options)
    return buffer.getvalue()
decoder_child._answer = lambda request: {answer}
decoder_child.main()
"""


@pytest.mark.parametrize("answer", LIES.values(), ids=LIES)
async def test_a_child_that_lies_is_ended_and_what_it_says_used_for_nothing(
    answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.decoder.PROGRAM", ("-c", PROGRAM.format(answer=answer)))
    decoder = PictureDecoder()
    await decoder.start()
    with pytest.raises(BadPicture) as refusal:
        await decoder.normalize(encoded(photo(), "PNG"))
    assert refusal.value.problem is PictureProblem.UNREADABLE
    assert decoder.child_id is None
    await decoder.aclose()


def test_the_engine_s_child_decodes_pngs_alone() -> None:
    assert images.decode_png(SOUND).shape == (80, 120, 3)
    for file_format in ("JPEG", "GIF", "WEBP", "TIFF", "BMP", "HEIF", "AVIF"):
        with pytest.raises(BadPicture):
            images.decode_png(encoded(photo(), file_format))
    small = io.BytesIO()
    Image.new("L", (128, 7), 40).save(small, "PNG")
    assert images.decode_png(small.getvalue()).shape == (7, 128, 3)
