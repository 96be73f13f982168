"""Small pictures side by side, with numbers: only the decoder's process may load this, as it loads Pillow."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont, ImageOps

TILE = 256  #: pixels, both edges
COLUMNS = 3  #: as many as the buttons below have in a row
GAP = 8  #: pixels around each tile
_BADGE = 26  #: radius of a number's disc, in pixels
_GROUND = "#f4f1ea"


def tile_of(png: bytes) -> bytes:
    """The middle of a picture as a square JPEG."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
        square = ImageOps.fit(picture.convert("RGB"), (TILE, TILE), Image.Resampling.LANCZOS)
    return _jpeg(square)


def sheet_of(tiles: Sequence[bytes], first: int) -> bytes:
    """The tiles in rows of COLUMNS as one JPEG, numbered from `first`. Raises ValueError when there are none."""
    if not tiles:
        raise ValueError("a contact sheet needs at least one tile")
    columns = min(COLUMNS, len(tiles))
    rows = -(-len(tiles) // columns)
    pitch = TILE + GAP
    sheet = Image.new("RGB", (columns * pitch + GAP, rows * pitch + GAP), _GROUND)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(28)
    for index, tile in enumerate(tiles):
        left, top = GAP + index % columns * pitch, GAP + index // columns * pitch
        with Image.open(io.BytesIO(tile), formats=("JPEG",)) as picture:
            sheet.paste(picture, (left, top))
        center = (left + _BADGE + 6, top + _BADGE + 6)
        draw.circle(center, _BADGE, fill="#1c1c1c", outline="white", width=3)
        draw.text(center, str(first + index), fill="white", font=font, anchor="mm")
    return _jpeg(sheet)


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
