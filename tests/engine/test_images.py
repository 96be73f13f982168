"""Decoding what strangers send: every accepted kind comes out upright in sRGB, everything else with a clear problem."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from PIL import Image, ImageCms

from engine import limits
from engine.errors import BadPicture, PictureProblem
from engine.image import images
from tests.support.odd_pictures import odd_pictures
from tests.support.portraits import photograph

HEIGHT, WIDTH = 72, 96


def photo(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Smooth, and different in every corner and channel, so that lossy formats and rotations can be told apart."""
    rows, columns = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    return Image.fromarray((np.stack([rows, columns, 0.8 - 0.6 * rows * columns], 2) * 255).astype(np.uint8))


def encoded(picture: Image.Image, file_format: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


def floats(picture: Image.Image) -> NDArray[np.float32]:
    return np.asarray(picture, np.float32) / np.float32(255)


def problem_of(data: bytes) -> PictureProblem:
    with pytest.raises(BadPicture) as caught:
        images.normalize(data)
    assert caught.value.code == caught.value.problem.value
    return caught.value.problem


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


# --- what is accepted -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file_format", "options", "tolerance"),
    [
        ("PNG", {}, 0),
        ("BMP", {}, 0),
        ("TIFF", {}, 0),
        ("TIFF", {"compression": "tiff_lzw"}, 0),
        ("WEBP", {"lossless": True}, 0),
        ("WEBP", {"quality": 90}, 0.06),
        ("JPEG", {"quality": 95}, 0.03),
        ("JPEG", {"quality": 95, "progressive": True}, 0.03),
        ("HEIF", {"quality": 95}, 0.06),
        ("AVIF", {"quality": 95}, 0.06),
    ],
)
def test_the_usual_formats_keep_their_colors(file_format: str, options: dict[str, object], tolerance: float) -> None:
    decoded = images.decode(encoded(photo(), file_format, **options))
    assert decoded.shape == (HEIGHT, WIDTH, 3)
    assert decoded.dtype == np.float32
    assert np.abs(decoded - floats(photo())).max() <= tolerance


#: How a viewer turns what a camera stored, by the tag's definition (TIFF 6.0: where row 0 and column 0 lie).
TURNS: dict[int, Callable[[NDArray[np.float32]], NDArray[np.float32]]] = {
    1: lambda stored: stored,
    2: lambda stored: stored[:, ::-1],
    3: lambda stored: stored[::-1, ::-1],
    4: lambda stored: stored[::-1],
    5: lambda stored: stored.transpose(1, 0, 2),
    6: lambda stored: np.rot90(stored, -1),
    7: lambda stored: stored[::-1, ::-1].transpose(1, 0, 2),
    8: lambda stored: np.rot90(stored, 1),
}


@pytest.mark.parametrize("orientation", TURNS)
def test_a_camera_s_orientation_is_applied(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = TURNS[orientation](floats(photo()))
    np.testing.assert_array_equal(images.decode(encoded(photo(), "PNG", exif=exif)), upright)
    normalized = images.normalize(encoded(photo(), "JPEG", exif=exif, quality=95))
    assert (normalized.height, normalized.width) == upright.shape[:2]
    assert np.abs(images.decode(normalized.png) - upright).max() < 0.03


def test_transparency_is_laid_on_white() -> None:
    picture = photo().convert("RGBA")
    alpha = np.full((HEIGHT, WIDTH), 255, np.uint8)
    alpha[:, :40], alpha[:, 40:60] = 0, 51
    picture.putalpha(Image.fromarray(alpha))
    decoded, color = images.decode(encoded(picture, "PNG")), floats(photo())
    np.testing.assert_array_equal(decoded[:, :40], 1)
    np.testing.assert_allclose(decoded[:, 40:60], 0.8 + 0.2 * color[:, 40:60], atol=1 / 255)
    np.testing.assert_array_equal(decoded[:, 60:], color[:, 60:])


def test_gray_with_transparency_is_laid_on_white() -> None:
    decoded = images.decode(encoded(Image.new("LA", (WIDTH, HEIGHT), (51, 102)), "PNG"))
    np.testing.assert_allclose(decoded, 0.6 + 0.4 * 0.2, atol=1 / 255)


def test_a_palette_with_a_transparent_color_is_laid_on_white() -> None:
    picture = Image.new("P", (WIDTH, HEIGHT), 1)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.paste(0, (0, 0, 30, HEIGHT))
    decoded = images.decode(encoded(picture, "PNG", transparency=0))
    np.testing.assert_array_equal(decoded[:, :30], 1)
    np.testing.assert_array_equal(decoded[:, 30:], np.broadcast_to([0, 0, 1], (HEIGHT, WIDTH - 30, 3)))


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA"])
def test_every_usual_mode_becomes_rgb(mode: str) -> None:
    decoded = images.decode(encoded(photo().convert(mode), "PNG"))
    np.testing.assert_allclose(decoded, floats(photo().convert(mode).convert("RGB")), atol=1 / 255)


def test_cmyk_becomes_rgb() -> None:
    picture = Image.new("CMYK", (WIDTH, HEIGHT), (255, 0, 0, 0))  # full cyan
    for file_format in ("JPEG", "TIFF"):
        np.testing.assert_allclose(images.decode(encoded(picture, file_format))[5, 5], [0, 1, 1], atol=0.02)


def test_sixteen_bit_gray_keeps_its_whole_range() -> None:
    values = np.linspace(0, 65535, HEIGHT * WIDTH).reshape(HEIGHT, WIDTH).astype(np.uint16)
    for file_format in ("PNG", "TIFF"):
        decoded = images.decode(encoded(Image.fromarray(values), file_format))
        np.testing.assert_allclose(decoded, np.repeat(values[:, :, np.newaxis] / 65535, 3, 2), atol=1 / 255)


def test_float_gray_is_finite_even_where_the_file_is_not() -> None:
    values = np.linspace(0, 3, HEIGHT * WIDTH, dtype=np.float32).reshape(HEIGHT, WIDTH)
    values[0, 0], values[0, 1] = np.nan, -1
    decoded = images.decode(encoded(Image.fromarray(values), "TIFF"))
    np.testing.assert_allclose(decoded[1:, :, 0], values[1:] / 3, atol=1 / 255)
    np.testing.assert_array_equal(decoded[0, :2], 0)


def test_colors_are_converted_by_the_icc_profile() -> None:
    gamma_one = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()  # linear, and not RGB's primaries
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = photo()
    np.testing.assert_allclose(images.decode(encoded(picture, "PNG", icc_profile=srgb)), floats(picture), atol=2 / 255)
    # A profile that swaps the primaries of red and green: sRGB's own, with two of its tags exchanged.
    swapped = srgb.replace(b"rXYZ", b"\0tmp", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"\0tmp", b"gXYZ", 1)
    decoded = images.decode(encoded(picture, "PNG", icc_profile=swapped))
    np.testing.assert_allclose(decoded, floats(picture)[:, :, [1, 0, 2]], atol=3 / 255)
    # One that does not fit an RGB picture is not followed.
    np.testing.assert_array_equal(images.decode(encoded(picture, "PNG", icc_profile=gamma_one)), floats(picture))
    np.testing.assert_array_equal(images.decode(encoded(picture, "PNG", icc_profile=b"nonsense")), floats(picture))


def test_a_phone_s_jpeg_with_a_second_picture_inside_is_its_first_picture() -> None:
    data = encoded(photo(), "MPO", save_all=True, append_images=[Image.new("RGB", (WIDTH, HEIGHT))], quality=95)
    assert np.abs(images.decode(data) - floats(photo())).max() < 0.03


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"Dear Sir or Madam, " * 50, b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_unreadable(data: bytes) -> None:
    assert problem_of(data) is PictureProblem.UNREADABLE


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "HEIF", "AVIF"])
def test_a_truncated_file_is_refused_wherever_it_ends(file_format: str) -> None:
    whole = encoded(Image.effect_noise((WIDTH, HEIGHT), 60).convert("RGB"), file_format)
    for eighth in range(8):
        problem = problem_of(whole[: len(whole) * eighth // 8])
        assert problem in (PictureProblem.TRUNCATED, PictureProblem.UNREADABLE)
    if file_format == "JPEG":
        assert problem_of(whole[: len(whole) // 2]) is PictureProblem.TRUNCATED


@given(st.data())
def test_a_damaged_file_gives_a_picture_or_a_problem_and_nothing_else(data: st.DataObject) -> None:
    damaged = bytearray(data.draw(st.sampled_from(SOUND_FILES)))
    for place, value in data.draw(st.lists(st.tuples(st.integers(-400, 400), st.integers(0, 255)), max_size=5)):
        damaged[place % len(damaged)] = value
    try:
        decoded = images.decode(bytes(damaged))
    except BadPicture:
        return
    assert decoded.shape[2] == 3
    assert ((decoded >= 0) & (decoded <= 1)).all()


SOUND_FILES = [
    encoded(photo(), "JPEG"),
    encoded(photo().convert("CMYK"), "JPEG"),
    encoded(photo(), "PNG"),
    encoded(photo().quantize(16), "PNG", transparency=3),
    encoded(photo(), "WEBP"),
    encoded(photo(), "TIFF", compression="tiff_lzw"),
    encoded(photo().convert("F"), "TIFF"),
    encoded(photo(), "BMP"),
    encoded(photo(), "GIF"),
    *(odd.make() for odd in odd_pictures()),
]


def test_a_picture_of_one_pixel_is_too_small() -> None:
    assert problem_of(encoded(photo(1, 1), "PNG")) is PictureProblem.TOO_SMALL


def test_the_shorter_edge_decides_what_is_too_small() -> None:
    assert problem_of(encoded(photo(200, limits.MIN_EDGE - 1), "PNG")) is PictureProblem.TOO_SMALL
    images.decode(encoded(photo(200, limits.MIN_EDGE), "PNG"))


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (10_000, 5_001), (65_000, 64_000)])
def test_a_small_file_of_a_huge_picture_is_refused_before_it_is_decoded(width: int, height: int) -> None:
    data = png_header(width, height)
    assert len(data) < 200
    assert problem_of(data) is PictureProblem.TOO_LARGE


def test_a_picture_much_longer_than_wide_is_refused() -> None:
    assert problem_of(encoded(photo(64, 64 * limits.MAX_RATIO + 1), "PNG")) is PictureProblem.TOO_LONG
    images.decode(encoded(photo(64 * limits.MAX_RATIO, 64), "PNG"))


@pytest.mark.parametrize("file_format", ["GIF", "WEBP", "PNG"])
def test_a_film_is_refused(file_format: str) -> None:
    frames = [photo(), photo().rotate(180)]
    data = encoded(frames[0], file_format, save_all=True, append_images=frames[1:], duration=100)
    assert problem_of(data) is PictureProblem.ANIMATED


def test_more_bytes_than_allowed_are_refused_unread() -> None:
    assert problem_of(encoded(photo(), "PNG") + b"\0" * limits.MAX_BYTES) is PictureProblem.TOO_HEAVY


@pytest.mark.parametrize("head", [b"%PDF-1.7", b"<svg xmlns=", b"8BPS\0\1", b"RIFF\0\0\0\0AVI ", b"\0\0\0\x20ftypmp42"])
def test_a_file_of_another_kind_is_named_as_such(head: bytes) -> None:
    assert problem_of(head.ljust(500, b"\0")) is PictureProblem.FORMAT


# --- what leaves ------------------------------------------------------------------------------------------------------


def test_nothing_of_the_file_but_its_pixels_is_left_after_normalizing() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = "Secret Camera", "written at home"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(photo(), "JPEG", exif=exif, icc_profile=profile, comment=b"a comment", xmp=b"<x:xmpmeta/>")
    png = images.normalize(data).png
    with Image.open(io.BytesIO(png)) as rebuilt:
        rebuilt.load()
        assert rebuilt.info == {}
        assert not rebuilt.getexif()
        assert rebuilt.mode == "RGB"
    for trace in (b"Secret", b"comment", b"xmpmeta", b"written"):
        assert trace in data
        assert trace not in png
    names = [png[place - 4 : place] for place in _after_chunk_lengths(png)]
    assert set(names) <= {b"IHDR", b"IDAT", b"IEND"}


def _after_chunk_lengths(png: bytes) -> list[int]:
    places, place = [], 8
    while place < len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        places.append(place + 8)
        place += 12 + length
    return places


def test_normalizing_a_normalized_picture_changes_nothing() -> None:
    once = images.normalize(encoded(photo(), "JPEG"))
    assert images.normalize(once.png) == once


def test_normalizing_shrinks_what_is_larger_than_any_result() -> None:
    long, short = images.NORMALIZED_EDGE + 904, 250
    normalized = images.normalize(encoded(photo(short, long), "PNG", compress_level=1))
    assert normalized.height == images.NORMALIZED_EDGE
    assert normalized.width == round(short * images.NORMALIZED_EDGE / long)
    shrunk = images.decode(normalized.png)
    assert np.abs(shrunk - images.resize(floats(photo(short, long)), *shrunk.shape[:2])).max() < 0.02


def test_normalizing_keeps_the_size_of_what_is_small_enough() -> None:
    normalized = images.normalize(encoded(photo(images.NORMALIZED_EDGE, 205), "PNG", compress_level=1))
    assert (normalized.width, normalized.height) == (images.NORMALIZED_EDGE, 205)


@given(arrays.arrays(np.float32, (9, 7, 3), elements=st.floats(0, 1, width=32)))
def test_a_png_keeps_every_value_to_half_a_step(image: NDArray[np.float32]) -> None:
    with Image.open(io.BytesIO(images.encode_png(image))) as read:
        assert np.abs(floats(read) - image).max() <= 0.5 / 255 + 1e-6


def test_values_outside_the_range_are_clipped_not_wrapped() -> None:
    image = np.array([[[-0.5, 1.5, 0.5]]], np.float32)
    with Image.open(io.BytesIO(images.encode_png(image))) as read:
        assert read.getpixel((0, 0)) == (0, 255, 128)


def test_a_jpeg_has_the_size_and_nearly_the_values_of_the_picture() -> None:
    with Image.open(io.BytesIO(images.encode_jpeg(floats(photo())))) as read:
        assert read.format == "JPEG"
        assert read.size == photo().size
    assert np.abs(images.decode(images.encode_jpeg(floats(photo()))) - floats(photo())).max() < 0.03


@given(st.integers(1, 40), st.integers(1, 40))
def test_resizing_stays_within_the_range_however_hard_the_edges(height: int, width: int) -> None:
    checkerboard = np.indices((16, 16)).sum(0) % 2
    image = np.repeat(checkerboard[:, :, np.newaxis], 3, 2).astype(np.float32)
    resized = images.resize(image, height, width)
    assert resized.shape == (height, width, 3)
    assert resized.dtype == np.float32
    assert resized.min() >= 0
    assert resized.max() <= 1


@pytest.mark.parametrize(("height", "width"), [(100, 100), (171, 256), (400, 500), (700, 700)])
def test_resizing_hastily_gives_nearly_the_same(height: int, width: int) -> None:
    face = floats(photograph("astronaut"))
    hasty, careful = (images.resize(face, height, width, hastily=hastily) for hastily in (True, False))
    assert hasty.shape == careful.shape
    assert 0 <= hasty.min() <= hasty.max() <= 1
    assert np.abs(hasty - careful).mean() < 0.02


def test_resizing_to_the_same_size_changes_nothing_and_a_plain_color_stays() -> None:
    image = floats(photo())
    np.testing.assert_array_equal(images.resize(image, HEIGHT, WIDTH), image)
    plain = np.full((10, 12, 3), [0.2, 0.5, 1.0], np.float32)
    np.testing.assert_allclose(images.resize(plain, 33, 5)[7, 2], [0.2, 0.5, 1.0], atol=1e-6)
