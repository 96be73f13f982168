"""Tiles and contact sheets, made by the real child."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PIL import Image

from bot.intake.contact_sheet import COLUMNS, GAP, TILE
from bot.intake.decoder import PictureDecoder
from engine.errors import BadPicture
from tests.support.pictures import plain_png

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def decoder() -> AsyncIterator[PictureDecoder]:
    decoder = PictureDecoder()
    yield decoder
    await decoder.aclose()


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg))
    assert picture.format == "JPEG"
    return picture


async def test_a_tile_is_the_middle_of_a_picture(decoder: PictureDecoder) -> None:
    wide = Image.new("RGB", (300, 100), "red")
    wide.paste((0, 0, 255), (100, 0, 200, 100))
    buffer = io.BytesIO()
    wide.save(buffer, "PNG")
    tile = opened(await decoder.tile(buffer.getvalue()))
    assert tile.size == (TILE, TILE)
    red, _, blue = tile.getpixel((TILE // 2, TILE // 2))
    assert blue > 200 > 50 > red


@pytest.mark.parametrize(("count", "columns", "rows"), [(1, 1, 1), (3, 3, 1), (4, 3, 2), (12, 3, 4)])
async def test_a_sheet_has_rows_of_tiles_and_each_its_number(
    decoder: PictureDecoder, count: int, columns: int, rows: int
) -> None:
    assert columns <= COLUMNS
    tile = await decoder.tile(plain_png("green"))
    sheet = opened(await decoder.sheet([tile] * count, 1))
    assert sheet.size == (columns * (TILE + GAP) + GAP, rows * (TILE + GAP) + GAP)
    other = opened(await decoder.sheet([tile] * count, 13))
    assert other.size == sheet.size
    assert other.tobytes() != sheet.tobytes()


async def test_what_cannot_be_arranged_is_refused_and_the_child_goes_on(decoder: PictureDecoder) -> None:
    for impossible in (decoder.sheet([], 1), decoder.sheet([b"no tile"], 1), decoder.tile(b"no picture")):
        with pytest.raises(BadPicture):
            await impossible
    child = decoder.process_id
    await decoder.tile(plain_png("red"))
    assert decoder.process_id == child
